package dev.seccomp.boot.autoconfigure;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SeccompHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SeccompAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("seccomp")
public final class SeccompHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "seccompHealthIndicator")
	SeccompHealthIndicator seccompHealthIndicator(SeccompState state) {
		return new SeccompHealthIndicator(state);
	}

}
