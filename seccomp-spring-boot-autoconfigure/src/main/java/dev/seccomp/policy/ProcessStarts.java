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
 * Determines whether a policy denies the start of programs and of processes with their
 * own memory.
 */
final class ProcessStarts {

	/* linux/sched.h: CLONE_THREAD requires CLONE_VM */

	private static final long CLONE_VM = 0x100;

	private static final long CLONE_THREAD = 0x10000;

	private static final long THREAD_FLAGS = CLONE_VM | CLONE_THREAD;

	private ProcessStarts() {
	}

	static boolean denied(SeccompPolicy policy) {
		for (String syscall : List.of("execve", "execveat", "fork", "clone3")) {
			if (policy.architecture().syscalls().number(syscall).isPresent() && !policy.deniesAlways(syscall)) {
				return false;
			}
		}
		return policy.deniesAlways("clone") || deniesProcesses(policy);
	}

	/** Whether a rule that denies processes precedes all rules that allow one. */
	private static boolean deniesProcesses(SeccompPolicy policy) {
		int flags = policy.architecture().cloneFlagsIndex();
		for (SyscallRule rule : policy.rules("clone")) {
			boolean denies = rule.action().denies();
			if (denies && rule.conditions().stream().allMatch((condition) -> matchesAllProcesses(condition, flags))) {
				return true;
			}
			if (!denies && rule.conditions().stream().noneMatch((condition) -> matchesNoProcess(condition, flags))) {
				return false;
			}
		}
		return policy.defaultAction().denies();
	}

	private static boolean matchesAllProcesses(ArgumentCondition condition, int flags) {
		return condition.index() == flags && condition.operator() == Operator.MASKED_EQ && condition.value() == 0
				&& (condition.mask() & ~THREAD_FLAGS) == 0;
	}

	private static boolean matchesNoProcess(ArgumentCondition condition, int flags) {
		return condition.index() == flags && condition.operator() == Operator.MASKED_EQ
				&& (condition.value() & THREAD_FLAGS) != 0;
	}

}
