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
import java.util.concurrent.atomic.AtomicLongArray;

import dev.seccomp.policy.ActionType;

/**
 * The exact numbers of violations by call and by outcome. Counting allocates nothing.
 */
final class ViolationCounts {

	private static final ActionType[] OUTCOMES = ActionType.values();

	private final CountedCalls calls;

	private final AtomicLongArray counters;

	ViolationCounts(CountedCalls calls) {
		this.calls = calls;
		this.counters = new AtomicLongArray(calls.size() * OUTCOMES.length);
	}

	void add(int call, ActionType outcome, int count) {
		this.counters.addAndGet(counter(call, outcome), count);
	}

	long get(String syscall, String outcome) {
		for (ActionType type : OUTCOMES) {
			if (type.toString().equals(outcome)) {
				return this.counters.get(counter(this.calls.index(syscall), type));
			}
		}
		return 0;
	}

	private static int counter(int call, ActionType outcome) {
		return call * OUTCOMES.length + outcome.ordinal();
	}

	Map<String, Map<String, Long>> toMap() {
		Map<String, Map<String, Long>> counts = new TreeMap<>();
		for (int call = 0; call < this.calls.size(); call++) {
			for (ActionType outcome : OUTCOMES) {
				long count = this.counters.get(counter(call, outcome));
				if (count > 0) {
					counts.computeIfAbsent(this.calls.name(call), (name) -> new TreeMap<>())
						.put(outcome.toString(), count);
				}
			}
		}
		return counts;
	}

}
