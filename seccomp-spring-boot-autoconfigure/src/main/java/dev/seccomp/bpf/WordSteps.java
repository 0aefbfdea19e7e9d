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

import dev.seccomp.policy.ArgumentCondition;

/**
 * A condition on a 64-bit argument as a sequence of tests of its two 32-bit words.
 *
 * @param steps the tests, which are empty if the condition is constant
 * @param holds the value of a constant condition
 */
record WordSteps(List<Step> steps, boolean holds) {

	static WordSteps of(ArgumentCondition condition) {
		int high = (int) (condition.value() >>> 32);
		int low = (int) condition.value();
		return switch (condition.operator()) {
			case EQ -> equal(high, low, Target.HOLDS, Target.FAILS);
			case NE -> equal(high, low, Target.FAILS, Target.HOLDS);
			case GT -> greater(Comparison.GT, high, low, Target.HOLDS, Target.FAILS);
			case GE -> greater(Comparison.GE, high, low, Target.HOLDS, Target.FAILS);
			case LE -> greater(Comparison.GT, high, low, Target.FAILS, Target.HOLDS);
			case LT -> greater(Comparison.GE, high, low, Target.FAILS, Target.HOLDS);
			case MASKED_EQ -> masked(condition);
		};
	}

	private static WordSteps equal(int high, int low, Target then, Target otherwise) {
		return new WordSteps(List.of(Step.of(Half.HIGH, Comparison.EQ, high, Target.NEXT, otherwise),
				Step.of(Half.LOW, Comparison.EQ, low, then, otherwise)), true);
	}

	private static WordSteps greater(Comparison comparison, int high, int low, Target then, Target otherwise) {
		return new WordSteps(List.of(Step.of(Half.HIGH, Comparison.GT, high, then, Target.NEXT),
				Step.of(Half.HIGH, Comparison.EQ, high, Target.NEXT, otherwise),
				Step.of(Half.LOW, comparison, low, then, otherwise)), true);
	}

	private static WordSteps masked(ArgumentCondition condition) {
		if ((condition.value() & ~condition.mask()) != 0) {
			return new WordSteps(List.of(), false);
		}
		List<Step> steps = new ArrayList<>();
		int lowMask = (int) condition.mask();
		int highMask = (int) (condition.mask() >>> 32);
		if (highMask != 0) {
			steps.add(Step.masked(Half.HIGH, highMask, (int) (condition.value() >>> 32),
					(lowMask != 0) ? Target.NEXT : Target.HOLDS));
		}
		if (lowMask != 0) {
			steps.add(Step.masked(Half.LOW, lowMask, (int) condition.value(), Target.HOLDS));
		}
		return new WordSteps(steps, true);
	}

	/**
	 * The destination after a test.
	 */
	enum Target {

		/** The condition holds. */
		HOLDS,

		/** The condition does not hold. */
		FAILS,

		/** The next test decides. */
		NEXT

	}

	/**
	 * A half of an argument.
	 */
	enum Half {

		HIGH, LOW

	}

	/**
	 * A test of one word.
	 *
	 * @param half the half that is tested
	 * @param mask the compared bits
	 * @param comparison the comparison
	 * @param k the constant
	 * @param then the destination if the comparison holds
	 * @param otherwise the destination if it does not hold
	 */
	record Step(Half half, int mask, Comparison comparison, int k, Target then, Target otherwise) {

		static Step of(Half half, Comparison comparison, int k, Target then, Target otherwise) {
			return new Step(half, Node.WordTest.ALL, comparison, k, then, otherwise);
		}

		/**
		 * Create a masked test. A single bit, or bits that must all be clear, need no
		 * instruction for the mask.
		 */
		static Step masked(Half half, int mask, int value, Target then) {
			if (mask == Node.WordTest.ALL) {
				return of(half, Comparison.EQ, value, then, Target.FAILS);
			}
			if (value == 0) {
				return of(half, Comparison.SET, mask, Target.FAILS, then);
			}
			if (Integer.bitCount(mask) == 1) {
				return of(half, Comparison.SET, mask, then, Target.FAILS);
			}
			return new Step(half, mask, Comparison.EQ, value, then, Target.FAILS);
		}

		boolean isMasked() {
			return this.mask != Node.WordTest.ALL;
		}

	}

}
