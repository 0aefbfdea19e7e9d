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

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Waits for descriptors, as {@code poll(3)} does, by the same call: policies for the JVM
 * allow that one.
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

	private final boolean inMillis;

	private final String syscall;

	private final int number;

	Poll(Architecture architecture, Libc libc) {
		this.libc = libc;
		this.inMillis = architecture.syscalls().number("poll").isPresent();
		this.syscall = (this.inMillis) ? "poll" : "ppoll";
		this.number = architecture.syscalls().number(this.syscall).orElseThrow();
	}

	/**
	 * Wait until one of the events has come, hanging up being one in any case.
	 * @param timeout how long at most
	 * @param events the events that are waited for
	 * @param descriptors where, those that are negative are left out
	 * @return the events of each descriptor, none where a signal ended the wait
	 * @throws IllegalStateException where the kernel or a filter does not let us wait
	 */
	short[] await(Duration timeout, short events, int... descriptors) {
		long array = (long) descriptors.length * BYTES;
		try (Memory memory = new Memory(array + TIMEOUT_BYTES)) {
			memory.clear();
			for (int i = 0; i < descriptors.length; i++) {
				memory.setInt((long) i * BYTES, descriptors[i]);
				memory.setShort((long) i * BYTES + EVENTS, events);
			}
			long address = Pointer.nativeValue(memory);
			Libc.Result result;
			if (this.inMillis) {
				result = this.libc.syscall(this.number, address, descriptors.length, millis(timeout));
			}
			else {
				memory.setLong(array, timeout.toSeconds());
				memory.setLong(array + Long.BYTES, timeout.toNanosPart());
				result = this.libc.syscall(this.number, address, descriptors.length, address + array, 0, 0);
			}
			if (result.value() == -1 && result.errno() != Errno.EINTR) {
				throw new IllegalStateException(this.syscall + " failed with " + Errno.name(result.errno()));
			}
			short[] returned = new short[descriptors.length];
			for (int i = 0; i < descriptors.length; i++) {
				returned[i] = memory.getShort((long) i * BYTES + RETURNED);
			}
			return returned;
		}
	}

	/** Rounded up, as 0 would not wait at all. */
	private static long millis(Duration timeout) {
		return Math.min(timeout.plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
	}

}
