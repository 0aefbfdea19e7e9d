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

/**
 * A rate limit for each system call, and one for all calls together. The calls have
 * separate limits, so that a flood of one does not hide another. Allocates nothing. Not
 * thread-safe.
 */
final class RateLimit {

	private static final long SECOND = 1_000_000_000L;

	private final Bucket[] calls;

	private final Bucket all;

	/**
	 * Create a new limit.
	 * @param calls the number of calls
	 * @param each the limit for each call
	 * @param all the limit for all calls together
	 */
	RateLimit(int calls, Rate each, Rate all) {
		long now = System.nanoTime();
		this.calls = new Bucket[calls];
		for (int i = 0; i < calls; i++) {
			this.calls[i] = new Bucket(each, now);
		}
		this.all = new Bucket(all, now);
	}

	/**
	 * Acquire a permit if one is available. If the limit of all calls is exceeded, a call
	 * whose own limit was not used for long still gets one permit. So a flood of other
	 * calls does not hide it.
	 * @param call the index of the call
	 * @param now the present {@link System#nanoTime()}
	 * @return whether a permit was acquired
	 */
	boolean tryAcquire(int call, long now) {
		Bucket bucket = this.calls[call];
		bucket.refill(now);
		this.all.refill(now);
		if (this.all.tokens == 0) {
			if (bucket.isFull()) {
				bucket.tokens = 0;
				return true;
			}
			return false;
		}
		if (bucket.tokens == 0) {
			return false;
		}
		bucket.tokens--;
		this.all.tokens--;
		return true;
	}

	/**
	 * A rate.
	 *
	 * @param burst the maximum number of consecutive permits
	 * @param perSecond the number of permits per second
	 */
	record Rate(int burst, int perSecond) {

	}

	private static final class Bucket {

		private final int burst;

		private final long nanosEach;

		private int tokens;

		private long filledAt;

		Bucket(Rate rate, long now) {
			this.burst = rate.burst();
			this.nanosEach = SECOND / rate.perSecond();
			this.tokens = this.burst;
			this.filledAt = now;
		}

		boolean isFull() {
			return this.tokens == this.burst;
		}

		void refill(long now) {
			long refill = (now - this.filledAt) / this.nanosEach;
			this.tokens = (int) Math.min(this.burst, this.tokens + refill);
			this.filledAt += refill * this.nanosEach;
		}

	}

}
