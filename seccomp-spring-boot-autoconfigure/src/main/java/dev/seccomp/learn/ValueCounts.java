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

package dev.seccomp.learn;

import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Counts for a few values. A repeated value needs no allocation.
 */
final class ValueCounts {

	private long[] values = new long[8];

	private long[] counts = new long[8];

	private int size;

	void add(long value) {
		for (int i = 0; i < this.size; i++) {
			if (this.values[i] == value) {
				this.counts[i]++;
				return;
			}
		}
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, 2 * this.size);
			this.counts = Arrays.copyOf(this.counts, 2 * this.size);
		}
		this.values[this.size] = value;
		this.counts[this.size] = 1;
		this.size++;
	}

	void addTo(CallCounts target, LongFunction<RecordedCall> calls) {
		for (int i = 0; i < this.size; i++) {
			target.add(calls.apply(this.values[i]), this.counts[i]);
		}
	}

}
