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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.seccomp.learn.RecordedCall;

/**
 * The Java frames that were recorded for the calls of a policy.
 *
 * @param byCall the frames by call
 */
record RecordedFrames(Map<RecordedCall, Set<String>> byCall) {

	/**
	 * No frames.
	 */
	static final RecordedFrames NONE = new RecordedFrames(Map.of());

	private static final int MAX_FRAMES = 3;

	static RecordedFrames of(RecordedCalls calls) {
		Map<RecordedCall, Set<String>> frames = new TreeMap<>();
		for (Map<RecordedCall, Set<String>> phase : List.of(calls.starting(), calls.serving())) {
			phase.forEach(
					(call, recorded) -> frames.computeIfAbsent(call, (key) -> new LinkedHashSet<>()).addAll(recorded));
		}
		return new RecordedFrames(frames);
	}

	/**
	 * Return the frames of a call with any arguments.
	 * @param syscall the name of the call
	 * @return the first frames
	 */
	Collection<String> of(String syscall) {
		return frames((call) -> call.syscall().equals(syscall));
	}

	/**
	 * Return the frames of a call with some arguments.
	 * @param syscall the name of the call
	 * @param arguments the conditions on the arguments
	 * @return the first frames
	 */
	Collection<String> of(String syscall, String arguments) {
		return frames((call) -> call.syscall().equals(syscall) && RecordedCalls.arguments(call).equals(arguments));
	}

	private Collection<String> frames(Predicate<RecordedCall> calls) {
		return this.byCall.entrySet()
			.stream()
			.filter((entry) -> calls.test(entry.getKey()))
			.flatMap((entry) -> entry.getValue().stream())
			.distinct()
			.limit(MAX_FRAMES)
			.toList();
	}

}
