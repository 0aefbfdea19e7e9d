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

import java.util.HashMap;
import java.util.Map;

/**
 * A rate limit for each system call. The calls have separate limits, so that a flood of
 * one does not hide another. Not thread-safe.
 */
class RateLimit {

	private final int burst;

	private final long nanosEach;

	private final Map<String, Bucket> buckets = new HashMap<>();

	/**
	 * Create a new limit.
	 * @param burst the maximum number of consecutive permits
	 * @param perSecond the number of permits per second
	 */
	RateLimit(int burst, int perSecond) {
		this.burst = burst;
		this.nanosEach = 1_000_000_000L / perSecond;
	}

	/**
	 * Acquire a permit if one is available.
	 * @param syscall the name of the call
	 * @param now the time in nanoseconds from an arbitrary origin
	 * @return whether a permit was acquired
	 */
	boolean tryAcquire(String syscall, long now) {
		Bucket bucket = this.buckets.get(syscall);
		if (bucket == null) {
			bucket = new Bucket(this.burst, now);
			this.buckets.put(syscall, bucket);
		}
		return bucket.tryAcquire(now);
	}

	private final class Bucket {

		private int tokens;

		private long filledAt;

		Bucket(int tokens, long now) {
			this.tokens = tokens;
			this.filledAt = now;
		}

		boolean tryAcquire(long now) {
			long refill = (now - this.filledAt) / RateLimit.this.nanosEach;
			this.tokens = (int) Math.min(RateLimit.this.burst, this.tokens + refill);
			this.filledAt += refill * RateLimit.this.nanosEach;
			if (this.tokens == 0) {
				return false;
			}
			this.tokens--;
			return true;
		}

	}

}
