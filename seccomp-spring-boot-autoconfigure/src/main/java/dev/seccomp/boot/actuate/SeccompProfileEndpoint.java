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
import dev.seccomp.policy.OciProfileWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the policy in force as an OCI profile, for Docker
 * and Kubernetes.
 * <p>
 * The profile shows an attacker the allowed calls.
 * {@code management.endpoints.web.exposure.include} and
 * {@code management.endpoint.seccompprofile.access} decide about access to it. The
 * property {@code management.endpoint.seccomp.show-values} does not apply. Without a
 * filter, and in learn mode, there is no profile.
 *
 * @see OciProfileWriter
 */
@Endpoint(id = "seccompprofile", defaultAccess = Access.READ_ONLY)
public class SeccompProfileEndpoint {

	private final SeccompState state;

	public SeccompProfileEndpoint(SeccompState state) {
		this.state = state;
	}

	@ReadOperation
	public @Nullable Map<String, Object> profile() {
		CompiledFilter filter = this.state.startupFilter();
		return (filter != null && filter.mode() != FilterMode.LEARN)
				? OperationResponseBody.of(OciProfileWriter.write(filter.policy())) : null;
	}

	/**
	 * Return the filter as text.
	 * @param form {@code pfc} for the pseudo code of libseccomp, {@code bpf} for the
	 * instructions
	 * @return the text, or {@code null} if there is no filter or no such form
	 */
	@ReadOperation(produces = "text/plain;charset=UTF-8")
	public @Nullable String text(@Selector String form) {
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
