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
import java.util.Map;
import java.util.TreeMap;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;

/**
 * Compiles a policy. The program checks the architecture, then finds the interval of
 * numbers that the call is in, then tests arguments where the rules ask for it: so a call
 * that is allowed whatever its arguments are can be answered from the kernel's cache.
 * <p>
 * Calls of another architecture, with the x32 bit or the number -1 get {@code ENOSYS}, as
 * do numbers above the last known one where the policy denies by default, so that the C
 * library falls back.
 *
 * @since 0.1.0
 */
public final class FilterCompiler {

	/**
	 * The first number with the bit of x32 calls ({@code __X32_SYSCALL_BIT} of
	 * {@code asm/unistd.h}), beyond which no architecture has calls of its own.
	 */
	static final int X32_BIT = 0x40000000;

	/**
	 * How many conditions one call can have: each takes an instruction or more, and its
	 * tests are nested.
	 */
	static final int MAX_CONDITIONS = 1024;

	/** What a test before a call costs. */
	private static final long NUMBER_WEIGHT = 16;

	/**
	 * What it costs besides where a JVM makes the call often, for each thousandth: more
	 * would lengthen the average way, where the kernel has a cache to no end.
	 */
	private static final long SHARE_WEIGHT = 2;

	private FilterCompiler() {
	}

	/**
	 * Compile a policy.
	 * @param policy the policy
	 * @return the program
	 * @throws PolicyException where the program would be longer than the kernel takes
	 */
	public static FilterProgram compile(SeccompPolicy policy) {
		DecisionGraph graph = new DecisionGraph();
		Node numbers = new NumberTree(graph, intervals(graph, policy)).build();
		Node root = graph.test(Node.WordTest.of(SeccompData.ARCH, Comparison.EQ, policy.architecture().audit()),
				numbers, graph.returns(Action.ENOSYS));
		FilterProgram program = new FilterProgram(policy.architecture(), new Assembler().assemble(root));
		if (program.instructions().size() > FilterProgram.MAX_INSTRUCTIONS) {
			throw new PolicyException(
					"syscalls", null, "The policy takes " + program.instructions().size()
							+ " instructions, the kernel takes at most " + FilterProgram.MAX_INSTRUCTIONS + ".",
					"Give fewer rules with conditions on arguments.");
		}
		return program;
	}

	private static List<NumberTree.Interval> intervals(DecisionGraph graph, SeccompPolicy policy) {
		int last = policy.architecture().syscalls().last();
		Action beyond = (policy.defaultAction().denies()) ? Action.ENOSYS : policy.defaultAction();
		TreeMap<Integer, Node> starts = new TreeMap<>();
		starts.put(0, graph.returns(policy.defaultAction()));
		starts.put(last + 1, graph.returns(beyond));
		starts.put(X32_BIT, graph.returns(Action.ENOSYS));
		for (Map.Entry<Integer, Node> decision : decisions(graph, policy).entrySet()) {
			starts.put(decision.getKey(), decision.getValue());
			starts.putIfAbsent(decision.getKey() + 1, graph.returns(policy.defaultAction()));
		}
		return merge(starts, JvmCalls.shares(policy.architecture()));
	}

	private static Map<Integer, Node> decisions(DecisionGraph graph, SeccompPolicy policy) {
		Map<Integer, Node> decisions = new TreeMap<>();
		for (Map.Entry<Integer, List<SyscallRule>> entry : policy.rulesByNumber().entrySet()) {
			requireCompilable(entry.getValue());
			decisions.put(entry.getKey(),
					new ArgumentTests(graph, policy.architecture(), entry.getValue(), policy.defaultAction()).build());
		}
		return decisions;
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

	private static PolicyException tooMany(String what, SyscallRule rule, int conditions, int most) {
		return new PolicyException(rule.property(), rule.syscall(),
				what + " has " + conditions + " conditions on its arguments, more than " + most + ".",
				"Say it with fewer conditions, by 'ge' and 'le' or a mask.");
	}

	private static List<NumberTree.Interval> merge(TreeMap<Integer, Node> starts, int[] shares) {
		List<NumberTree.Interval> intervals = new ArrayList<>();
		Integer start = starts.firstKey();
		while (start != null) {
			Node node = starts.get(start);
			Integer next = starts.higherKey(start);
			while (next != null && starts.get(next) == node) {
				next = starts.higherKey(next);
			}
			int end = (next != null) ? next : Integer.MAX_VALUE;
			intervals.add(new NumberTree.Interval(start, (long) end - start, weight(start, end, shares), node));
			start = next;
		}
		return intervals;
	}

	/** Numbers that are no calls count next to nothing, those of frequent calls more. */
	private static long weight(int start, int end, int[] shares) {
		long weight = 1;
		for (int number = start; number < Math.min(end, shares.length); number++) {
			weight += NUMBER_WEIGHT + SHARE_WEIGHT * shares[number];
		}
		return weight;
	}

}
