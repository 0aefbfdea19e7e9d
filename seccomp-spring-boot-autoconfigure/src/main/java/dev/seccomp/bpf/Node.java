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
 * A node of the decision graph that a program is assembled from. A {@link DecisionGraph}
 * shares equal nodes, so nodes are compared by identity.
 */
sealed interface Node {

	/**
	 * The final decision.
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
	 * A comparison of one word with a constant.
	 *
	 * @param offset the offset of the word in bytes
	 * @param mask the compared bits
	 * @param comparison the comparison
	 * @param k the constant
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
		 * Return whether the accumulator still holds the unmasked word after the test.
		 * @return whether the word is not masked
		 */
		boolean keepsWord() {
			return this.mask == ALL;
		}

	}

}
