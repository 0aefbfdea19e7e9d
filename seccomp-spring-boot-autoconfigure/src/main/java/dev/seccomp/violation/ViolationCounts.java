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

package dev.seccomp.violation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts violations by the name of the call and by their outcome.
 */
final class ViolationCounts {

	private final Map<String, Map<String, LongAdder>> counters = new ConcurrentHashMap<>();

	void increment(String syscall, String outcome) {
		counter(syscall, outcome).increment();
	}

	void decrement(String syscall, String outcome) {
		counter(syscall, outcome).decrement();
	}

	private LongAdder counter(String syscall, String outcome) {
		return this.counters.computeIfAbsent(syscall, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(outcome, (key) -> new LongAdder());
	}

	long get(String syscall, String outcome) {
		LongAdder counter = this.counters.getOrDefault(syscall, Map.of()).get(outcome);
		return (counter != null) ? counter.sum() : 0;
	}

	Map<String, Map<String, Long>> toMap() {
		Map<String, Map<String, Long>> counts = new TreeMap<>();
		this.counters.forEach((syscall, outcomes) -> {
			Map<String, Long> numbers = new TreeMap<>();
			outcomes.forEach((outcome, counter) -> {
				long number = counter.sum();
				// A decremented counter may be left with 0
				if (number > 0) {
					numbers.put(outcome, number);
				}
			});
			if (!numbers.isEmpty()) {
				counts.put(syscall, numbers);
			}
		});
		return counts;
	}

}
