package dev.seccomp.boot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.bpf.FilterProgram;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} of the system call filter.
 *
 * @since 0.1.0
 */
public class SeccompInfoContributor implements InfoContributor {

	private final SeccompState state;

	public SeccompInfoContributor(SeccompState state) {
		this.state = state;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, String> details = new LinkedHashMap<>();
		details.put("mode", this.state.mode().toString());
		FilterProgram program = this.state.program();
		if (program != null) {
			details.put("hash", program.hash());
		}
		builder.withDetail("seccomp", details);
	}

}
