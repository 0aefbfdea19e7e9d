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
import java.time.Duration;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The listener of another process, all of whose calls are recorded and made. Every call
 * waits for its answer, so nothing is allocated, looked up or logged on the way.
 *
 * @since 0.1.0
 */
public final class RecordedListener {

	private final int ioctl;

	private final int descriptor;

	private final Poll poll;

	private final Memory notification = new Memory(NotificationListener.BYTES);

	private final Memory response = new Memory(NotificationListener.RESPONSE_BYTES);

	RecordedListener(Architecture architecture, Libc libc, int descriptor) {
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.descriptor = descriptor;
		this.poll = new Poll(architecture, libc);
		this.response.clear();
		NotificationListener.takeTurns(architecture, libc, descriptor);
	}

	/**
	 * Load what it takes to answer. That takes its time, and so has to be done before
	 * there is anybody who waits.
	 * @param architecture the architecture of this JVM
	 */
	public static void prepare(Architecture architecture) {
		DirectLibc.load(architecture);
	}

	/**
	 * Answer calls until there is nobody left to make any. Linux before 6.11 does not
	 * tell, so this may never return.
	 * @param recording is told of each call before it is made
	 * @throws IllegalStateException where calls cannot be answered any more
	 */
	public void answer(Recording recording) {
		long notificationAddress = Pointer.nativeValue(this.notification);
		long responseAddress = Pointer.nativeValue(this.response);
		ByteBuffer call = buffer(this.notification);
		ByteBuffer answer = buffer(this.response);
		long[] arguments = new long[NotificationListener.ARGUMENT_COUNT];
		while (true) {
			for (int i = 0; i < NotificationListener.BYTES; i += Long.BYTES) {
				call.putLong(i, 0);
			}
			if (DirectLibc.syscall(this.ioctl, this.descriptor, ListenerGuard.RECEIVE, notificationAddress) != 0) {
				int errno = Native.getLastError();
				if (errno == Errno.ENOENT && isAbandoned(Duration.ZERO)) {
					return;
				}
				// The caller can be gone before its call is received
				if (errno != Errno.EINTR && errno != Errno.ENOENT) {
					throw NotificationListener.failure("receive", errno);
				}
				continue;
			}
			int number = call.getInt(NotificationListener.NR);
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = call.getLong(NotificationListener.ARGUMENTS + i * Long.BYTES);
			}
			answer.putLong(0, call.getLong(0));
			if (number == this.ioctl && (int) arguments[1] == (int) ListenerGuard.WAKE) {
				answer.putInt(NotificationListener.ERROR, -WakeCall.ERRNO);
				answer.putInt(NotificationListener.FLAGS, 0);
			}
			else {
				recording.record(number, call.getInt(NotificationListener.PID), arguments);
				answer.putInt(NotificationListener.ERROR, 0);
				answer.putInt(NotificationListener.FLAGS, NotificationListener.FLAG_CONTINUE);
			}
			if (DirectLibc.syscall(this.ioctl, this.descriptor, ListenerGuard.SEND, responseAddress) != 0) {
				int errno = Native.getLastError();
				// A signal or its end took the caller out of the wait
				if (errno != Errno.ENOENT) {
					throw NotificationListener.failure("answer", errno);
				}
			}
		}
	}

	/**
	 * Wait until there is nobody left to make calls.
	 * @param timeout how long to wait at most
	 * @return whether all have ended
	 */
	public boolean isAbandoned(Duration timeout) {
		return (this.poll.await(timeout, (short) 0, this.descriptor) & Poll.HANG_UP) != 0;
	}

	private static ByteBuffer buffer(Memory memory) {
		return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
	}

}
