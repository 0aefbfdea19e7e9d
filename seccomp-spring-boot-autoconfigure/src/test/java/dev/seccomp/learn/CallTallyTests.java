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

	private static final long INT = 0xffffffffL;

	@Test
	void counterWhenArgumentsAreIrrelevantCountsCall() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("mmap", 0, 4096, 3).make("mmap", 4096, 1, 7).make("read", 5);
		assertThat(calls.counts()).isEqualTo(Map.of(RecordedCall.of("mmap"), 2L, RecordedCall.of("read"), 1L));
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void counterWhenCallIsCloneDistinguishesFlags(Architecture architecture) {
		Calls calls = new Calls(architecture);
		int index = architecture.cloneFlagsIndex();
		for (long flags : new long[] { GLIBC_THREAD, GLIBC_THREAD, MUSL_THREAD, SPAWN, GLIBC_THREAD | 0x4000000 }) {
			long[] arguments = new long[6];
			arguments[1 - index] = 0x7fff0000;
			arguments[index] = flags;
			calls.make("clone", arguments);
		}
		assertThat(calls.counts()).isEqualTo(Map.of(RecordedCall.of("clone"), 3L, recorded("clone", index, SPAWN), 1L,
				recorded("clone", index, GLIBC_THREAD | 0x4000000), 1L));
	}

	@Test
	void counterWhenCallIsSocketDistinguishesFamilyTypeAndProtocol() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("socket", 2, 1, 0)
			.make("socket", 2, 1 | SOCK_CLOEXEC, 0)
			.make("socket", 2, 2, 17)
			.make("socket", -1, 1, -1)
			.make("socketpair", 1, 1, 0);
		assertThat(calls.counts()).isEqualTo(Map.of(socket("socket", 2, 1, 0), 2L, socket("socket", 2, 2, 17), 1L,
				socket("socket", 0xfffffff, 1, 0xffffffffL), 1L, socket("socketpair", 1, 1, 0), 1L));
	}

	@Test
	void counterWhenCallIsPrctlOrPersonalityDistinguishesValues() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("prctl", 15, 99).make("prctl", 15, 98).make("prctl", 38, 1).make("personality", 0xffffffffL);
		assertThat(calls.counts()).isEqualTo(Map.of(recorded("prctl", 0, 15), 2L, recorded("prctl", 0, 38), 1L,
				recorded("personality", 0, 0xffffffffL), 1L));
	}

	@Test
	void counterWhenCallHasOptionDistinguishesIt() {
		Calls calls = new Calls(Architecture.X86_64);
		calls.make("setsockopt", 5, 1, 2, 99, 4)
			.make("setsockopt", 6, 1, 2, 98, 4)
			.make("setsockopt", 5, 0, 64, 99, 4)
			.make("ioctl", 3, 0x541b, 99)
			.make("fcntl", 3, 0xffffffff_00000003L, 0);
		assertThat(calls.counts()).isEqualTo(Map.of(
				new RecordedCall("setsockopt",
						List.of(ArgumentCondition.masked(1, INT, 1), ArgumentCondition.masked(2, INT, 2))),
				2L,
				new RecordedCall("setsockopt",
						List.of(ArgumentCondition.masked(1, INT, 0), ArgumentCondition.masked(2, INT, 64))),
				1L, new RecordedCall("ioctl", List.of(ArgumentCondition.masked(1, INT, 0x541b))), 1L,
				new RecordedCall("fcntl", List.of(ArgumentCondition.masked(1, INT, 3))), 1L));
	}

	@Test
	void counterWhenCallIsBindDistinguishesLengthsOfAddressesExceptOfLocalOnesWithPaths() {
		Calls calls = new Calls(Architecture.X86_64);
		for (long length : new long[] { 16, 28, 28, 0xffffffff_0000001cL, 110, 17, 40 }) {
			calls.make("bind", 5, 0x7fff0000, length);
		}
		assertThat(calls.counts())
			.isEqualTo(Map.of(bind(16), 1L, bind(28), 3L, bind(110), 1L, RecordedCall.of("bind"), 2L));
	}

	@Test
	void counterWhenNumberIsUnknownIgnoresCall() {
		CallTally tally = new CallTally(Architecture.X86_64);
		for (int number : new int[] { -1, Integer.MIN_VALUE, Architecture.X86_64.syscalls().last() + 1, 0x40000000 }) {
			assertThat(tally.counter(number, 0, 0, 0, 0, 0, 0)).isNull();
		}
		assertThat(tally.calls()).isEmpty();
	}

	@Test
	void counterWhenRepeatedDoesNotAllocate() {
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
			count(tally.counter(futex, arguments));
			count(tally.counter(socket, arguments));
		}
	}

	private static void count(CallCounter counter) {
		counter.add(Phase.SERVING, "");
	}

	private static RecordedCall recorded(String syscall, int index, long value) {
		return new RecordedCall(syscall, List.of(ArgumentCondition.of(index, Operator.EQ, value)));
	}

	private static RecordedCall bind(long length) {
		return new RecordedCall("bind", List.of(ArgumentCondition.masked(2, INT, length)));
	}

	private static RecordedCall socket(String syscall, long family, long type, long protocol) {
		return new RecordedCall(syscall, List.of(ArgumentCondition.of(0, Operator.EQ, family),
				ArgumentCondition.masked(1, 0xf, type), ArgumentCondition.of(2, Operator.EQ, protocol)));
	}

}
