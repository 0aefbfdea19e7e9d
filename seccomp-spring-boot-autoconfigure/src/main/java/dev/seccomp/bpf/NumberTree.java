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

/**
 * Builds the decision by the number of a call. It is a binary search tree over intervals
 * with the same decision, with the lowest expected number of tests. The tree is an
 * optimal alphabetic tree, found by dynamic programming with Knuth's bounds on the root.
 * Single numbers within an otherwise uniform range are tested for equality: each takes
 * one test instead of two.
 */
class NumberTree {

	/** The highest number of intervals for which each one is tried as the root. */
	private static final int SHORT = 8;

	private final DecisionGraph graph;

	private final List<Interval> intervals;

	private final long[] weightsBefore;

	/**
	 * The fixed cost of a test. An additional test pays off only if it shortens the paths
	 * to three average intervals.
	 */
	private final long testCost;

	private final long[][] costs;

	private final int[][] roots;

	NumberTree(DecisionGraph graph, List<Interval> intervals) {
		int count = intervals.size();
		this.graph = graph;
		this.intervals = intervals;
		this.weightsBefore = new long[count + 1];
		for (int i = 0; i < count; i++) {
			this.weightsBefore[i + 1] = this.weightsBefore[i] + intervals.get(i).weight();
		}
		this.testCost = 3 * this.weightsBefore[count] / count;
		this.costs = new long[count][count];
		this.roots = new int[count][count];
	}

	Node build() {
		int count = this.intervals.size();
		for (int length = 2; length <= count; length++) {
			for (int first = 0; first + length <= count; first++) {
				solve(first, first + length - 1);
			}
		}
		return node(0, count - 1);
	}

	/** Finds the interval at whose start the range is best divided. */
	private void solve(int first, int last) {
		// Knuth's bounds do not hold for combs, so they are used for long ranges only
		boolean isShort = last - first < SHORT;
		int from = (isShort) ? first + 1 : Math.min(this.roots[first][last - 1], this.roots[first + 1][last]);
		int to = (isShort) ? last : Math.max(this.roots[first][last - 1], this.roots[first + 1][last]);
		this.costs[first][last] = Long.MAX_VALUE;
		for (int root = from; root <= to; root++) {
			divide(first, root, last);
		}
		if (isComb(first, last)) {
			this.costs[first][last] = Math.min(this.costs[first][last], combCost(first, last));
		}
	}

	private void divide(int first, int root, int last) {
		long cost = this.costs[first][root - 1] + this.costs[root][last] + weight(first, last) + this.testCost;
		if (cost < this.costs[first][last]) {
			this.costs[first][last] = cost;
			this.roots[first][last] = root;
		}
	}

	private Node node(int first, int last) {
		if (first == last) {
			return this.intervals.get(first).node();
		}
		if (isComb(first, last) && combCost(first, last) == this.costs[first][last]) {
			Node node = this.intervals.get(first).node();
			for (int tooth = last - 1; tooth > first; tooth -= 2) {
				Interval single = this.intervals.get(tooth);
				node = this.graph.test(Node.WordTest.of(SeccompData.NR, Comparison.EQ, single.start()), single.node(),
						node);
			}
			return node;
		}
		int root = this.roots[first][last];
		return this.graph.test(Node.WordTest.of(SeccompData.NR, Comparison.GE, this.intervals.get(root).start()),
				node(root, last), node(first, root - 1));
	}

	/** Whether the intervals are single numbers within an otherwise uniform range. */
	private boolean isComb(int first, int last) {
		if ((last - first) % 2 != 0) {
			return false;
		}
		for (int gap = first + 2; gap <= last; gap += 2) {
			if (this.intervals.get(gap).node() != this.intervals.get(first).node()
					|| this.intervals.get(gap - 1).length() != 1) {
				return false;
			}
		}
		return true;
	}

	private long combCost(int first, int last) {
		long rest = weight(first, last);
		long cost = 0;
		for (int tooth = first + 1; tooth < last; tooth += 2) {
			cost += rest + this.testCost;
			rest -= this.intervals.get(tooth).weight();
		}
		return cost;
	}

	private long weight(int first, int last) {
		return this.weightsBefore[last + 1] - this.weightsBefore[first];
	}

	/**
	 * A range of numbers with the same decision.
	 *
	 * @param start the first number
	 * @param length the number of numbers
	 * @param weight the weight of each test on the path to it
	 * @param node the decision
	 */
	record Interval(int start, long length, long weight, Node node) {
	}

}
