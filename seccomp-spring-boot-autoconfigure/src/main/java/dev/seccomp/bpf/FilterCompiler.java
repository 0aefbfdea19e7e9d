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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * Compiles a policy to a BPF program. The program checks the architecture, finds the
 * interval that the call's number is in, and tests arguments only if the rules have
 * conditions. The kernel's action cache can therefore cover each call that is allowed
 * unconditionally.
 * <p>
 * Calls of a foreign ABI (another architecture, the x32 bit or the number -1) fail with
 * {@code ENOSYS}, so that the C library falls back. If the policy denies by default, so
 * do calls with a number above the last known one.
 */
public final class FilterCompiler {

	/**
	 * The maximum number of conditions for one call. Each takes at least one instruction,
	 * and their tests are nested.
	 */
	static final int MAX_CONDITIONS = 1024;

	private FilterCompiler() {
	}

	/**
	 * Compile a policy.
	 * @param policy the policy
	 * @return the program
	 * @throws PolicyException if the program is longer than the kernel accepts
	 */
	public static FilterProgram compile(SeccompPolicy policy) {
		return compile(policy, Action.ENOSYS);
	}

	/**
	 * Compile a policy.
	 * @param policy the policy
	 * @param foreign the action for calls of a foreign ABI: {@code ENOSYS}, or a
	 * notification that is responded to with this error
	 * @return the program
	 * @throws PolicyException if the program is longer than the kernel accepts
	 */
	public static FilterProgram compile(SeccompPolicy policy, Action foreign) {
		DecisionGraph graph = new DecisionGraph();
		Node numbers = new NumberTree(graph, intervals(graph, policy, graph.returns(foreign))).build();
		Node root = graph.test(Node.WordTest.of(SeccompData.ARCH, Comparison.EQ, policy.architecture().audit()),
				numbers, graph.returns(foreign));
		FilterProgram program = new FilterProgram(policy.architecture(), new Assembler().assemble(root));
		if (program.instructions().size() > FilterProgram.MAX_INSTRUCTIONS) {
			throw new PolicyException(policy.property("syscalls"), null,
					"The compiled filter has " + program.instructions().size()
							+ " instructions. The kernel accepts at most " + FilterProgram.MAX_INSTRUCTIONS + ".",
					"Use fewer rules with conditions on arguments.");
		}
		return program;
	}

	private static List<NumberTree.Interval> intervals(DecisionGraph graph, SeccompPolicy policy, Node foreign) {
		Node[] decisions = decisions(graph, policy);
		List<NumberTree.Interval> intervals = new ArrayList<>();
		int start = 0;
		for (int number = 1; number < decisions.length; number++) {
			if (decisions[number] != decisions[start]) {
				intervals.add(interval(start, number, decisions[start]));
				start = number;
			}
		}
		if (decisions[start] != foreign) {
			intervals.add(interval(start, Architecture.X32_BIT, decisions[start]));
			start = Architecture.X32_BIT;
		}
		intervals.add(interval(start, Integer.MAX_VALUE, foreign));
		return intervals;
	}

	/** Returns the decisions for all known numbers and for the first unknown one. */
	private static Node[] decisions(DecisionGraph graph, SeccompPolicy policy) {
		int last = policy.architecture().syscalls().last();
		Node[] decisions = new Node[last + 2];
		Arrays.fill(decisions, graph.returns(policy.defaultAction()));
		if (policy.defaultAction().denies()) {
			decisions[last + 1] = graph.returns(Action.ENOSYS);
		}
		for (Map.Entry<Integer, List<SyscallRule>> entry : policy.rulesByNumber().entrySet()) {
			decisions[entry.getKey()] = decision(graph, policy, entry.getValue());
		}
		return decisions;
	}

	private static Node decision(DecisionGraph graph, SeccompPolicy policy, List<SyscallRule> rules) {
		if (rules.get(0).isUnconditional()) {
			return graph.returns(rules.get(0).action());
		}
		requireCompilable(rules);
		return new ArgumentTests(graph, policy.architecture(), rules, policy.defaultAction()).build();
	}

	private static void requireCompilable(List<SyscallRule> rules) {
		int conditions = 0;
		for (SyscallRule rule : rules) {
			if (rule.conditions().size() > ArgumentTests.STRETCH) {
				throw tooMany("A rule for the call", rule, rule.conditions().size(), ArgumentTests.STRETCH);
			}
			conditions += rule.conditions().size();
		}
		if (conditions > MAX_CONDITIONS) {
			throw tooMany("The call", rules.get(0), conditions, MAX_CONDITIONS);
		}
	}

	private static PolicyException tooMany(String subject, SyscallRule rule, int conditions, int maximum) {
		return new PolicyException(rule.property(), rule.syscall(),
				subject + " has " + conditions + " conditions on its arguments. At most " + maximum + " are supported.",
				"Use fewer conditions. 'ge', 'le' and 'masked-eq' cover several values at once.");
	}

	private static NumberTree.Interval interval(int start, int end, Node decision) {
		return new NumberTree.Interval(start, (long) end - start, decision);
	}

}
