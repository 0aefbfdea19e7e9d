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

package dev.seccomp.policy;

import java.util.List;

/**
 * Whether a policy lets anything be started that has a memory of its own: a program, or a
 * process that does not share its parent's.
 */
final class ProcessStarts {

	/* linux/sched.h: what shares its parent's memory; the kernel has threads do so */

	private static final long CLONE_VM = 0x100;

	private static final long CLONE_THREAD = 0x10000;

	private static final long SHARES = CLONE_VM | CLONE_THREAD;

	private ProcessStarts() {
	}

	static boolean denied(SeccompPolicy policy) {
		for (String syscall : List.of("execve", "execveat", "fork", "clone3")) {
			if (policy.architecture().syscalls().number(syscall).isPresent() && !policy.deniesAlways(syscall)) {
				return false;
			}
		}
		return policy.deniesAlways("clone") || cloneShares(policy);
	}

	/**
	 * Whether what is not for threads meets a rule that denies before one that allows.
	 */
	private static boolean cloneShares(SeccompPolicy policy) {
		int flags = policy.architecture().cloneFlagsIndex();
		for (SyscallRule rule : policy.rules("clone")) {
			boolean denies = rule.action().denies();
			if (denies && rule.conditions().stream().allMatch((condition) -> holdsForProcesses(condition, flags))) {
				return true;
			}
			if (!denies && rule.conditions().stream().noneMatch((condition) -> holdsForNone(condition, flags))) {
				return false;
			}
		}
		return policy.defaultAction().denies();
	}

	private static boolean holdsForProcesses(ArgumentCondition condition, int flags) {
		return condition.index() == flags && condition.operator() == Operator.MASKED_EQ && condition.value() == 0
				&& (condition.mask() & ~SHARES) == 0;
	}

	private static boolean holdsForNone(ArgumentCondition condition, int flags) {
		return condition.index() == flags && condition.operator() == Operator.MASKED_EQ
				&& (condition.value() & SHARES) != 0;
	}

}
