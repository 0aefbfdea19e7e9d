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

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallTally}.
 */
class CallTallyTests {

	private static final long GLIBC_THREAD = 0x3d0f00;

	private static final long MUSL_THREAD = 0x7d0f00;

	private static final long SPAWN = 0x4111;

	private static final long SOCK_CLOEXEC = 0x80000;

	@Test
	void addWhenArgumentsAreIrrelevantCountsCall() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("mmap", 0, 4096, 3).make("mmap", 4096, 1, 7).make("read", 5);
		assertThat(calls.recorded()).isEqualTo(Map.of(RecordedCall.of("mmap"), 2L, RecordedCall.of("read"), 1L));
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void addWhenCallIsCloneDistinguishesFlags(Architecture architecture) {
		Calls calls = new Calls(architecture);
		int index = architecture.cloneFlagsIndex();
		for (long flags : new long[] { GLIBC_THREAD, GLIBC_THREAD, MUSL_THREAD, SPAWN, GLIBC_THREAD | 0x4000000 }) {
			long[] arguments = new long[6];
			arguments[1 - index] = 0x7fff0000;
			arguments[index] = flags;
			calls.make("clone", arguments);
		}
		assertThat(calls.recorded()).isEqualTo(Map.of(RecordedCall.of("clone"), 3L, recorded("clone", index, SPAWN), 1L,
				recorded("clone", index, GLIBC_THREAD | 0x4000000), 1L));
	}

	@Test
	void addWhenCallIsSocketDistinguishesFamilyTypeAndProtocol() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("socket", 2, 1, 0)
			.make("socket", 2, 1 | SOCK_CLOEXEC, 0)
			.make("socket", 2, 2, 17)
			.make("socket", -1, 1, -1)
			.make("socketpair", 1, 1, 0);
		assertThat(calls.recorded()).isEqualTo(Map.of(socket("socket", 2, 1, 0), 2L, socket("socket", 2, 2, 17), 1L,
				socket("socket", 0xfffffff, 1, 0xffffffffL), 1L, socket("socketpair", 1, 1, 0), 1L));
	}

	@Test
	void addWhenCallIsPrctlOrPersonalityDistinguishesValues() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("prctl", 15, 99).make("prctl", 15, 98).make("prctl", 38, 1).make("personality", 0xffffffffL);
		assertThat(calls.recorded()).isEqualTo(Map.of(recorded("prctl", 0, 15), 2L, recorded("prctl", 0, 38), 1L,
				recorded("personality", 0, 0xffffffffL), 1L));
	}

	@Test
	void addWhenNumberIsUnknownIgnoresCall() {
		CallTally tally = new CallTally(Architecture.X86_64);
		for (int number : new int[] { -1, Integer.MIN_VALUE, Architecture.X86_64.syscalls().last() + 1, 0x40000000 }) {
			tally.add(number, 0, 0, 0, 0, 0, 0);
		}
		assertThat(tally.total().asMap()).isEmpty();
	}

	@Test
	void addDoesNotAllocate() {
		CallTally tally = new CallTally(Architecture.X86_64);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long[] arguments = { 2, 1, 0, 0, 0, 0 };
		add(tally, arguments);
		long before = threads.getThreadAllocatedBytes(thread);
		add(tally, arguments);
		assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(20_000);
	}

	private static void add(CallTally tally, long[] arguments) {
		int futex = Architecture.X86_64.syscalls().number("futex").orElseThrow();
		int socket = Architecture.X86_64.syscalls().number("socket").orElseThrow();
		for (int i = 0; i < 20_000; i++) {
			tally.add(futex, arguments);
			tally.add(socket, arguments);
		}
	}

	private static RecordedCall recorded(String syscall, int index, long value) {
		return new RecordedCall(syscall, List.of(ArgumentCondition.of(index, Operator.EQ, value)));
	}

	private static RecordedCall socket(String syscall, long family, long type, long protocol) {
		return new RecordedCall(syscall, List.of(ArgumentCondition.of(0, Operator.EQ, family),
				ArgumentCondition.masked(1, 0xf, type), ArgumentCondition.of(2, Operator.EQ, protocol)));
	}

}
