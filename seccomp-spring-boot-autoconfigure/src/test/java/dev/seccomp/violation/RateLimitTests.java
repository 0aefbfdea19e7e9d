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

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimit}.
 */
class RateLimitTests {

	private static final int CALLS = 400;

	private final RateLimit limit = new RateLimit(CALLS, new RateLimit.Rate(20, 2), new RateLimit.Rate(100, 10));

	private long now = System.nanoTime();

	@Test
	void tryAcquireLimitsEachCall() {
		assertThat(acquire(0, 1000)).isEqualTo(20);
		assertThat(acquire(1, 1000)).isEqualTo(20);
		sleep(1);
		assertThat(acquire(0, 1000)).isEqualTo(2);
		sleep(100);
		assertThat(acquire(0, 1000)).isEqualTo(20);
	}

	@Test
	void tryAcquireWhenAllCallsAreMadeLimitsThemTogether() {
		int permits = 0;
		for (int round = 0; round < 10; round++) {
			for (int call = 0; call < CALLS - 1; call++) {
				permits += acquire(call, 10);
			}
			sleep(1);
		}
		// A burst of all, one of each, and 10 in each further second
		assertThat(permits).isBetween(CALLS, 100 + CALLS + 9 * 10);
		// The call that the others might hide
		assertThat(acquire(CALLS - 1, 1000)).isPositive();
	}

	private int acquire(int call, int tries) {
		int permits = 0;
		for (int i = 0; i < tries; i++) {
			permits += (this.limit.tryAcquire(call, this.now)) ? 1 : 0;
		}
		return permits;
	}

	private void sleep(int seconds) {
		this.now += TimeUnit.SECONDS.toNanos(seconds);
	}

}
