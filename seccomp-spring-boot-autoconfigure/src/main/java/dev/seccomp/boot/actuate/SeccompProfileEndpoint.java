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

import dev.seccomp.boot.SeccompState;
import dev.seccomp.bpf.PseudoCode;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.oci.OciProfileWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the policy in force as an OCI profile, for Docker
 * and Kubernetes.
 * <p>
 * The profile shows an attacker the allowed calls, so it is shown only if
 * {@code management.endpoint.seccomp.show-values} allows it. Without a filter, and in
 * learn mode, there is no profile.
 *
 * @see OciProfileWriter
 */
@Endpoint(id = "seccompprofile", defaultAccess = Access.READ_ONLY)
public class SeccompProfileEndpoint {

	static final String TEXT = "text/plain;charset=UTF-8";

	private final SeccompState state;

	private final Show showValues;

	/**
	 * Create a new endpoint.
	 * @param state the state of the application
	 * @param showValues when to show values that would help an attacker
	 */
	public SeccompProfileEndpoint(SeccompState state, Show showValues) {
		this.state = state;
		this.showValues = showValues;
	}

	@ReadOperation
	public @Nullable Map<String, Object> profile() {
		return (this.showValues.isShown(true)) ? describe() : null;
	}

	@Nullable Map<String, Object> describe() {
		CompiledFilter filter = this.state.startupFilter();
		return (filter != null && filter.mode() != FilterMode.LEARN)
				? OperationResponseBody.of(OciProfileWriter.write(filter.policy())) : null;
	}

	/**
	 * Return the filter as text.
	 * @param form {@code pfc} for the pseudo code of libseccomp, {@code bpf} for the
	 * instructions
	 * @return the text, or {@code null} if there is no filter or no such form, or values
	 * are not shown
	 */
	@ReadOperation(produces = TEXT)
	public @Nullable String text(@Selector String form) {
		return (this.showValues.isShown(true)) ? describe(form) : null;
	}

	@Nullable String describe(String form) {
		CompiledFilter filter = this.state.startupFilter();
		if (filter == null) {
			return null;
		}
		return switch (form) {
			case "pfc" -> PseudoCode.of(filter.policy());
			case "bpf" -> filter.program().toListing();
			default -> null;
		};
	}

}
