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

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * Builds the decision about one system call. The rules are tested in order, and each
 * 64-bit condition becomes tests of two 32-bit words. The result of a test is remembered
 * as long as the same argument is tested, so no test is repeated.
 */
class ArgumentTests {

	/**
	 * The highest number of conditions that are processed together. Their tests are
	 * nested and built by recursion, which must not overflow the stack. A JVM that has
	 * just started still uses the large frames of its interpreter.
	 */
	static final int STRETCH = 64;

	private final DecisionGraph graph;

	private final Architecture architecture;

	private final List<SyscallRule> rules;

	private final Action defaultAction;

	/** The rules that start a stretch. Known ranges are dropped before each of them. */
	private final BitSet starts;

	private final Map<List<Object>, Node> nodes = new HashMap<>();

	ArgumentTests(DecisionGraph graph, Architecture architecture, List<SyscallRule> rules, Action defaultAction) {
		this.graph = graph;
		this.architecture = architecture;
		this.rules = rules;
		this.defaultAction = defaultAction;
		this.starts = starts(rules);
	}

	private static BitSet starts(List<SyscallRule> rules) {
		BitSet starts = new BitSet();
		int conditions = 0;
		for (int rule = 0; rule < rules.size(); rule++) {
			conditions += rules.get(rule).conditions().size();
			if (conditions > STRETCH) {
				starts.set(rule);
				conditions = rules.get(rule).conditions().size();
			}
		}
		return starts;
	}

	Node build() {
		for (int rule = this.rules.size() - 1; rule > 0; rule--) {
			if (this.starts.get(rule)) {
				rule(rule, Known.NOTHING);
			}
		}
		return rule(0, Known.NOTHING);
	}

	private Node rule(int rule, Known known) {
		if (rule == this.rules.size()) {
			return this.graph.returns(this.defaultAction);
		}
		return condition(rule, 0, (this.starts.get(rule)) ? Known.NOTHING : known);
	}

	private Node condition(int rule, int index, Known known) {
		List<ArgumentCondition> conditions = this.rules.get(rule).conditions();
		if (index == conditions.size()) {
			return this.graph.returns(this.rules.get(rule).action());
		}
		ArgumentCondition condition = conditions.get(index);
		Known about = known.about(condition.index());
		List<Object> key = List.of(rule, index, about.high().min(), about.high().max(), about.low().min(),
				about.low().max());
		Node node = this.nodes.get(key);
		if (node == null) {
			WordSteps steps = WordSteps.of(condition);
			node = (!steps.steps().isEmpty()) ? step(rule, index, steps, 0, about) : target(rule, index,
					(steps.holds()) ? WordSteps.Target.HOLDS : WordSteps.Target.FAILS, steps, 0, about);
			this.nodes.put(key, node);
		}
		return node;
	}

	private Node step(int rule, int index, WordSteps steps, int position, Known known) {
		WordSteps.Step step = steps.steps().get(position);
		Boolean decided = (step.isMasked()) ? null : known.of(step.half()).decide(step.comparison(), step.k());
		if (decided != null) {
			return target(rule, index, (decided) ? step.then() : step.otherwise(), steps, position, known);
		}
		Node then = target(rule, index, step.then(), steps, position, known.after(step, true));
		Node otherwise = target(rule, index, step.otherwise(), steps, position, known.after(step, false));
		int offset = (step.half() == WordSteps.Half.HIGH) ? SeccompData.high(this.architecture, known.index())
				: SeccompData.low(this.architecture, known.index());
		return this.graph.test(new Node.WordTest(offset, step.mask(), step.comparison(), step.k()), then, otherwise);
	}

	private Node target(int rule, int index, WordSteps.Target target, WordSteps steps, int position, Known known) {
		return switch (target) {
			case HOLDS -> condition(rule, index + 1, known);
			case FAILS -> rule(rule + 1, known);
			case NEXT -> step(rule, index, steps, position + 1, known);
		};
	}

	/**
	 * The ranges of the argument that was tested last. Remembering more arguments would
	 * enlarge programs: each path to a decision would get its own copy of it.
	 */
	private record Known(int index, WordRange high, WordRange low) {

		static final Known NOTHING = new Known(-1, WordRange.ANY, WordRange.ANY);

		Known about(int argument) {
			return (argument == this.index) ? this : new Known(argument, WordRange.ANY, WordRange.ANY);
		}

		WordRange of(WordSteps.Half half) {
			return (half == WordSteps.Half.HIGH) ? this.high : this.low;
		}

		Known after(WordSteps.Step step, boolean held) {
			if (step.isMasked()) {
				return this;
			}
			WordRange range = of(step.half()).after(step.comparison(), step.k(), held);
			return (step.half() == WordSteps.Half.HIGH) ? new Known(this.index, range, this.low)
					: new Known(this.index, this.high, range);
		}

	}

}
