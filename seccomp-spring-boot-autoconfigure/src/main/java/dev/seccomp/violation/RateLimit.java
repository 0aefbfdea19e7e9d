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
 * Limits how often something is done for each system call, so that a flood of one cannot
 * hide another. Not safe for use by several threads.
 */
class RateLimit {

	private final int burst;

	private final long nanosEach;

	private final Map<String, Bucket> buckets = new HashMap<>();

	/**
	 * Create a new limit.
	 * @param burst how many times in a row
	 * @param perSecond how many times a second in the long run
	 */
	RateLimit(int burst, int perSecond) {
		this.burst = burst;
		this.nanosEach = 1_000_000_000L / perSecond;
	}

	/**
	 * Return whether it may be done once more.
	 * @param syscall for which call
	 * @param now the time in nanoseconds, from any origin
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
			long due = (now - this.filledAt) / RateLimit.this.nanosEach;
			this.tokens = (int) Math.min(RateLimit.this.burst, this.tokens + due);
			this.filledAt += due * RateLimit.this.nanosEach;
			if (this.tokens == 0) {
				return false;
			}
			this.tokens--;
			return true;
		}

	}

}
