package dev.seccomp.boot.autoconfigure;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompProfileEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SeccompProfileEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SeccompAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(SeccompProfileEndpoint.class)
public final class SeccompProfileEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SeccompProfileEndpoint seccompProfileEndpoint(SeccompState state) {
		return new SeccompProfileEndpoint(state);
	}

}
