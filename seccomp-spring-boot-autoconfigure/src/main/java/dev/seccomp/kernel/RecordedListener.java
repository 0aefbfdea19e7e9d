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
 * The listener of another process, whose calls are all recorded and executed. Each caller
 * is blocked until the response, so this allocates and logs nothing in between.
 */
public final class RecordedListener {

	private final int ioctl;

	private final int descriptor;

	private final Poll poll;

	private final Memory notification = new Memory(NotificationLayout.BYTES);

	private final Memory response = new Memory(NotificationLayout.RESPONSE_BYTES);

	RecordedListener(Architecture architecture, Libc libc, int descriptor) {
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.descriptor = descriptor;
		this.poll = new Poll(architecture, libc);
		this.response.clear();
		NotificationListener.setSyncWakeUp(architecture, libc, descriptor);
	}

	/**
	 * Load the classes that respond. Loading takes time, so it must happen before the
	 * first caller is blocked.
	 * @param architecture the architecture of this JVM
	 */
	public static void prepare(Architecture architecture) {
		DirectLibc.load(architecture);
	}

	/**
	 * Respond to notifications until no process is left that could make calls. Linux
	 * before 6.11 does not report this end, so the method may never return there.
	 * @param recording receives each call before it is executed
	 * @throws IllegalStateException if the listener can no longer receive or respond
	 */
	public void respondToAll(Recording recording) {
		long notificationAddress = Pointer.nativeValue(this.notification);
		long responseAddress = Pointer.nativeValue(this.response);
		ByteBuffer notification = buffer(this.notification);
		ByteBuffer response = buffer(this.response);
		long[] arguments = new long[NotificationLayout.ARGUMENT_COUNT];
		while (true) {
			for (int i = 0; i < NotificationLayout.BYTES; i += Long.BYTES) {
				notification.putLong(i, 0);
			}
			if (DirectLibc.syscall(this.ioctl, this.descriptor, ListenerGuard.RECEIVE, notificationAddress) != 0) {
				int errno = Native.getLastError();
				if (errno == Errno.ENOENT && isAbandoned(Duration.ZERO)) {
					return;
				}
				// The caller may end before its notification is received
				if (errno != Errno.EINTR && errno != Errno.ENOENT) {
					throw NotificationListener.failure("receive", errno);
				}
				continue;
			}
			int number = notification.getInt(NotificationLayout.NR);
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = notification.getLong(NotificationLayout.ARGUMENTS + i * Long.BYTES);
			}
			response.putLong(0, notification.getLong(0));
			if (number == this.ioctl && (int) arguments[1] == (int) ListenerGuard.WAKE) {
				response.putInt(NotificationLayout.ERROR, -WakeCall.ERRNO);
				response.putInt(NotificationLayout.FLAGS, 0);
			}
			else {
				recording.record(number, notification.getInt(NotificationLayout.PID), arguments);
				response.putInt(NotificationLayout.ERROR, 0);
				response.putInt(NotificationLayout.FLAGS, NotificationLayout.FLAG_CONTINUE);
			}
			if (DirectLibc.syscall(this.ioctl, this.descriptor, ListenerGuard.SEND, responseAddress) != 0) {
				int errno = Native.getLastError();
				// A signal or its end interrupted the caller
				if (errno != Errno.ENOENT) {
					throw NotificationListener.failure("respond to", errno);
				}
			}
		}
	}

	/**
	 * Wait until no process is left that could make calls.
	 * @param timeout the maximum time to wait
	 * @return whether all processes have ended
	 */
	public boolean isAbandoned(Duration timeout) {
		return (this.poll.await(timeout, (short) 0, this.descriptor) & Poll.HANG_UP) != 0;
	}

	private static ByteBuffer buffer(Memory memory) {
		return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
	}

}
