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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.seccomp.kernel.Platform;
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

	private final CountedCalls calls = new CountedCalls(Platform.architecture());

	private final Violations violations = new Violations(this.calls);

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
		count("bind", 1);
		count("connect", 1);
		count("bind", -1);
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
	void awaitPublishedWhenViolationIsCapturedReturnsFalse() {
		this.violations.startPublishing(10, new Listener());
		this.violations.expect();
		assertThat(this.violations.awaitPublished(Duration.ZERO)).isFalse();
		this.violations.publish(violation("bind", SOMEONE, Instant.now()));
		this.violations.fulfil();
		assertThat(this.violations.awaitPublished(Duration.ofMinutes(1))).isTrue();
		assertThat(this.published).containsExactly("bind");
	}

	@Test
	void addUnpublishedCountsViolation() {
		this.violations.addUnpublished(this.calls.index("listen"));
		assertThat(this.violations.awaitPublished(Duration.ZERO)).isTrue();
		assertThat(this.violations.countUnpublished()).isEqualTo(1);
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

	@Test
	void publishRestWhenViolationsWereCountedOnlyPublishesTheirNumbers() {
		this.violations.startPublishing(10, new Listener());
		add(violation("bind", SOMEONE, Instant.now()));
		this.violations.addUnpublished(this.calls.index("bind"));
		this.violations.addUnpublished(this.calls.index("bind"));
		this.violations.publishRest();
		assertThat(this.published).containsExactly("bind", "2 more of bind");
		this.violations.publishRest();
		assertThat(this.published).hasSize(2);
	}

	@Test
	void awaitPublishedWaitsForCapture() {
		this.violations.startPublishing(10, new Listener());
		this.violations.expect();
		CompletableFuture.runAsync(() -> {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			add(violation("bind", SOMEONE, Instant.now()));
			this.violations.fulfil();
		});
		this.violations.awaitPublished();
		assertThat(this.published).containsExactly("bind");
	}

	@Test
	void unknownAndForeignCallsAreCountedTogether() {
		for (int number = 10_000; number < 30_000; number++) {
			int call = this.calls.index(number, Platform.architecture().audit());
			this.violations.count(call, ActionType.ERRNO, 1);
		}
		this.violations.count(this.calls.index(59, 0), ActionType.ERRNO, 1);
		assertThat(this.violations.counts()).hasToString("{foreign-abi={errno=1}, unknown={errno=20000}}");
		assertThat(this.violations.count("unknown", "errno")).isEqualTo(20_000);
	}

	private void add(Violation violation) {
		count(violation.syscall(), 1);
		this.violations.publish(violation);
	}

	private void count(String syscall, int count) {
		this.violations.count(this.calls.index(syscall), ActionType.ERRNO, count);
	}

	private static Violation violation(String syscall, int thread, Instant time) {
		return new Violation(time, syscall, 1, ActionType.ERRNO, "EPERM", true, List.of(),
				new Caller(new CallingThread(thread, "thread"), new CallingProcess(1, "java"), List.of()), Map.of(),
				List.of());
	}

	private class Listener implements ViolationListener {

		@Override
		public void onViolation(Violation violation) {
			ViolationsTests.this.published.add(violation.syscall());
		}

		@Override
		public void onUnpublished(String syscall, long count) {
			ViolationsTests.this.published.add(count + " more of " + syscall);
		}

	}

}
