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

import org.jspecify.annotations.Nullable;

/**
 * Makes the decision by the number of a call: a balanced binary search tree over
 * intervals of equal decisions. A stretch in which a few single numbers differ from all
 * others becomes a chain of tests for equality. It takes one test for each of these
 * numbers, where a search takes two.
 */
class NumberTree {

	/** A search finds a number in fewer tests than a longer chain. */
	private static final int LONGEST_CHAIN = 4;

	private final DecisionGraph graph;

	private final List<Interval> intervals;

	NumberTree(DecisionGraph graph, List<Interval> intervals) {
		this.graph = graph;
		this.intervals = intervals;
	}

	Node build() {
		return node(this.intervals);
	}

	private Node node(List<Interval> stretch) {
		int size = stretch.size();
		if (size == 1) {
			return stretch.get(0).node();
		}
		Node chain = chain(stretch, stretch.get(0).node());
		if (chain == null) {
			chain = chain(stretch, stretch.get(1).node());
		}
		return (chain != null) ? chain : search(stretch.subList(0, size / 2), stretch.subList(size / 2, size));
	}

	private Node search(List<Interval> lower, List<Interval> upper) {
		return this.graph.test(Node.WordTest.of(SeccompData.NR, Comparison.GE, upper.get(0).start()), node(upper),
				node(lower));
	}

	/** Returns {@code null} if too many numbers differ from the others. */
	private @Nullable Node chain(List<Interval> stretch, Node others) {
		Node node = others;
		int length = 0;
		for (int i = stretch.size() - 1; i >= 0; i--) {
			Interval interval = stretch.get(i);
			if (interval.node() != others) {
				length++;
				if (length > LONGEST_CHAIN || interval.length() != 1) {
					return null;
				}
				node = this.graph.test(Node.WordTest.of(SeccompData.NR, Comparison.EQ, interval.start()),
						interval.node(), node);
			}
		}
		return node;
	}

	/**
	 * Numbers in a row that have the same decision.
	 *
	 * @param start the first number
	 * @param length the count of numbers
	 * @param node the decision
	 */
	record Interval(int start, long length, Node node) {
	}

}
