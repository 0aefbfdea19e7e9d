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

package dev.seccomp.boot.commands;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.seccomp.learn.Occurrences;
import dev.seccomp.learn.Phase;
import dev.seccomp.learn.PhaseCalls;
import dev.seccomp.learn.RecordedCall;
import dev.seccomp.learn.RecordedRun;
import dev.seccomp.learn.Recording;
import dev.seccomp.policy.ArgumentCondition;

/**
 * The calls of a recording of learn mode, with the Java frames that made them.
 *
 * @param starting the calls before the application was ready
 * @param serving the calls after it was ready
 */
record RecordedCalls(SortedMap<RecordedCall, Set<String>> starting, SortedMap<RecordedCall, Set<String>> serving) {

	/**
	 * Collect the calls of all runs. Calls of test frameworks are left out.
	 * @param recording the recording
	 * @return the calls
	 */
	static RecordedCalls of(Recording recording) {
		return new RecordedCalls(calls(recording, Phase.STARTING), calls(recording, Phase.SERVING));
	}

	private static SortedMap<RecordedCall, Set<String>> calls(Recording recording, Phase phase) {
		SortedMap<RecordedCall, Set<String>> frames = new TreeMap<>();
		for (RecordedRun run : recording.runs()) {
			for (Map.Entry<RecordedCall, Occurrences> call : run.calls().entrySet()) {
				PhaseCalls occurrences = call.getValue().phases().get(phase);
				if (occurrences != null) {
					Set<String> known = frames.computeIfAbsent(call.getKey(), (key) -> new LinkedHashSet<>());
					if (!occurrences.frame().isEmpty()) {
						known.add(occurrences.frame());
					}
				}
			}
		}
		return frames;
	}

	static String arguments(RecordedCall call) {
		return call.conditions().stream().map(ArgumentCondition::toString).collect(Collectors.joining(", "));
	}

}
