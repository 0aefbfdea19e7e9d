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

package dev.seccomp.filter;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;

/**
 * Checks that a policy allows the calls that install a later filter.
 */
final class InstallationCheck {

	/* linux/seccomp.h, linux/prctl.h */

	private static final int SECCOMP_SET_MODE_FILTER = 1;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	private final FilterSpecification specification;

	private final DecisionTable decisions;

	InstallationCheck(FilterSpecification specification, DecisionTable decisions) {
		this.specification = specification;
		this.decisions = decisions;
	}

	/**
	 * Check the policy.
	 * @param next the next filter
	 * @throws PolicyException if the policy denies a call that installs the next filter
	 */
	void check(FilterSpecification next) {
		requireAllowed(next, "seccomp", SECCOMP_SET_MODE_FILTER);
		requireAllowed(next, "prctl", PR_SET_NO_NEW_PRIVS, 1);
		requireAllowed(next, "prctl", PR_GET_NO_NEW_PRIVS);
		if (next.stage().isInstalledWith(this.specification.stage())) {
			// This filter has no listener, so no rules that allow the calls of its owner
			ListenerGuard.ownerCalls(policy().architecture()).forEach((call) -> requireAllowed(next, "ioctl", call));
		}
	}

	private void requireAllowed(FilterSpecification next, String syscall, long... arguments) {
		Architecture architecture = policy().architecture();
		requireAllowed(next, syscall, new SeccompData(architecture.syscalls().number(syscall).orElseThrow(),
				architecture.audit(), arguments));
	}

	private void requireAllowed(FilterSpecification next, String syscall, SeccompData data) {
		if (this.decisions.decide(data.nr(), data.arch(), data.arguments()).denies()) {
			throw new PolicyException(policy().source(syscall, data.arguments()), null,
					"The policy denies " + syscall + ", which is required to install the " + next.stage() + " filter.",
					"Allow " + syscall + " in the first rule" + ((next.stage() == Stage.READY)
							? ", and deny it in 'seccomp.ready'. Or remove 'seccomp.ready'." : "."));
		}
	}

	private SeccompPolicy policy() {
		return this.specification.policy();
	}

}
