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

package dev.seccomp.policy;

import java.math.BigInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArgumentCondition}.
 */
class ArgumentConditionTests {

	private static final long[] VALUES = { 0, 1, 2, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, 0x100000000L, 0x100000001L,
			Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1 };

	@ParameterizedTest
	@EnumSource
	void testComparesUnsigned(Operator operator) {
		for (long mask : VALUES) {
			for (long value : VALUES) {
				for (long argument : VALUES) {
					BigInteger left = unsigned(argument);
					BigInteger right = unsigned(value);
					boolean expected = switch (operator) {
						case EQ -> left.equals(right);
						case NE -> !left.equals(right);
						case LT -> left.compareTo(right) < 0;
						case LE -> left.compareTo(right) <= 0;
						case GT -> left.compareTo(right) > 0;
						case GE -> left.compareTo(right) >= 0;
						case MASKED_EQ -> left.and(unsigned(mask)).equals(right);
					};
					ArgumentCondition condition = new ArgumentCondition(0, operator, value, mask);
					assertThat(condition.test(argument)).as("%s of %x", condition, argument).isEqualTo(expected);
				}
			}
		}
	}

	@Test
	void toStringUsesSymbols() {
		assertThat(Stream.of(Operator.values())
			.filter((operator) -> operator != Operator.MASKED_EQ)
			.map((operator) -> ArgumentCondition.of(1, operator, -1).toString())).containsExactlyInAnyOrder(
					"arg1 == 18446744073709551615", "arg1 != 18446744073709551615", "arg1 < 18446744073709551615",
					"arg1 <= 18446744073709551615", "arg1 > 18446744073709551615", "arg1 >= 18446744073709551615");
		assertThat(ArgumentCondition.masked(2, 0xFF, 0xA)).hasToString("arg2 & 0xff == 0xa");
	}

	private static BigInteger unsigned(long value) {
		return new BigInteger(Long.toUnsignedString(value));
	}

}
