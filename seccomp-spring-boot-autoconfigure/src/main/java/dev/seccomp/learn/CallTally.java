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

import java.util.TreeMap;

import dev.seccomp.syscall.Architecture;

/**
 * How often each call was made.
 *
 * @since 0.1.0
 */
public final class CallTally {

	private final Architecture architecture;

	private final long[] counts;

	/**
	 * Create an empty tally.
	 * @param architecture the architecture
	 */
	public CallTally(Architecture architecture) {
		this.architecture = architecture;
		this.counts = new long[architecture.syscalls().last() + 1];
	}

	/**
	 * Count a call.
	 * @param number its number
	 * @param sixArguments its arguments
	 */
	public synchronized void add(int number, long... sixArguments) {
		this.counts[number]++;
	}

	/** Counts what was added since the last time. */
	synchronized TreeMap<String, Long> counts() {
		TreeMap<String, Long> result = new TreeMap<>();
		for (int number = 0; number < this.counts.length; number++) {
			String name = this.architecture.syscalls().name(number);
			if (this.counts[number] > 0 && name != null) {
				result.put(name, this.counts[number]);
				this.counts[number] = 0;
			}
		}
		return result;
	}

}
