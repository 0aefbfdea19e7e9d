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
import java.time.Duration;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Waits for a descriptor, as {@code poll(3)} does. Not thread-safe.
 */
final class Poll {

	/* asm-generic/poll.h; struct pollfd, struct timespec */

	static final short READABLE = 1;

	static final short HANG_UP = 0x10;

	private static final int BYTES = 8;

	private static final int EVENTS = 4;

	private static final int RETURNED = 6;

	private static final int TIMEOUT_BYTES = 16;

	private final Libc libc;

	private final ByteBuffer memory = Libc.allocate(BYTES + TIMEOUT_BYTES);

	private final long address;

	private final boolean inMillis;

	private final String syscall;

	private final int number;

	Poll(Architecture architecture, Libc libc) {
		this.libc = libc;
		this.address = libc.address(this.memory);
		this.inMillis = architecture.syscalls().number("poll").isPresent();
		this.syscall = (this.inMillis) ? "poll" : "ppoll";
		this.number = architecture.syscalls().number(this.syscall).orElseThrow();
	}

	/**
	 * Wait until an event occurs, including {@link #HANG_UP}.
	 * @param timeout the longest time to wait
	 * @param events the events to wait for
	 * @param descriptor the descriptor
	 * @return the events, none if a signal interrupted the call
	 * @throws IllegalStateException if the call failed
	 */
	short await(Duration timeout, short events, int descriptor) {
		this.memory.putInt(0, descriptor);
		this.memory.putShort(EVENTS, events);
		this.memory.putShort(RETURNED, (short) 0);
		Libc.Result result;
		if (this.inMillis) {
			result = this.libc.syscall(this.number, this.address, 1, millis(timeout));
		}
		else {
			this.memory.putLong(BYTES, timeout.toSeconds());
			this.memory.putLong(BYTES + Long.BYTES, timeout.toNanosPart());
			result = this.libc.syscall(this.number, this.address, 1, this.address + BYTES, 0, 0);
		}
		if (result.value() == -1 && result.errno() != Errno.EINTR) {
			throw new IllegalStateException(this.syscall + " failed with " + Errno.name(result.errno()));
		}
		return this.memory.getShort(RETURNED);
	}

	/** Rounds up, since 0 would not wait at all. */
	private static long millis(Duration timeout) {
		return Math.min(timeout.plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
	}

}
