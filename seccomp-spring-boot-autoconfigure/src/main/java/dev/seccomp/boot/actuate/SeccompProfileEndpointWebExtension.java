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
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the
 * {@link SeccompProfileEndpoint}.
 */
@EndpointWebExtension(endpoint = SeccompProfileEndpoint.class)
public class SeccompProfileEndpointWebExtension {

	private static final int STATUS_FORBIDDEN = 403;

	private final SeccompProfileEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	public SeccompProfileEndpointWebExtension(SeccompProfileEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> profile(SecurityContext securityContext) {
		return respond(securityContext, this.delegate::describe);
	}

	@ReadOperation(produces = SeccompProfileEndpoint.TEXT)
	public WebEndpointResponse<String> text(SecurityContext securityContext, @Selector String form) {
		return respond(securityContext, () -> this.delegate.describe(form));
	}

	private <T> WebEndpointResponse<T> respond(SecurityContext securityContext, Supplier<@Nullable T> values) {
		if (!this.showValues.isShown(securityContext, this.roles)) {
			return new WebEndpointResponse<>(STATUS_FORBIDDEN);
		}
		T body = values.get();
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
