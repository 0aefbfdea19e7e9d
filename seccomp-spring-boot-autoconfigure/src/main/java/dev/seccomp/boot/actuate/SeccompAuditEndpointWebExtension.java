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

package dev.seccomp.boot.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the
 * {@link SeccompAuditEndpoint}.
 */
@EndpointWebExtension(endpoint = SeccompAuditEndpoint.class)
public class SeccompAuditEndpointWebExtension {

	private final SeccompAuditEndpoint delegate;

	public SeccompAuditEndpointWebExtension(SeccompAuditEndpoint delegate) {
		this.delegate = delegate;
	}

	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> read(String line) {
		try {
			return new WebEndpointResponse<>(this.delegate.read(line));
		}
		catch (IllegalArgumentException ex) {
			return new WebEndpointResponse<>(
					OperationResponseBody.of(Map.of("reason", String.valueOf(ex.getMessage()))),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

}
