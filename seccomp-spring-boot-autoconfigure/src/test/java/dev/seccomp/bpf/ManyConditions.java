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

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;

/**
 * Policies with the maximum number of conditions on one call, all with different words.
 * Its main method compiles them: only a JVM that has just started has the large stack
 * frames of the bytecode interpreter.
 */
public final class ManyConditions {

	private static final long MASK = 0x0000FFF00000FF00L;

	private ManyConditions() {
	}

	public static void main(String[] args) {
		boolean deepest = args.length > 0;
		for (SeccompPolicy policy : (deepest) ? deepest(FilterCompiler.MAX_CONDITIONS)
				: policies(FilterCompiler.MAX_CONDITIONS)) {
			System.out.println(size(policy) + " instructions");
		}
	}

	/** A program that is too long was compiled nevertheless. */
	private static String size(SeccompPolicy policy) {
		try {
			return String.valueOf(FilterCompiler.compile(policy).instructions().size());
		}
		catch (PolicyException ex) {
			return "more than " + FilterProgram.MAX_INSTRUCTIONS;
		}
	}

	/** Returns rules with the maximum number of nested conditions. */
	static List<SeccompPolicy> deepest(int conditions) {
		int rules = conditions / ArgumentTests.STRETCH;
		return List.of(policy(List.of("lseek"), Operator.LT, rules, ArgumentTests.STRETCH, 1),
				policy(List.of("lseek"), Operator.NE, rules, ArgumentTests.STRETCH, 1));
	}

	static List<SeccompPolicy> policies(int conditions) {
		List<SeccompPolicy> policies = new ArrayList<>();
		for (Operator operator : Operator.values()) {
			for (int rules : new int[] { conditions / ArgumentTests.STRETCH, conditions / 6, conditions / 2,
					conditions }) {
				for (int step : new int[] { 1, -1 }) {
					policies.add(policy(List.of("lseek"), operator, rules, conditions / rules, step));
				}
			}
		}
		return policies;
	}

	/**
	 * Return a policy that has many conditions.
	 * @param syscalls the names of the calls that get all of them
	 * @param operator the operator of all conditions
	 * @param rules the number of rules for each call
	 * @param conditions the number of conditions of each rule
	 * @param step the difference between consecutive values
	 * @return the policy
	 */
	static SeccompPolicy policy(List<String> syscalls, Operator operator, int rules, int conditions, int step) {
		PolicyBuilder builder = SeccompPolicy.builder(Architecture.X86_64);
		int errno = 1;
		for (String syscall : syscalls) {
			for (int rule = 0; rule < rules; rule++) {
				List<ArgumentCondition> all = new ArrayList<>();
				for (int i = 0; i < conditions; i++) {
					all.add(condition(operator, i % 6, 5000 + step * (rule * conditions + i)));
				}
				builder.rule("syscalls", List.of(syscall), List.of(), all, Action.errno(errno++));
			}
		}
		return builder.build();
	}

	private static ArgumentCondition condition(Operator operator, int index, long number) {
		long value = (number << 32) + 7 * number;
		return (operator == Operator.MASKED_EQ) ? ArgumentCondition.masked(index, MASK, (value << 8) & MASK)
				: ArgumentCondition.of(index, operator, value);
	}

}
