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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A set of values of one argument.
 */
sealed interface ArgumentValues {

	/**
	 * All values.
	 */
	ArgumentValues ALL = new Range(0, -1);

	/**
	 * Return the result of a condition for these values.
	 * @param condition the condition
	 * @return the result, or {@code null} if it differs between the values
	 */
	@Nullable Boolean decide(ArgumentCondition condition);

	/**
	 * Divide these values with regard to a condition. Its result is the same for all
	 * values of a part, or further divisions lead to this.
	 * @param condition the condition
	 * @return disjoint parts
	 */
	List<ArgumentValues> divide(ArgumentCondition condition);

	/**
	 * A range of values.
	 *
	 * @param min the lowest value, unsigned
	 * @param max the highest value, unsigned
	 */
	record Range(long min, long max) implements ArgumentValues {

		@Override
		public @Nullable Boolean decide(ArgumentCondition condition) {
			boolean single = this.min == this.max;
			boolean below = Long.compareUnsigned(this.max, condition.value()) < 0;
			boolean above = Long.compareUnsigned(this.min, condition.value()) > 0;
			if (single) {
				return condition.test(this.min);
			}
			return switch (condition.operator()) {
				case EQ -> (below || above) ? Boolean.FALSE : null;
				case NE -> (below || above) ? Boolean.TRUE : null;
				case LT -> (below) ? Boolean.TRUE : (above || this.min == condition.value()) ? Boolean.FALSE : null;
				case GE -> (below) ? Boolean.FALSE : (above || this.min == condition.value()) ? Boolean.TRUE : null;
				case LE -> (above) ? Boolean.FALSE : (below || this.max == condition.value()) ? Boolean.TRUE : null;
				case GT -> (above) ? Boolean.TRUE : (below || this.max == condition.value()) ? Boolean.FALSE : null;
				case MASKED_EQ -> (equals(ALL)) ? new Bits(0, 0).decide(condition) : null;
			};
		}

		@Override
		public List<ArgumentValues> divide(ArgumentCondition condition) {
			long value = condition.value();
			return switch (condition.operator()) {
				case EQ, NE -> parts(value, value);
				case LT, GE -> parts(value, this.max);
				case LE, GT -> parts(this.min, value);
				case MASKED_EQ -> List.copyOf(bits());
			};
		}

		private List<ArgumentValues> parts(long from, long to) {
			List<ArgumentValues> parts = new ArrayList<>();
			if (from != this.min) {
				parts.add(new Range(this.min, from - 1));
			}
			parts.add(new Range(from, to));
			if (to != this.max) {
				parts.add(new Range(to + 1, this.max));
			}
			return parts;
		}

		/**
		 * Return these values as blocks with common leading bits.
		 * @return the smallest number of blocks
		 */
		List<Bits> bits() {
			List<Bits> blocks = new ArrayList<>();
			long start = this.min;
			while (true) {
				long mask = ArgumentCondition.ALL;
				while (mask != 0 && (start & (mask << 1)) == start
						&& Long.compareUnsigned(start | ~(mask << 1), this.max) <= 0) {
					mask <<= 1;
				}
				blocks.add(new Bits(mask, start));
				long end = start | ~mask;
				if (end == this.max) {
					return blocks;
				}
				start = end + 1;
			}
		}

	}

	/**
	 * The values with certain bits in common.
	 *
	 * @param mask the common bits
	 * @param value the value of these bits
	 */
	record Bits(long mask, long value) implements ArgumentValues {

		@Override
		public @Nullable Boolean decide(ArgumentCondition condition) {
			if (condition.operator() != Operator.MASKED_EQ) {
				Boolean decided = new Range(this.value, this.value | ~this.mask).decide(condition);
				boolean excluded = ((condition.value() ^ this.value) & this.mask) != 0;
				if (decided != null || !excluded) {
					return decided;
				}
				return switch (condition.operator()) {
					case EQ -> false;
					case NE -> true;
					default -> null;
				};
			}
			if (((condition.value() ^ this.value) & condition.mask() & this.mask) != 0
					|| (condition.value() & ~condition.mask()) != 0) {
				return false;
			}
			return ((condition.mask() & ~this.mask) == 0) ? Boolean.TRUE : null;
		}

		@Override
		public List<ArgumentValues> divide(ArgumentCondition condition) {
			long bit = Long.highestOneBit(condition.mask() & ~this.mask);
			return List.of(new Bits(this.mask | bit, this.value), new Bits(this.mask | bit, this.value | bit));
		}

	}

}
