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

import dev.seccomp.boot.actuate.SeccompAuditEndpoint;
import dev.seccomp.boot.actuate.SeccompAuditEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SeccompAuditEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(SeccompAuditEndpoint.class)
public final class SeccompAuditEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SeccompAuditEndpoint seccompAuditEndpoint() {
		return new SeccompAuditEndpoint();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SeccompAuditEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = SeccompAuditEndpoint.class, exposure = EndpointExposure.WEB)
	SeccompAuditEndpointWebExtension seccompAuditEndpointWebExtension(SeccompAuditEndpoint endpoint) {
		return new SeccompAuditEndpointWebExtension(endpoint);
	}

}
