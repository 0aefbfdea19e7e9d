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

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Counts the system calls of a run. For calls whose arguments are relevant, it counts
 * each value separately.
 */
public final class CallTally {

	private final Architecture architecture;

	private final long[] counts;

	/** Indexed by number. Only calls with relevant arguments have an entry. */
	private final @Nullable ArgumentCall[] argumentCalls;

	private final @Nullable ValueCounts[] values;

	private CallCounts merged = new CallCounts();

	/**
	 * Create a tally.
	 * @param architecture the architecture whose calls are counted
	 */
	public CallTally(Architecture architecture) {
		this.architecture = architecture;
		int numbers = architecture.syscalls().last() + 1;
		this.counts = new long[numbers];
		this.argumentCalls = new ArgumentCall[numbers];
		this.values = new ValueCounts[numbers];
		for (ArgumentCall call : ArgumentCall.values()) {
			architecture.syscalls().number(call.toString()).ifPresent((number) -> {
				this.argumentCalls[number] = call;
				this.values[number] = new ValueCounts();
			});
		}
	}

	/**
	 * Count a call. A number that is not in the table is ignored, because no policy can
	 * name it. A policy that denies by default returns {@code ENOSYS} for it.
	 * @param number the number of the call
	 * @param arguments its six arguments
	 */
	public synchronized void add(int number, long... arguments) {
		if (number < 0 || number >= this.counts.length) {
			return;
		}
		ArgumentCall call = this.argumentCalls[number];
		ValueCounts values = this.values[number];
		if (call != null && values != null) {
			values.add(call.value(this.architecture, arguments));
		}
		else {
			this.counts[number]++;
		}
	}

	Architecture architecture() {
		return this.architecture;
	}

	/**
	 * Return the counts of all calls so far.
	 */
	synchronized CallCounts total() {
		CallCounts total = new CallCounts();
		for (int number = 0; number < this.counts.length; number++) {
			String name = this.architecture.syscalls().name(number);
			ArgumentCall call = this.argumentCalls[number];
			ValueCounts values = this.values[number];
			if (call != null && values != null) {
				values.addTo(total, (value) -> call.call(this.architecture, value));
			}
			else if (name != null && this.counts[number] > 0) {
				total.add(RecordedCall.of(name), this.counts[number]);
			}
		}
		return total;
	}

	/**
	 * Return the counts that were last merged into the file.
	 */
	synchronized CallCounts merged() {
		return this.merged;
	}

	synchronized void merged(CallCounts total) {
		this.merged = total;
	}

}
