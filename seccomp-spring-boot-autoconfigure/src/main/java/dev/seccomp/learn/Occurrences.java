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
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.seccomp.learn.Json.Members;

/**
 * The occurrences of a call.
 *
 * @param phases the calls in each phase that has any
 */
public record Occurrences(Map<Phase, PhaseCalls> phases) {

	private static final String COUNT = "count";

	private static final String FRAME = "frame";

	public Occurrences {
		Map<Phase, PhaseCalls> copy = new EnumMap<>(Phase.class);
		copy.putAll(phases);
		phases = Collections.unmodifiableMap(copy);
	}

	/**
	 * Return whether the call occurred in a phase.
	 * @param phase the phase
	 * @return whether it did
	 */
	public boolean isIn(Phase phase) {
		return this.phases.containsKey(phase);
	}

	/**
	 * Return whether the application made the call, and not only a test framework.
	 * @return whether it did
	 */
	public boolean isOfApplication() {
		return isIn(Phase.STARTING) || isIn(Phase.SERVING);
	}

	/**
	 * Return the Java code that made the call first.
	 * @param candidates the phases, the most relevant one first
	 * @return the frame, or an empty string if none was found
	 */
	public String frame(Phase... candidates) {
		return Arrays.stream(candidates)
			.map(this.phases::get)
			.filter(Objects::nonNull)
			.map(PhaseCalls::frame)
			.filter((frame) -> !frame.isEmpty())
			.findFirst()
			.orElse("");
	}

	Occurrences plus(Occurrences other) {
		Map<Phase, PhaseCalls> sum = new EnumMap<>(Phase.class);
		Stream.of(this, other)
			.forEach((one) -> one.phases.forEach((phase, calls) -> sum.merge(phase, calls, PhaseCalls::plus)));
		return new Occurrences(sum);
	}

	void writeTo(Map<String, Object> json) {
		this.phases.forEach((phase, calls) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put(COUNT, calls.count());
			if (!calls.frame().isEmpty()) {
				entry.put(FRAME, calls.frame());
			}
			json.put(phase.toString(), entry);
		});
	}

	static Occurrences read(Members json) {
		Map<Phase, PhaseCalls> phases = new EnumMap<>(Phase.class);
		for (Phase phase : Phase.values()) {
			if (json.has(phase.toString())) {
				Members calls = json.object(phase.toString());
				phases.put(phase, new PhaseCalls(calls.number(COUNT), (calls.has(FRAME)) ? calls.string(FRAME) : ""));
			}
		}
		return new Occurrences(phases);
	}

}
