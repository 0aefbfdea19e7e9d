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
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WordRange} with ranges and constants at both ends of a word.
 */
class WordRangeTests {

	private static final List<Long> WORDS = LongStream
		.concat(LongStream.rangeClosed(0, 8), LongStream.rangeClosed(0xFFFFFFF8L, 0xFFFFFFFFL))
		.boxed()
		.toList();

	@ParameterizedTest
	@EnumSource
	void decideWhenAllWordsAgreeReturnsResult(Comparison comparison) {
		forEachRange((min, max) -> {
			WordRange range = new WordRange(min, max);
			for (long k : WORDS) {
				List<Long> words = words((word) -> word >= min && word <= max);
				boolean all = words.stream().allMatch((word) -> comparison.test((int) (long) word, (int) k));
				boolean none = words.stream().noneMatch((word) -> comparison.test((int) (long) word, (int) k));
				Boolean decided = range.decide(comparison, (int) k);
				if (decided != null) {
					assertThat(decided).as("%s %s %s", range, comparison, k).isEqualTo(all).isNotEqualTo(none);
				}
				// Bits are only known if the range has one value
				else if (comparison != Comparison.SET) {
					assertThat(all || none).as("%s %s %s", range, comparison, k).isFalse();
				}
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void afterKeepsMatchingWords(Comparison comparison) {
		forEachRange((min, max) -> {
			WordRange range = new WordRange(min, max);
			for (long k : WORDS) {
				if (range.decide(comparison, (int) k) == null) {
					for (boolean held : new boolean[] { true, false }) {
						WordRange after = range.after(comparison, (int) k, held);
						List<Long> left = words(
								(word) -> word >= min && word <= max && comparison.test((int) word, (int) k) == held);
						assertThat(words((word) -> word >= after.min() && word <= after.max()))
							.as("%s after %s %s %s", range, comparison, k, held)
							.containsAll(left);
						assertThat(after.min()).isBetween(min, max);
						assertThat(after.max()).isBetween(after.min(), max);
						// A range has no hole, and excluding an inner value would need
						// one
						if ((comparison == Comparison.GT || comparison == Comparison.GE) && max - min <= 8) {
							assertThat(after).as("%s after %s %s %s", range, comparison, k, held)
								.isEqualTo(new WordRange(left.get(0), left.get(left.size() - 1)));
						}
					}
				}
			}
		});
	}

	private static void forEachRange(RangeConsumer consumer) {
		for (long min : WORDS) {
			for (long max : WORDS) {
				if (min <= max) {
					consumer.accept(min, max);
				}
			}
		}
	}

	private static List<Long> words(LongPredicate condition) {
		return WORDS.stream().filter(condition::test).toList();
	}

	private interface RangeConsumer {

		void accept(long min, long max);

	}

}
