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
import java.util.TreeMap;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;

import dev.seccomp.syscall.Architecture;

/**
 * Writes the filter of a policy as pseudo filter code, in the style of libseccomp
 * ({@code seccomp_export_pfc(3)}).
 */
public final class PseudoCode {

	private final StringBuilder code = new StringBuilder();

	private PseudoCode() {
	}

	/**
	 * Write the pseudo code of a policy.
	 * @param policy the policy
	 * @return the code, one statement per line
	 */
	public static String of(SeccompPolicy policy) {
		PseudoCode pseudoCode = new PseudoCode();
		pseudoCode.write(policy);
		return pseudoCode.code.toString();
	}

	private void write(SeccompPolicy policy) {
		line(0, "# filter for arch " + policy.architecture());
		line(0, "if ($arch != 0x%08x)".formatted(policy.architecture().audit()));
		line(1, action(Action.ENOSYS));
		line(0, "if ($syscall >= 0x%x)".formatted(Architecture.X32_BIT));
		line(1, action(Action.ENOSYS));
		new TreeMap<>(policy.rulesByNumber()).forEach(this::write);
		if (policy.defaultAction().denies()) {
			line(0, "# calls newer than the system call table");
			line(0, "if ($syscall > " + policy.architecture().syscalls().last() + ")");
			line(1, action(Action.ENOSYS));
		}
		line(0, "# default action");
		line(0, action(policy.defaultAction()));
	}

	private void write(int number, List<SyscallRule> rules) {
		line(0, "# " + rules.get(0).syscall());
		line(0, "if ($syscall == " + number + ")");
		for (SyscallRule rule : rules) {
			int depth = 1;
			for (ArgumentCondition condition : rule.conditions()) {
				line(depth++, "if ($" + condition + ")");
			}
			line(depth, action(rule.action()) + "  # " + rule.source());
		}
	}

	private static String action(Action action) {
		String name = action.type().name();
		return "action " + ((action.type() == ActionType.ERRNO) ? name + "(" + action + ")" : name) + ";";
	}

	private void line(int depth, String text) {
		this.code.append("  ".repeat(depth)).append(text).append('\n');
	}

}
