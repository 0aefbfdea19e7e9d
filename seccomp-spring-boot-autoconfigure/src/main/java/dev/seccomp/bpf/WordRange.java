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

import org.jspecify.annotations.Nullable;

/**
 * The range of values that a word can still have after earlier tests.
 *
 * @param min the lowest value, unsigned 32 bits
 * @param max the highest value, unsigned 32 bits
 */
record WordRange(long min, long max) {

	static final WordRange ANY = new WordRange(0, 0xFFFFFFFFL);

	/**
	 * Return the result of a test of the word.
	 * @param comparison the comparison
	 * @param k the constant
	 * @return the result, or {@code null} if the range does not determine it
	 */
	@Nullable Boolean decide(Comparison comparison, int k) {
		long value = Integer.toUnsignedLong(k);
		return switch (comparison) {
			case EQ ->
				(value < this.min || value > this.max) ? Boolean.FALSE : (this.min == this.max) ? Boolean.TRUE : null;
			case GT -> (this.min > value) ? Boolean.TRUE : (this.max <= value) ? Boolean.FALSE : null;
			case GE -> (this.min >= value) ? Boolean.TRUE : (this.max < value) ? Boolean.FALSE : null;
			case SET -> (this.min == this.max) ? (this.min & value) != 0 : null;
		};
	}

	/**
	 * Return the range of the word after a test.
	 * @param comparison the comparison
	 * @param k the constant
	 * @param held whether the comparison held
	 * @return the narrower range
	 */
	WordRange after(Comparison comparison, int k, boolean held) {
		long value = Integer.toUnsignedLong(k);
		return switch (comparison) {
			case EQ -> (held) ? new WordRange(value, value) : without(value);
			case GT -> (held) ? new WordRange(Math.max(this.min, value + 1), this.max)
					: new WordRange(this.min, Math.min(this.max, value));
			case GE -> (held) ? new WordRange(Math.max(this.min, value), this.max)
					: new WordRange(this.min, Math.min(this.max, value - 1));
			case SET -> this;
		};
	}

	private WordRange without(long value) {
		if (value == this.min) {
			return new WordRange(this.min + 1, this.max);
		}
		return (value == this.max) ? new WordRange(this.min, this.max - 1) : this;
	}

}
