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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.policy.ActionType;
import dev.seccomp.violation.Caller.CallingProcess;
import dev.seccomp.violation.Caller.CallingThread;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Violations}.
 */
class ViolationsTests {

	private static final int SOMEONE = Integer.MAX_VALUE;

	private final Violations violations = new Violations();

	private final List<String> published = new CopyOnWriteArrayList<>();

	/** The policy may deny a call that writes the log. */
	@Test
	void publishWhenCallerIsPublisherCountsOnly() {
		this.violations.startPublishing(10, new Listener() {

			@Override
			public void onViolation(Violation violation) {
				super.onViolation(violation);
				add(violation("fsync", ThreadStatus.ofCaller().id(), Instant.now()));
			}

		});
		add(violation("execve", SOMEONE, Instant.now()));
		add(violation("fsync", SOMEONE, Instant.now()));
		add(violation("acct", SOMEONE, Instant.now()));
		await().until(() -> this.violations.count("fsync", "errno") == 4);
		this.violations.awaitPublished();
		assertThat(this.published).containsExactly("execve", "fsync", "acct");
	}

	@Test
	void countsWhenCountIsTakenBackOmitsCall() {
		this.violations.increment("bind", "errno");
		this.violations.increment("connect", "errno");
		this.violations.decrement("bind", "errno");
		assertThat(this.violations.counts()).hasToString("{connect={errno=1}}");
	}

	@Test
	void awaitPublishedWaitsForAllViolations() {
		add(violation("bind", SOMEONE, Instant.now()));
		// Publishing has not started yet
		this.violations.awaitPublished();
		this.violations.startPublishing(10, new Listener() {

			@Override
			public void onViolation(Violation violation) {
				// A listener that ends the application must not wait for itself
				ViolationsTests.this.violations.awaitPublished();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
				super.onViolation(violation);
			}

		});
		add(violation("connect", SOMEONE, Instant.now()));
		this.violations.awaitPublished();
		assertThat(this.published).containsExactly("bind", "connect");
	}

	@Test
	void startPublishingWhenStartedAlreadyKeepsTheLargerHistory() {
		assertThat(this.violations.startPublishing(1, new Listener())).isTrue();
		assertThat(this.violations.startPublishing(2, new Listener())).isFalse();
		assertThat(this.violations.startPublishing(1, new Listener())).isFalse();
		add(violation("listen", SOMEONE, Instant.now()));
		add(violation("bind", SOMEONE, Instant.now()));
		add(violation("connect", SOMEONE, Instant.now()));
		this.violations.awaitPublished();
		assertThat(this.published).containsExactly("listen", "bind", "connect");
		assertThat(this.violations.recent()).extracting(Violation::syscall).containsExactly("connect", "bind");
	}

	private void add(Violation violation) {
		this.violations.increment(violation.syscall(), violation.outcome());
		this.violations.publish(violation);
	}

	private static Violation violation(String syscall, int thread, Instant time) {
		return new Violation(time, syscall, 1, ActionType.ERRNO, "EPERM", true,
				new Caller(new CallingThread(thread, "thread"), new CallingProcess(1, "java"), List.of()), Map.of());
	}

	private class Listener implements ViolationListener {

		@Override
		public void onViolation(Violation violation) {
			ViolationsTests.this.published.add(violation.syscall());
		}

		@Override
		public void onUnpublished(String syscall, long count) {
		}

	}

}
