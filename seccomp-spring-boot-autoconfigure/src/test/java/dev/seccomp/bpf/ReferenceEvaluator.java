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

package dev.seccomp.bpf;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a policy directly, as its documentation describes it. It shares no code with
 * the compiler: neither the order of tests, nor the split of arguments, nor the
 * comparisons.
 */
public final class ReferenceEvaluator {

	private static final Action ENOSYS = new Action(ActionType.ERRNO, 38);

	private final SeccompPolicy policy;

	private final SyscallTable syscalls;

	private final Map<String, List<SyscallRule>> rules;

	public ReferenceEvaluator(SeccompPolicy policy) {
		this.policy = policy;
		this.syscalls = policy.architecture().syscalls();
		this.rules = policy.rules().stream().collect(Collectors.groupingBy(SyscallRule::syscall));
	}

	public Action decide(SeccompData call) {
		if (call.arch() != this.policy.architecture().audit() || isBeyondAllTables(call.nr())) {
			return ENOSYS;
		}
		SyscallRule rule = rule(call);
		if (rule != null) {
			return rule.action();
		}
		if (call.nr() > this.syscalls.last() && this.policy.defaultAction().denies()) {
			return ENOSYS;
		}
		return this.policy.defaultAction();
	}

	/** Whether a number is -1 or has the x32 bit. */
	public static boolean isBeyondAllTables(int nr) {
		return nr < 0 || nr >= 0x40000000;
	}

	/**
	 * Return the rule that applies to a call.
	 * @param call a call of the policy's architecture
	 * @return the first matching rule, or {@code null}
	 */
	public @Nullable SyscallRule rule(SeccompData call) {
		String name = this.syscalls.name(call.nr());
		if (name != null) {
			for (SyscallRule rule : this.rules.getOrDefault(name, List.of())) {
				if (rule.conditions().stream().allMatch((condition) -> holds(condition, call))) {
					return rule;
				}
			}
		}
		return null;
	}

	private static boolean holds(ArgumentCondition condition, SeccompData call) {
		long argument = call.arguments()[condition.index()];
		long value = condition.value();
		// Flipping the sign bit turns unsigned into signed order
		long left = argument ^ Long.MIN_VALUE;
		long right = value ^ Long.MIN_VALUE;
		return switch (condition.operator()) {
			case EQ -> argument == value;
			case NE -> argument != value;
			case LT -> left < right;
			case LE -> left <= right;
			case GT -> left > right;
			case GE -> left >= right;
			case MASKED_EQ -> (argument & condition.mask()) == value;
		};
	}

}
