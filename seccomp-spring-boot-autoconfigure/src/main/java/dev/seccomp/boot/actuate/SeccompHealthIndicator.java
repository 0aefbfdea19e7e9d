package dev.seccomp.boot.actuate;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.kernel.FilteredThreads;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} of the system call filter: up while every thread bears it,
 * unknown where there is none.
 *
 * @since 0.1.0
 */
public class SeccompHealthIndicator extends AbstractHealthIndicator {

	private final SeccompState state;

	public SeccompHealthIndicator(SeccompState state) {
		super("The seccomp filter could not be checked");
		this.state = state;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("mode", this.state.mode().toString());
		String reason = this.state.reason();
		if (reason != null) {
			builder.unknown().withDetail("reason", reason);
			return;
		}
		FilteredThreads threads = FilteredThreads.count();
		builder.status((threads.coversAll()) ? "UP" : "DOWN").withDetail("threads", threads);
	}

}
