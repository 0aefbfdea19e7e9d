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

package dev.seccomp.kernel;

import java.time.Duration;

import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Poll} with a fake kernel.
 */
class PollTests {

	private static final int DESCRIPTOR = 40;

	private String syscall = "";

	private long millis;

	private Libc.Result result = new Libc.Result(1, 0);

	@ParameterizedTest
	@CsvSource({ "X86_64, poll", "S390X, poll", "PPC64LE, poll", "AARCH64, ppoll", "RISCV64, ppoll",
			"LOONGARCH64, ppoll" })
	void awaitWhenEventOccursReturnsIt(Architecture architecture, String syscall) {
		short events = poll(architecture).await(Duration.ofMillis(1500), Poll.READABLE, DESCRIPTOR);
		assertThat(events).isEqualTo((short) (Poll.READABLE | Poll.HANG_UP));
		assertThat(this.syscall).isEqualTo(syscall);
		assertThat(this.millis).isEqualTo(1500);
	}

	/** A timeout of 0 would not wait. */
	@Test
	void awaitWhenTimeoutIsShortRoundsItUp() {
		poll(Architecture.X86_64).await(Duration.ofNanos(1), Poll.READABLE, DESCRIPTOR);
		assertThat(this.millis).isEqualTo(1);
	}

	@Test
	void awaitWhenInterruptedReturns() {
		this.result = new Libc.Result(-1, 4);
		poll(Architecture.X86_64).await(Duration.ofSeconds(1), Poll.READABLE, DESCRIPTOR);
		assertThat(this.syscall).isEqualTo("poll");
	}

	@Test
	void awaitWhenDeniedFails() {
		this.result = new Libc.Result(-1, 1);
		assertThatIllegalStateException()
			.isThrownBy(() -> poll(Architecture.AARCH64).await(Duration.ofSeconds(1), Poll.READABLE, DESCRIPTOR))
			.withMessage("ppoll failed with EPERM");
	}

	private Poll poll(Architecture architecture) {
		return new Poll(architecture, new FakeKernel(architecture) {

			@Override
			public Result syscall(int number, long... arguments) {
				return respond(String.valueOf(architecture.syscalls().name(number)), arguments);
			}

		});
	}

	private Libc.Result respond(String syscall, long[] arguments) {
		this.syscall = syscall;
		Pointer descriptor = new Pointer(arguments[0]);
		assertThat(arguments[1]).isOne();
		assertThat(descriptor.getInt(0)).isEqualTo(DESCRIPTOR);
		assertThat(descriptor.getShort(4)).isEqualTo(Poll.READABLE);
		descriptor.setShort(6, (short) (Poll.READABLE | Poll.HANG_UP));
		if (syscall.equals("poll")) {
			this.millis = arguments[2];
		}
		else {
			Pointer timespec = new Pointer(arguments[2]);
			this.millis = timespec.getLong(0) * 1000 + timespec.getLong(8) / 1_000_000;
		}
		return this.result;
	}

}
