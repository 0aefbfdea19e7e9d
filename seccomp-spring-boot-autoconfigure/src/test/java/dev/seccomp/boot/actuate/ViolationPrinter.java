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

import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompEndpoint.SeccompDescriptor;
import dev.seccomp.boot.actuate.ViolationDescriptors.ViolationDescriptor;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Prints what the endpoint shows of filters and violations.
 */
public class ViolationPrinter {

	private final SeccompEndpoint endpoint;

	public ViolationPrinter(SeccompEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Print all.
	 */
	public void print() {
		SeccompDescriptor seccomp = this.endpoint.describe(true);
		if (seccomp.violations() != null) {
			System.out.println("violations: " + seccomp.violations().bySyscall());
			System.out.println("unsupervised: " + seccomp.violations().unsupervised());
			seccomp.recent().forEach(ViolationPrinter::print);
		}
		System.out.println("mode: " + seccomp.mode());
		System.out.println("status: " + seccomp.status());
		seccomp.filters()
			.forEach((filter) -> System.out.println("filter " + filter.name() + ": " + filter.hash() + " "
					+ filter.instructions() + " " + filter.installedOn()));
		for (String syscall : List.of("execve", "bind", "socket", "getpid")) {
			System.out.println("syscall " + syscall + ": " + this.endpoint.describe(syscall));
		}
	}

	/**
	 * Print who is shown the last violations, and who the policy.
	 * @param state what is in force
	 */
	public void printWhatIsShown(SeccompState state) {
		for (Show show : Show.values()) {
			SeccompEndpoint endpoint = new SeccompEndpoint(state, List.of(), show);
			SeccompEndpointWebExtension web = new SeccompEndpointWebExtension(endpoint, show, Set.of());
			System.out.println("shown " + show + ": anonymous " + shows(web.seccomp(SecurityContext.NONE))
					+ ", authenticated " + shows(web.seccomp(new Authenticated())));
		}
	}

	private static boolean shows(SeccompDescriptor seccomp) {
		boolean policy = seccomp.policy() != null;
		if (seccomp.violations() != null && policy != (seccomp.recent() != null)) {
			throw new IllegalStateException("Only one of both is shown: " + seccomp);
		}
		return policy;
	}

	private static void print(ViolationDescriptor violation) {
		Stream<String> lines = violation.stackTrace().stream().filter((line) -> line.startsWith("dev.seccomp.boot."));
		System.out.println("recent: " + violation.syscall() + " " + violation.action() + " " + violation.errno()
				+ " by " + violation.thread().name() + " " + violation.arguments() + " at "
				+ lines.findFirst().orElse("unknown"));
	}

	private static final class Authenticated implements SecurityContext {

		@Override
		public Principal getPrincipal() {
			return () -> "user";
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	}

}
