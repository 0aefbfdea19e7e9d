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

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts a call, or a call with certain values of its arguments, in one run.
 */
final class CallCounter {

	private static final int PHASES = Phase.values().length;

	/** Further calls count as calls of the application. */
	private static final int MAX_SEARCHES = 200;

	private final long value;

	private final long[] counts = new long[PHASES];

	private final String[] frames = { "", "", "" };

	private final int[] searches = new int[PHASES];

	private final long[] next = new long[PHASES];

	CallCounter(long value) {
		this.value = value;
	}

	/**
	 * Return the relevant arguments.
	 */
	long value() {
		return this.value;
	}

	/**
	 * Count a call.
	 * @param phase the phase
	 * @param frame the Java code that made it, or an empty string
	 * @return whether it is the first one of the phase, or the first one with a frame
	 */
	synchronized boolean add(Phase phase, String frame) {
		boolean first = this.counts[phase.ordinal()]++ == 0;
		if (this.frames[phase.ordinal()].isEmpty() && !frame.isEmpty()) {
			this.frames[phase.ordinal()] = frame;
			return true;
		}
		return first;
	}

	/**
	 * Return whether the caller is to be searched, and count the search. Until a call of
	 * the application is known, each caller is searched: if only a test framework makes
	 * the call, the policy leaves it out.
	 * @param phase the phase of the application
	 * @param always whether each call is searched. Otherwise, only the calls 1, 2, 5, 17
	 * and so on are searched. The JVM makes some calls often where it shows no stack.
	 */
	synchronized boolean startSearch(Phase phase, boolean always) {
		int index = phase.ordinal();
		if (!this.frames[index].isEmpty() || this.searches[index] >= MAX_SEARCHES) {
			return false;
		}
		long count = this.counts[index];
		if (!always && !isOfTestsOnly() && count < this.next[index]) {
			return false;
		}
		this.next[index] = Math.max(1, 4 * count);
		this.searches[index]++;
		return true;
	}

	private boolean isOfTestsOnly() {
		return this.counts[Phase.TESTING.ordinal()] > 0 && this.counts[Phase.STARTING.ordinal()] == 0
				&& this.counts[Phase.SERVING.ordinal()] == 0;
	}

	synchronized Occurrences occurrences() {
		Map<Phase, PhaseCalls> phases = new EnumMap<>(Phase.class);
		for (Phase phase : Phase.values()) {
			if (this.counts[phase.ordinal()] > 0) {
				phases.put(phase, new PhaseCalls(this.counts[phase.ordinal()], this.frames[phase.ordinal()]));
			}
		}
		return new Occurrences(phases);
	}

}
