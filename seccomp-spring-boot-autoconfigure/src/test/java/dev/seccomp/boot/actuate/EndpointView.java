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

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompEndpoint.FilterDescriptor;
import dev.seccomp.boot.actuate.SeccompEndpoint.SeccompDescriptor;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Everything that the endpoint has, and who is shown it.
 */
public class EndpointView {

	private final SeccompEndpoint endpoint;

	public EndpointView(SeccompEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	public SeccompDescriptor all() {
		return this.endpoint.describe(true);
	}

	/**
	 * Return the filter of a name.
	 * @param name the name
	 * @return the only filter that has it
	 */
	public FilterDescriptor filter(String name) {
		List<FilterDescriptor> filters = all().filters().stream().filter((each) -> each.name().equals(name)).toList();
		if (filters.size() != 1) {
			throw new AssertionError(filters.size() + " filters " + name);
		}
		return filters.get(0);
	}

	public String syscall(String name) {
		return String.valueOf(this.endpoint.describe(name));
	}

	/**
	 * Return the last violations.
	 * @return of each the call, its caller and its first frame in the tests
	 */
	public List<String> recent() {
		List<ViolationDescriptor> recent = all().recent();
		return (recent != null) ? recent.stream().map(EndpointView::describe).toList() : List.of();
	}

	private static String describe(ViolationDescriptor violation) {
		String frame = violation.stackTrace()
			.stream()
			.filter((line) -> line.startsWith("dev.seccomp.boot."))
			.findFirst()
			.orElse("unknown");
		return violation.syscall() + " " + violation.action() + " " + violation.errno() + " by "
				+ violation.thread().name() + " " + violation.arguments() + " at " + frame;
	}

	/**
	 * Print what tests of a main class look at.
	 */
	public void print() {
		SeccompDescriptor seccomp = all();
		if (seccomp.violations() != null) {
			System.out.println("unsupervised: " + seccomp.violations().unsupervised());
		}
		recent().forEach((violation) -> System.out.println("recent: " + violation));
		System.out.println("status: " + seccomp.status());
		seccomp.filters()
			.forEach((filter) -> System.out.println("filter " + filter.name() + ": " + filter.hash() + " "
					+ filter.instructions() + " " + filter.installedOn()));
		System.out.println("syscall execve: " + syscall("execve"));
	}

	/**
	 * Return whether an endpoint that is configured otherwise shows the last violations,
	 * the policy and the rules that would allow them.
	 * @param state the state of the application
	 * @param show when to show them
	 * @param authenticated whether the request is authenticated
	 * @return whether all are shown
	 */
	public static boolean shows(SeccompState state, Show show, boolean authenticated) {
		SeccompEndpoint endpoint = new SeccompEndpoint(state, List.of(), show);
		SeccompDescriptor seccomp = new SeccompEndpointWebExtension(endpoint, show, Set.of())
			.seccomp((authenticated) ? new Authenticated() : SecurityContext.NONE);
		if ((seccomp.policy() != null) != (seccomp.recent() != null)
				|| (seccomp.policy() != null) != (seccomp.allowingRules() != null)) {
			throw new AssertionError("Only some of them are shown: " + seccomp);
		}
		return seccomp.policy() != null;
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
