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
import java.util.SortedMap;
import java.util.TreeMap;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Counts the system calls of a run. For calls whose arguments are relevant, it counts
 * each value separately.
 */
final class CallTally {

	private final Architecture architecture;

	/** Indexed by number. Calls with relevant arguments have a counter for each value. */
	private final CallCounter[][] counters;

	/** Indexed by number. Only calls with relevant arguments have an entry. */
	private final @Nullable ArgumentCall[] argumentCalls;

	/**
	 * Create a tally.
	 * @param architecture the architecture whose calls are counted
	 */
	CallTally(Architecture architecture) {
		this.architecture = architecture;
		int numbers = architecture.syscalls().last() + 1;
		this.counters = new CallCounter[numbers][0];
		this.argumentCalls = new ArgumentCall[numbers];
		for (ArgumentCall call : ArgumentCall.values()) {
			architecture.syscalls().number(call.toString()).ifPresent((number) -> this.argumentCalls[number] = call);
		}
	}

	/**
	 * Return the counter of a call. A repeated call needs no allocation.
	 * @param number the number of the call
	 * @param arguments its six arguments
	 * @return the counter, or {@code null} if the number is not in the table. No policy
	 * can name such a call, and one that denies by default returns {@code ENOSYS} for it.
	 */
	synchronized @Nullable CallCounter counter(int number, long... arguments) {
		if (number < 0 || number >= this.counters.length) {
			return null;
		}
		ArgumentCall call = this.argumentCalls[number];
		long value = (call != null) ? call.value(this.architecture, arguments) : 0;
		CallCounter[] counters = this.counters[number];
		for (CallCounter counter : counters) {
			if (counter.value() == value) {
				return counter;
			}
		}
		if (this.architecture.syscalls().name(number) == null) {
			return null;
		}
		CallCounter created = new CallCounter(value);
		this.counters[number] = Arrays.copyOf(counters, counters.length + 1);
		this.counters[number][counters.length] = created;
		return created;
	}

	/**
	 * Return the calls so far.
	 */
	synchronized SortedMap<RecordedCall, Occurrences> calls() {
		SortedMap<RecordedCall, Occurrences> calls = new TreeMap<>();
		for (int number = 0; number < this.counters.length; number++) {
			ArgumentCall call = this.argumentCalls[number];
			for (CallCounter counter : this.counters[number]) {
				RecordedCall recorded = (call != null) ? call.call(this.architecture, counter.value())
						: RecordedCall.of(String.valueOf(this.architecture.syscalls().name(number)));
				Occurrences occurrences = counter.occurrences();
				if (!occurrences.phases().isEmpty()) {
					calls.merge(recorded, occurrences, Occurrences::plus);
				}
			}
		}
		return calls;
	}

}
