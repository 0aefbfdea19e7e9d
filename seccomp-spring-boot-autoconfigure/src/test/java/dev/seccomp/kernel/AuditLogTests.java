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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AuditLog} with a kernel that does what kernels seldom do. What a real
 * one does is tested with {@code AuditReader}.
 */
class AuditLogTests {

	private static final int SOCKET = 40;

	private static final int EVENT = 41;

	private static final int AUDIT_SECCOMP = 1326;

	private static final Libc.Result NOTHING = new Libc.Result(0, 0);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final List<String> calls = new ArrayList<>();

	private final Deque<Libc.Result> polls = new ArrayDeque<>();

	private final Deque<Datagram> datagrams = new ArrayDeque<>();

	private String failing = "";

	private int errno;

	private long timeout;

	private boolean closed;

	@ParameterizedTest
	@EnumSource(value = Architecture.class, names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void nextRecord(Architecture architecture) {
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "audit(1.2:3): one"));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, ""));
		AuditLog log = open(architecture);
		assertThat(log.receive(Duration.ofSeconds(10))).isEqualTo("audit(1.2:3): one");
		assertThat(this.timeout).isBetween(9_000L, 10_001L);
		assertThat(log.receive(SHORT)).isEmpty();
		assertThat(log.receive(SHORT)).isNull();
		assertThat(log.losses()).isZero();
		log.close();
		assertThat(this.calls).containsSubsequence("socket 16 524291 9", "bind 40", "eventfd2 0 526336", "recvfrom 40",
				"write 41", "close 40", "close 41");
		assertThat(this.closed).isTrue();
	}

	@Test
	void whatIsNoRecordOfSeccompIsPassedOver() {
		this.datagrams.add(Datagram.of(1300, 0, "another type"));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 4711, "sent by a process"));
		this.datagrams.add(new Datagram(0, new byte[0], 0));
		this.datagrams.add(new Datagram(0, new byte[15], 0));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "ours"));
		AuditLog log = open(Architecture.X86_64);
		assertThat(log.receive(Duration.ofSeconds(10))).isEqualTo("ours");
		assertThat(this.datagrams).isEmpty();
		assertThat(log.losses()).isZero();
	}

	@Test
	void lossesAreCounted() {
		this.datagrams.add(Datagram.error(105));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "x".repeat(16 * 1024)));
		this.datagrams.add(Datagram.error(105));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "y".repeat(16 * 1024 - 16)));
		AuditLog log = open(Architecture.X86_64);
		assertThat(log.receive(Duration.ofSeconds(10))).isEqualTo("y".repeat(16 * 1024 - 16));
		assertThat(log.losses()).isEqualTo(3);
	}

	@Test
	void interruptionsAreNoEnd() {
		this.polls.add(new Libc.Result(-1, 4));
		this.polls.add(NOTHING);
		this.datagrams.add(Datagram.error(4));
		this.datagrams.add(Datagram.error(11));
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "ours"));
		AuditLog log = open(Architecture.X86_64);
		assertThat(log.receive(Duration.ofSeconds(10))).isEqualTo("ours");
		assertThat(this.polls).isEmpty();
		assertThat(log.losses()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "socket, 1, socket(NETLINK_AUDIT) failed with EPERM",
			"socket, 93, socket(NETLINK_AUDIT) failed with EPROTONOSUPPORT: this kernel has no audit log (CONFIG_AUDIT)",
			"bind, 1, bind(NETLINK_AUDIT) failed with EPERM: it takes the capability CAP_AUDIT_READ in the initial user namespace",
			"bind, 111, bind(NETLINK_AUDIT) failed with ECONNREFUSED", "eventfd2, 38, eventfd2 failed with ENOSYS" })
	void openingFails(String syscall, int errno, String reason) {
		this.failing = syscall;
		this.errno = errno;
		AtomicReference<String> told = new AtomicReference<>();
		assertThat(AuditLog.open(Architecture.X86_64, libc(Architecture.X86_64), told::set)).isNull();
		assertThat(told).hasValue(reason);
		assertThat(this.closed).isTrue();
		assertThat(this.calls.contains("close 40")).isEqualTo(!syscall.equals("socket"));
		assertThat(this.calls).doesNotContain("close 41");
	}

	@ParameterizedTest
	@CsvSource({ "poll, 1, poll failed with EPERM", "recvfrom, 38, recvfrom failed with ENOSYS" })
	void receivingFails(String syscall, int errno, String reason) {
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "never read"));
		AuditLog log = open(Architecture.X86_64);
		this.failing = syscall;
		this.errno = errno;
		assertThatIllegalStateException().isThrownBy(() -> log.receive(Duration.ofSeconds(10)))
			.withMessage("The audit log cannot be read on: " + reason);
	}

	@Test
	void closedLogGivesNoRecord() {
		this.datagrams.add(Datagram.of(AUDIT_SECCOMP, 0, "never read"));
		AuditLog log = open(Architecture.X86_64);
		log.close();
		log.close();
		assertThat(this.calls).containsOnlyOnce("close 40", "close 41");
		assertThatIllegalStateException().isThrownBy(() -> log.receive(SHORT)).withMessage("The audit log is closed");
	}

	@Test
	@Timeout(10)
	void closingWakesWhoWaits() throws Exception {
		AtomicReference<String> failure = new AtomicReference<>();
		AuditLog log = AuditLog.open(Platform.architecture(), failure::set);
		Requirement.require(log != null, "Reading the audit log takes CAP_AUDIT_READ: " + failure);
		CountDownLatch ended = new CountDownLatch(1);
		Thread reader = new Thread(() -> {
			try {
				while (true) {
					log.receive(Duration.ofDays(1000));
				}
			}
			catch (IllegalStateException ex) {
				failure.set(ex.getMessage());
			}
			ended.countDown();
		});
		reader.start();
		assertThat(ended.await(200, TimeUnit.MILLISECONDS)).isFalse();
		log.close();
		assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(failure).hasValue("The audit log is closed");
	}

	private AuditLog open(Architecture architecture) {
		AuditLog log = AuditLog.open(architecture, libc(architecture), (reason) -> {
			throw new AssertionError(reason);
		});
		assertThat(log).isNotNull();
		return log;
	}

	private Libc libc(Architecture architecture) {
		return new Libc() {

			@Override
			public Result syscall(int number, long... arguments) {
				return answer(String.valueOf(architecture.syscalls().name(number)), arguments);
			}

			@Override
			public void close() {
				AuditLogTests.this.closed = true;
			}

		};
	}

	private Libc.Result answer(String syscall, long[] arguments) {
		StringBuilder call = new StringBuilder(syscall);
		for (long argument : arguments) {
			// Addresses differ each time, and what follows them is no matter
			if (argument > 0xffffffffL) {
				break;
			}
			call.append(' ').append(argument);
		}
		this.calls.add(call.toString());
		if (syscall.equals(this.failing)) {
			return new Libc.Result(-1, this.errno);
		}
		return switch (syscall) {
			case "socket" -> new Libc.Result(SOCKET, 0);
			case "bind" -> bind(new Pointer(arguments[1]), arguments[2]);
			case "eventfd2" -> new Libc.Result(EVENT, 0);
			case "poll" -> poll(new Pointer(arguments[0]), arguments[2]);
			case "ppoll" -> poll(new Pointer(arguments[0]), millis(new Pointer(arguments[2])));
			case "recvfrom" -> receive(arguments);
			case "setsockopt", "write", "close" -> NOTHING;
			default -> throw new AssertionError(syscall);
		};
	}

	private Libc.Result bind(Pointer address, long length) {
		assertThat(address.getByteArray(0, (int) length)).isEqualTo(ByteBuffer.allocate(12)
			.order(ByteOrder.nativeOrder())
			.putShort((short) 16)
			.putShort((short) 0)
			.putInt(0)
			.putInt(1)
			.array());
		return NOTHING;
	}

	private static long millis(Pointer timespec) {
		return timespec.getLong(0) * 1000 + timespec.getLong(8) / 1_000_000;
	}

	private Libc.Result poll(Pointer files, long millis) {
		this.timeout = millis;
		assertThat(files.getInt(0)).isEqualTo(SOCKET);
		assertThat(files.getInt(8)).isEqualTo(EVENT);
		assertThat(files.getShort(4)).isOne();
		assertThat(files.getShort(12)).isOne();
		Libc.Result result = this.polls.poll();
		if (result != null) {
			return result;
		}
		files.setShort(6, (short) ((this.datagrams.isEmpty()) ? 0 : 1));
		return new Libc.Result((this.datagrams.isEmpty()) ? 0 : 1, 0);
	}

	private Libc.Result receive(long[] arguments) {
		Datagram datagram = this.datagrams.remove();
		if (datagram.errno() != 0) {
			return new Libc.Result(-1, datagram.errno());
		}
		assertThat(new Pointer(arguments[5]).getInt(0)).isEqualTo(12);
		new Pointer(arguments[4]).setInt(4, datagram.sender());
		int length = datagram.bytes().length;
		new Pointer(arguments[1]).write(0, datagram.bytes(), 0, (int) Math.min(length, arguments[2]));
		return new Libc.Result(length, 0);
	}

	private record Datagram(int sender, byte[] bytes, int errno) {

		static Datagram of(int type, int sender, String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			ByteBuffer buffer = ByteBuffer.allocate(16 + bytes.length).order(ByteOrder.nativeOrder());
			buffer.putInt(16 + bytes.length).putShort((short) type).put(16, bytes);
			return new Datagram(sender, buffer.array(), 0);
		}

		static Datagram error(int errno) {
			return new Datagram(0, new byte[0], errno);
		}

	}

}
