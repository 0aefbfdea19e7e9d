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
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Receives the notifications of a filter and responds to them (see
 * {@code seccomp_unotify(2)}). Each caller is blocked until the response. After the
 * listener is closed, calls fail with {@code ENOSYS}.
 */
public final class NotificationListener implements AutoCloseable {

	/** {@code SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP}. */
	private static final long SYNC_WAKE_UP = 1;

	private static final long RETRY_NANOS = 10_000_000;

	private volatile boolean direct;

	private final Architecture architecture;

	private final Libc libc;

	private final int ioctl;

	private final int close;

	private final int descriptor;

	private final long notificationAddress;

	private final long responseAddress;

	private final ByteBuffer notification;

	private final ByteBuffer response;

	private volatile boolean closed;

	NotificationListener(Architecture architecture, Libc libc, NotificationMemory memory, int descriptor) {
		this.architecture = architecture;
		this.libc = libc;
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.close = architecture.syscalls().number("close").orElseThrow();
		this.descriptor = descriptor;
		this.notificationAddress = memory.notification();
		this.responseAddress = memory.response();
		this.notification = buffer(this.notificationAddress, NotificationLayout.BYTES);
		this.response = buffer(this.responseAddress, NotificationLayout.RESPONSE_BYTES);
		setSyncWakeUp(architecture, libc, descriptor);
	}

	private static ByteBuffer buffer(long address, int bytes) {
		return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
	}

	/**
	 * Load a faster path to the kernel. Loading takes too long for the start of an
	 * application.
	 * @param architecture the architecture of this JVM
	 */
	public static void loadDirectCalls(Architecture architecture) {
		DirectLibc.load(architecture);
	}

	/**
	 * Use the faster path to the kernel from now on.
	 */
	public void useDirectCalls() {
		this.direct = true;
	}

	/**
	 * Let the caller and the thread that responds share a processor, since only one of
	 * them runs at a time. Linux before 6.6 ignores this.
	 */
	static void setSyncWakeUp(Architecture architecture, Libc libc, int descriptor) {
		libc.syscall(architecture.syscalls().number("ioctl").orElseThrow(), descriptor, ListenerGuard.SET_FLAGS,
				SYNC_WAKE_UP);
	}

	/**
	 * Wait for a notification. If the last one has no response yet, for lack of memory,
	 * return that one again.
	 * @return the notification
	 * @throws IllegalStateException if the listener can no longer receive
	 */
	public Notification receive() {
		while (this.notification.getLong(0) == 0) {
			for (int i = 0; i < NotificationLayout.BYTES; i += Long.BYTES) {
				this.notification.putLong(i, 0);
			}
			Libc.Result result = ioctl(ListenerGuard.RECEIVE, this.notificationAddress);
			// The caller may end before its notification is received
			if (!result.isSuccess() && !result.failedWith(Errno.EINTR) && !result.failedWith(Errno.ENOENT)) {
				throw failure("receive", result);
			}
		}
		return notification();
	}

	private Notification notification() {
		ByteBuffer memory = this.notification;
		long[] arguments = new long[NotificationLayout.ARGUMENT_COUNT];
		for (int i = 0; i < NotificationLayout.ARGUMENT_COUNT; i++) {
			arguments[i] = memory.getLong(NotificationLayout.ARGUMENTS + i * Long.BYTES);
		}
		SeccompData data = new SeccompData(memory.getInt(NotificationLayout.NR), memory.getInt(NotificationLayout.ARCH),
				arguments);
		return new Notification(memory.getLong(0), memory.getInt(NotificationLayout.PID), data, purpose(data));
	}

	private Notification.Purpose purpose(SeccompData data) {
		if (data.nr() == this.ioctl && WakeCall.is(data)) {
			return Notification.Purpose.WAKE;
		}
		return (Canary.isCanary(this.architecture, data)) ? Notification.Purpose.CANARY : Notification.Purpose.CALLER;
	}

	/**
	 * Let a call fail.
	 * @param call the notification of the call
	 * @param errno the error number for the caller
	 * @return whether the caller was still waiting
	 * @throws IllegalStateException if the listener can no longer respond
	 */
	public boolean deny(Notification call, int errno) {
		this.response.putInt(NotificationLayout.ERROR, -errno);
		return respond(call);
	}

	/**
	 * Let the kernel execute a call. The memory of the response allows this only if the
	 * policy is not enforced.
	 * @param call the notification of the call
	 * @return whether the caller was still waiting
	 * @throws IllegalStateException if the listener can no longer respond
	 */
	public boolean proceed(Notification call) {
		this.response.putInt(NotificationLayout.ERROR, 0);
		this.response.putInt(NotificationLayout.FLAGS, NotificationLayout.FLAG_CONTINUE);
		try {
			return respond(call);
		}
		finally {
			// The kernel refuses an error with this flag
			this.response.putInt(NotificationLayout.FLAGS, 0);
		}
	}

	/**
	 * Respond to a wake call.
	 * @param call the notification of the call
	 */
	public void acknowledge(Notification call) {
		deny(call, WakeCall.ERRNO);
	}

	/**
	 * Wake the thread that waits for a notification.
	 */
	public void wake() {
		WakeCall.make(this.architecture, this.libc);
	}

	private boolean respond(Notification call) {
		this.response.putLong(0, call.id());
		this.response.putLong(NotificationLayout.VALUE, 0);
		Libc.Result result = ioctl(ListenerGuard.SEND, this.responseAddress);
		// A signal or its end interrupted the caller, or it has a response already
		if (!result.isSuccess() && !result.failedWith(Errno.ENOENT) && !result.failedWith(Errno.EINPROGRESS)) {
			throw failure("respond to", result);
		}
		this.notification.putLong(0, 0);
		return result.isSuccess();
	}

	private Libc.Result ioctl(long command, long address) {
		if (!this.direct) {
			return this.libc.syscall(this.ioctl, this.descriptor, command, address);
		}
		long value = DirectLibc.syscall(this.ioctl, this.descriptor, command, address);
		return new Libc.Result(value, (value == -1) ? Native.getLastError() : 0);
	}

	/** Closes first, since the message may load a class, and that takes a lock. */
	private IllegalStateException failure(String operation, Libc.Result result) {
		close();
		return failure(operation, result.errno());
	}

	static IllegalStateException failure(String operation, int errno) {
		return new IllegalStateException("The kernel failed to " + operation + " a notification: " + Errno.name(errno));
	}

	/**
	 * Let all waiting calls, and all later ones, fail with {@code ENOSYS}.
	 */
	@Override
	public void close() {
		while (!this.closed) {
			try {
				this.libc.syscall(this.close, this.descriptor);
				// The kernel may soon reuse the number for another file
				this.closed = true;
			}
			catch (OutOfMemoryError ex) {
				// Otherwise callers would wait permanently
				LockSupport.parkNanos(RETRY_NANOS);
			}
		}
	}

}
