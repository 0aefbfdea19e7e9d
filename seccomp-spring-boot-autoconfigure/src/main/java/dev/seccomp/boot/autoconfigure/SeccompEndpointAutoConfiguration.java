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
import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompEndpointWebExtension;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SeccompEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SeccompAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(SeccompEndpoint.class)
@EnableConfigurationProperties(SeccompEndpointProperties.class)
public final class SeccompEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SeccompEndpoint seccompEndpoint(SeccompState state, SeccompEndpointProperties properties,
			ObjectProvider<SanitizingFunction> sanitizingFunctions) {
		return new SeccompEndpoint(state, sanitizingFunctions.orderedStream().toList(), properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SeccompEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = SeccompEndpoint.class, exposure = EndpointExposure.WEB)
	SeccompEndpointWebExtension seccompEndpointWebExtension(SeccompEndpoint endpoint,
			SeccompEndpointProperties properties) {
		return new SeccompEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
