/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.boot.autoconfigure;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompProfileEndpoint;
import dev.seccomp.boot.actuate.SeccompProfileEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SeccompProfileEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SeccompAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(SeccompProfileEndpoint.class)
@EnableConfigurationProperties(SeccompEndpointProperties.class)
public final class SeccompProfileEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SeccompProfileEndpoint seccompProfileEndpoint(SeccompState state, SeccompEndpointProperties properties) {
		return new SeccompProfileEndpoint(state, properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SeccompProfileEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = SeccompProfileEndpoint.class, exposure = EndpointExposure.WEB)
	SeccompProfileEndpointWebExtension seccompProfileEndpointWebExtension(SeccompProfileEndpoint endpoint,
			SeccompEndpointProperties properties) {
		return new SeccompProfileEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
