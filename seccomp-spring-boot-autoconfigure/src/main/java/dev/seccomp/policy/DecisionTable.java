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

import java.util.Arrays;
import java.util.List;

import dev.seccomp.syscall.Architecture;

/**
 * The decisions of a policy by the number of the call. A decision allocates nothing and
 * takes no lock.
 */
public final class DecisionTable {

	/**
	 * The source of the rule for calls of a foreign ABI, which is part of every policy.
	 */
	public static final String FOREIGN_ABI = "foreign-abi";

	private static final String UNKNOWN = "unknown";

	private static final SyscallRule[] NO_RULES = {};

	private static final SyscallRule FOREIGN = new SyscallRule(FOREIGN_ABI, List.of(), Action.ENOSYS, FOREIGN_ABI,
			FOREIGN_ABI);

	private final Architecture architecture;

	private final SyscallRule otherwise;

	/** The rule for a number above the last known one: the C library falls back. */
	private final SyscallRule unknownNumber;

	private final SyscallRule[][] rules;

	private final ArgumentCondition[][][] conditions;

	private DecisionTable(SeccompPolicy policy) {
		this.architecture = policy.architecture();
		this.otherwise = policy.otherwise(UNKNOWN);
		this.unknownNumber = (policy.defaultAction().denies()) ? this.otherwise.with(List.of(), Action.ENOSYS)
				: this.otherwise;
		int count = this.architecture.syscalls().last() + 1;
		this.rules = new SyscallRule[count][];
		Arrays.fill(this.rules, NO_RULES);
		this.conditions = new ArgumentCondition[count][][];
		policy.rulesByNumber().forEach(this::add);
	}

	private void add(int number, List<SyscallRule> chain) {
		this.rules[number] = chain.toArray(NO_RULES);
		this.conditions[number] = chain.stream()
			.map((rule) -> rule.conditions().toArray(ArgumentCondition[]::new))
			.toArray(ArgumentCondition[][]::new);
	}

	/**
	 * Create the table of a policy.
	 * @param policy the policy
	 * @return the table
	 */
	public static DecisionTable of(SeccompPolicy policy) {
		return new DecisionTable(policy);
	}

	/**
	 * Decide about a call as the program of the policy does.
	 * @param number the number of the call
	 * @param arch the architecture of the call, an {@code AUDIT_ARCH_*} constant
	 * @param arguments the first arguments; the others count as 0
	 * @return the action
	 */
	public Action decide(int number, int arch, long[] arguments) {
		return rule(number, arch, arguments).action();
	}

	/**
	 * Return the rule that decides about a call.
	 * @param number the number of the call
	 * @param arch the architecture of the call, an {@code AUDIT_ARCH_*} constant
	 * @param arguments the first arguments; the others count as 0
	 * @return the rule. Without a rule of the policy, its source and action are those of
	 * the default action
	 */
	public SyscallRule rule(int number, int arch, long[] arguments) {
		if (arch != this.architecture.audit() || number < 0 || number >= Architecture.X32_BIT) {
			return FOREIGN;
		}
		if (number >= this.rules.length) {
			return this.unknownNumber;
		}
		SyscallRule[] chain = this.rules[number];
		for (int i = 0; i < chain.length; i++) {
			if (holds(this.conditions[number][i], arguments)) {
				return chain[i];
			}
		}
		return this.otherwise;
	}

	private static boolean holds(ArgumentCondition[] conditions, long[] arguments) {
		for (ArgumentCondition condition : conditions) {
			long argument = (condition.index() < arguments.length) ? arguments[condition.index()] : 0;
			if (!condition.test(argument)) {
				return false;
			}
		}
		return true;
	}

}
