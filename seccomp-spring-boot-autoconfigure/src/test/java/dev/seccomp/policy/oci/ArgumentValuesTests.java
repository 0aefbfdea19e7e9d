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

package dev.seccomp.policy.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.oci.ArgumentValues.Bits;
import dev.seccomp.policy.oci.ArgumentValues.Range;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArgumentValues}.
 */
class ArgumentValuesTests {

	private static final long[] BORDERS = { 0, 1, 2, 5, 8, 0xFFFFFFFFL, 0x100000000L, Long.MAX_VALUE, Long.MIN_VALUE,
			-2, -1 };

	private static final long[] MASKS = { 0, 1, 6, 7, 0xF0, 0xFFFFFFFFL, 0xFFFFFFFF00000000L, Long.MIN_VALUE, -8, -1 };

	@Test
	void decideReturnsTheResultOfAllValues() {
		for (ArgumentValues values : all()) {
			for (ArgumentCondition condition : conditions()) {
				Boolean result = values.decide(condition);
				if (result != null) {
					assertThat(results(values, condition)).as("%s for %s", condition, values).isSubsetOf(result);
				}
			}
		}
	}

	@Test
	void decideWhenRangeIsComparedReturnsNullOnlyIfResultsDiffer() {
		for (Range range : ranges()) {
			for (ArgumentCondition condition : conditions()) {
				if (condition.operator() != Operator.MASKED_EQ) {
					assertThat(range.decide(condition) == null).as("%s for %s", condition, range)
						.isEqualTo(results(range, condition).size() == 2);
				}
			}
		}
	}

	@Test
	void decideWhenBitsDifferFromValueKnowsThatItIsNotEqual() {
		Bits bits = new Bits(0xF0, 0x10);
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.EQ, 0x20))).isFalse();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.NE, 0x20))).isTrue();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.LT, 0x20))).isNull();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.EQ, 0x11))).isNull();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.NE, 0x11))).isNull();
	}

	@Test
	void decideWhenBitsAreHighestComparesTheirRange() {
		Bits bits = new Bits(-1L << 8, 0x100);
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.LE, 0x1FF))).isTrue();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.LE, 0x1FE))).isNull();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.GT, 0x1FF))).isFalse();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.GE, 0x100))).isTrue();
		assertThat(bits.decide(ArgumentCondition.of(0, Operator.GE, 0x101))).isNull();
	}

	@Test
	void decideWhenConditionIsMaskedComparesCommonBits() {
		Bits bits = new Bits(0xF0, 0x10);
		assertThat(bits.decide(ArgumentCondition.masked(0, 0x30, 0x10))).isTrue();
		assertThat(bits.decide(ArgumentCondition.masked(0, 0x30, 0x20))).isFalse();
		assertThat(bits.decide(ArgumentCondition.masked(0, 0x1F, 0x10))).isNull();
		assertThat(bits.decide(ArgumentCondition.masked(0, 0x1F, 0x20))).as("a bit that the mask excludes").isFalse();
		assertThat(ArgumentValues.ALL.decide(ArgumentCondition.masked(0, 0, 0))).isTrue();
		assertThat(ArgumentValues.ALL.decide(ArgumentCondition.masked(0, 1, 2))).isFalse();
		assertThat(ArgumentValues.ALL.decide(ArgumentCondition.masked(0, 1, 1))).isNull();
		assertThat(new Range(0, 1).decide(ArgumentCondition.masked(0, 0, 0))).as("to be divided first").isNull();
	}

	@Test
	void divideReturnsDisjointPartsOfAllValues() {
		for (ArgumentValues values : all()) {
			for (ArgumentCondition condition : conditions()) {
				if (values.decide(condition) == null) {
					List<ArgumentValues> parts = values.divide(condition);
					for (long sample : samples()) {
						assertThat(parts.stream().filter((part) -> contains(part, sample)).count())
							.as("%x in parts of %s by %s", sample, values, condition)
							.isEqualTo((contains(values, sample)) ? 1 : 0);
					}
				}
			}
		}
	}

	@Test
	void bitsReturnsFewestBlocks() {
		assertThat(new Range(0, -1).bits()).containsExactly(new Bits(0, 0));
		assertThat(new Range(0, 7).bits()).containsExactly(new Bits(-8, 0));
		assertThat(new Range(5, 5).bits()).containsExactly(new Bits(-1, 5));
		assertThat(new Range(1, 6).bits()).containsExactly(new Bits(-1, 1), new Bits(-2, 2), new Bits(-2, 4),
				new Bits(-1, 6));
		assertThat(new Range(Long.MIN_VALUE, -1).bits()).containsExactly(new Bits(Long.MIN_VALUE, Long.MIN_VALUE));
		assertThat(new Range(1, -1).bits()).hasSize(64);
	}

	private static Set<Boolean> results(ArgumentValues values, ArgumentCondition condition) {
		Set<Boolean> results = new TreeSet<>();
		for (long sample : samples()) {
			if (contains(values, sample)) {
				results.add(condition.test(sample));
			}
		}
		return results;
	}

	private static boolean contains(ArgumentValues values, long argument) {
		if (values instanceof Range range) {
			return Long.compareUnsigned(range.min(), argument) <= 0 && Long.compareUnsigned(argument, range.max()) <= 0;
		}
		return values instanceof Bits bits && (argument & bits.mask()) == bits.value();
	}

	private static Set<Long> samples() {
		Set<Long> samples = new TreeSet<>();
		for (long border : BORDERS) {
			samples.addAll(List.of(border - 1, border, border + 1));
		}
		for (long mask : MASKS) {
			samples.addAll(List.of(mask, ~mask, mask & 0x5555555555555555L));
		}
		return samples;
	}

	private static List<ArgumentValues> all() {
		List<ArgumentValues> all = new ArrayList<>(ranges());
		for (long mask : MASKS) {
			for (long value : BORDERS) {
				all.add(new Bits(mask, value & mask));
			}
		}
		return all;
	}

	private static List<Range> ranges() {
		List<Range> ranges = new ArrayList<>();
		for (long min : BORDERS) {
			for (long max : BORDERS) {
				if (Long.compareUnsigned(min, max) <= 0) {
					ranges.add(new Range(min, max));
				}
			}
		}
		return ranges;
	}

	private static List<ArgumentCondition> conditions() {
		List<ArgumentCondition> conditions = new ArrayList<>();
		for (long value : BORDERS) {
			Stream.of(Operator.values())
				.filter((operator) -> operator != Operator.MASKED_EQ)
				.forEach((operator) -> conditions.add(ArgumentCondition.of(0, operator, value)));
			for (long mask : MASKS) {
				conditions.add(ArgumentCondition.masked(0, mask, value));
			}
		}
		return conditions;
	}

}
