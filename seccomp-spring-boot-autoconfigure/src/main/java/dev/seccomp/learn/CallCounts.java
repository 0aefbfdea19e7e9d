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

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of times that each call was recorded.
 */
final class CallCounts {

	private final Map<RecordedCall, Long> counts = new TreeMap<>();

	void add(RecordedCall call, long count) {
		this.counts.merge(call, count, Long::sum);
	}

	CallCounts minus(CallCounts earlier) {
		CallCounts result = new CallCounts();
		this.counts.forEach((call, count) -> {
			long more = count - earlier.counts.getOrDefault(call, 0L);
			if (more > 0) {
				result.add(call, more);
			}
		});
		return result;
	}

	Map<RecordedCall, Long> asMap() {
		return Collections.unmodifiableMap(this.counts);
	}

	long total() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

}
