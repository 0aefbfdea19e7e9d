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

import dev.seccomp.policy.Action;

/**
 * A node of the graph of decisions that a program is made of. Nodes are made by a
 * {@link DecisionGraph}, where equal ones are the same, and so compare by identity.
 */
sealed interface Node {

	/**
	 * The end of a decision.
	 */
	final class Return implements Node {

		private final Action action;

		Return(Action action) {
			this.action = action;
		}

		Action action() {
			return this.action;
		}

	}

	/**
	 * A test of one word of {@code struct seccomp_data}.
	 */
	final class Test implements Node {

		private final WordTest word;

		private final Node then;

		private final Node otherwise;

		Test(WordTest word, Node then, Node otherwise) {
			this.word = word;
			this.then = then;
			this.otherwise = otherwise;
		}

		WordTest word() {
			return this.word;
		}

		Node then() {
			return this.then;
		}

		Node otherwise() {
			return this.otherwise;
		}

	}

	/**
	 * What is tested.
	 *
	 * @param offset where the word stands, in bytes
	 * @param mask the bits that are compared
	 * @param comparison how they are compared
	 * @param k with what
	 */
	record WordTest(int offset, int mask, Comparison comparison, int k) {

		static final int ALL = -1;

		static WordTest of(int offset, Comparison comparison, int k) {
			return new WordTest(offset, ALL, comparison, k);
		}

		boolean isSame(WordTest other) {
			return this.offset == other.offset && this.mask == other.mask && this.comparison == other.comparison
					&& this.k == other.k;
		}

		/**
		 * Return whether the accumulator still holds the whole word afterwards.
		 * @return whether the word is not masked
		 */
		boolean keepsWord() {
			return this.mask == ALL;
		}

	}

}
