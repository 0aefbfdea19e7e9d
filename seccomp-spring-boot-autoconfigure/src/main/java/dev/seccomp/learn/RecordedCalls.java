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

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;

/**
 * The calls recorded in all runs. The result does not depend on the order of runs.
 */
final class RecordedCalls {

	private final Map<Run, Long> runs = new TreeMap<>();

	private final Map<RecordedCall, Map<Architecture, Long>> calls = new TreeMap<>();

	void add(Run run, CallCounts counts) {
		add(run, counts.total());
		counts.asMap().forEach((call, count) -> add(call, run.architecture(), count));
	}

	/** A run with child processes absorbs the entry of its part without. */
	void add(Run run, long count) {
		Long earlier = this.runs.remove(run.with(false));
		boolean children = run.children() || this.runs.containsKey(run.with(true));
		this.runs.merge(run.with(children), count + ((earlier != null) ? earlier : 0), Long::sum);
	}

	void add(RecordedCall call, Architecture architecture, long count) {
		this.calls.computeIfAbsent(call, (key) -> new TreeMap<>()).merge(architecture, count, Long::sum);
	}

	Map<Run, Long> runs() {
		return Collections.unmodifiableMap(this.runs);
	}

	Set<RecordedCall> all() {
		return Collections.unmodifiableSet(this.calls.keySet());
	}

	boolean contains(RecordedCall call) {
		return this.calls.containsKey(call);
	}

	/**
	 * Return the number of times that a call was recorded on each architecture.
	 */
	Map<Architecture, Long> counts(RecordedCall call) {
		return this.calls.getOrDefault(call, Map.of());
	}

	Set<Architecture> architectures() {
		return this.runs.keySet().stream().map(Run::architecture).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A recorded run.
	 *
	 * @param start the start time
	 * @param architecture the architecture of the machine
	 * @param children whether the calls of its child processes were recorded too
	 * @param application the name of the application
	 */
	record Run(Instant start, Architecture architecture, boolean children,
			String application) implements Comparable<Run> {

		private static final Comparator<Run> ORDER = Comparator.comparing(Run::start)
			.thenComparing(Run::architecture)
			.thenComparing(Run::children)
			.thenComparing(Run::application);

		static Run of(LearnedRun run, Architecture architecture) {
			return new Run(run.start(), architecture, run.children(), run.application());
		}

		Run with(boolean children) {
			return new Run(this.start, this.architecture, children, this.application);
		}

		@Override
		public int compareTo(Run other) {
			return ORDER.compare(this, other);
		}

	}

}
