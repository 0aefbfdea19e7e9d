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

package dev.seccomp.boot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.TestStates;
import dev.seccomp.policy.ActionType;
import dev.seccomp.violation.Caller;
import dev.seccomp.violation.Violation;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link SeccompMetrics}.
 */
class SeccompMetricsTests {

	/** A search of all meters at each violation would let a flood silence the events. */
	@Test
	void onViolationSearchesTheRegistryOnceForEachMeter() {
		SimpleMeterRegistry registry = spy(new SimpleMeterRegistry());
		SeccompState state = TestStates.supervised();
		SeccompMetrics metrics = new SeccompMetrics(state);
		metrics.bindTo(registry);
		for (int number = 10_000; number < 11_000; number++) {
			metrics.onViolation(violation("unknown", number));
			metrics.onViolation(violation("execve", 59));
		}
		assertThat(Search.in(registry).name("seccomp.violations").meters()).hasSize(2);
		then(registry).should(times(2)).find(anyString());
	}

	private static Violation violation(String syscall, int number) {
		return new Violation(Instant.now(), syscall, number, ActionType.ERRNO, "EPERM", true, List.of(),
				new Caller(new Caller.CallingThread(1, "caller"), new Caller.CallingProcess(1, "java"), List.of()),
				Map.of(), List.of());
	}

}
