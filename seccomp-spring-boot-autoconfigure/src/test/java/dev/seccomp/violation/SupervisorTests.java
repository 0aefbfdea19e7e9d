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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestFilters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Supervisor}, with a listener that receives one notification.
 */
class SupervisorTests {

	private static final String EXECVE = "execve";

	private final Architecture architecture = Platform.architecture();

	private final CountedCalls calls = new CountedCalls(this.architecture);

	private final Violations violations = new Violations(this.calls);

	private final CompletableFuture<Long> countedBeforeResponse = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final NotificationListener listener = mock();

	/** The caller reads the count as soon as its call returns. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void respondCountsViolationBeforeResponse(boolean enforcing) throws Exception {
		receiveOneNotification();
		given(this.listener.deny(any(), anyInt())).willAnswer((invocation) -> {
			assertThat(invocation.<Integer>getArgument(1)).isEqualTo(Errno.EACCES);
			return respond("errno", true);
		});
		given(this.listener.proceed(any())).willAnswer((invocation) -> respond("log", true));
		supervise(enforcing);
		assertThat(this.countedBeforeResponse.get(10, TimeUnit.SECONDS)).isOne();
		this.closed.get(10, TimeUnit.SECONDS);
		assertThat(count((enforcing) ? "errno" : "log")).isOne();
	}

	/** The call was made, and its notification received. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void respondWhenCallerWasInterruptedCountsViolation(boolean enforcing) throws Exception {
		receiveOneNotification();
		given(this.listener.deny(any(), anyInt())).willAnswer((invocation) -> respond("errno", false));
		given(this.listener.proceed(any())).willAnswer((invocation) -> respond("log", false));
		supervise(enforcing);
		assertThat(this.countedBeforeResponse.get(10, TimeUnit.SECONDS)).isOne();
		this.closed.get(10, TimeUnit.SECONDS);
		assertThat(count((enforcing) ? "errno" : "log")).isOne();
	}

	private void receiveOneNotification() {
		SeccompData execve = new SeccompData(this.architecture.syscalls().number(EXECVE).orElseThrow(),
				this.architecture.audit(), new long[6]);
		given(this.listener.receive()).willReturn(new Notification(1, (int) ProcessHandle.current().pid(), execve))
			.willThrow(new IllegalStateException("no more notifications"));
		willAnswer((invocation) -> this.closed.complete(null)).given(this.listener).close();
	}

	private boolean respond(String outcome, boolean callerWaits) {
		this.countedBeforeResponse.complete(count(outcome));
		return callerWaits;
	}

	private long count(String outcome) {
		return this.violations.count(EXECVE, outcome);
	}

	private void supervise(boolean enforcing) {
		Supervisor supervisor = new Supervisor(SeccompProcess.current(), this.architecture, enforcing, this.calls,
				this.violations);
		supervisor.add(TestFilters.of(SeccompPolicy.builder(this.architecture).presets(List.of("no-exec")).build()));
		supervisor.prepare();
		supervisor.start(this.listener);
	}

}
