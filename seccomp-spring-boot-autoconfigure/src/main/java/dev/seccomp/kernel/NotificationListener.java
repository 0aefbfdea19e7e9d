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
 * Where the calls arrive that a filter asks about (see {@code seccomp_unotify(2)}). Each
 * caller sleeps until its call is answered; once the listener is closed, calls fail with
 * {@code ENOSYS}.
 *
 * @since 0.1.0
 */
public final class NotificationListener implements AutoCloseable {

	/* struct seccomp_notif: id, pid, flags, and struct seccomp_data */

	static final int BYTES = 80;

	static final int PID = 8;

	static final int NR = 16;

	private static final int ARCH = 20;

	static final int ARGUMENTS = 32;

	static final int ARGUMENT_COUNT = 6;

	/* struct seccomp_notif_resp: id, val, error, flags */

	static final int RESPONSE_BYTES = 24;

	private static final int VALUE = 8;

	static final int ERROR = 16;

	static final int FLAGS = 20;

	static final int FLAG_CONTINUE = 1;

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
		this.notification = buffer(this.notificationAddress, BYTES);
		this.response = buffer(this.responseAddress, RESPONSE_BYTES);
		takeTurns(architecture, libc, descriptor);
	}

	private static ByteBuffer buffer(long address, int bytes) {
		return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
	}

	/**
	 * Load a shorter way to the kernel, which takes longer than a start should wait.
	 * @param architecture the architecture of this JVM
	 */
	public static void loadDirectCalls(Architecture architecture) {
		DirectLibc.load(architecture);
	}

	/**
	 * Use the shorter way to the kernel from now on, so that a flood of calls costs less.
	 */
	public void useDirectCalls() {
		this.direct = true;
	}

	/**
	 * Have a caller and the thread that answers share a processor, as they take turns.
	 * Linux before 6.6 does not know how.
	 */
	static void takeTurns(Architecture architecture, Libc libc, int descriptor) {
		libc.syscall(architecture.syscalls().number("ioctl").orElseThrow(), descriptor, ListenerGuard.SET_FLAGS,
				SYNC_WAKE_UP);
	}

	/**
	 * Wait for a call. One that was received before and is not answered yet, as there was
	 * too little memory to, is received again.
	 * @return the call
	 * @throws IllegalStateException where no call can be received any more
	 */
	public Notification receive() {
		while (this.notification.getLong(0) == 0) {
			for (int i = 0; i < BYTES; i += Long.BYTES) {
				this.notification.putLong(i, 0);
			}
			Libc.Result result = ioctl(ListenerGuard.RECEIVE, this.notificationAddress);
			// The caller can be gone before its call is received
			if (!result.isSuccess() && !result.failedWith(Errno.EINTR) && !result.failedWith(Errno.ENOENT)) {
				throw failure("receive", result);
			}
		}
		return notification();
	}

	private Notification notification() {
		ByteBuffer memory = this.notification;
		long[] arguments = new long[ARGUMENT_COUNT];
		for (int i = 0; i < ARGUMENT_COUNT; i++) {
			arguments[i] = memory.getLong(ARGUMENTS + i * Long.BYTES);
		}
		SeccompData data = new SeccompData(memory.getInt(NR), memory.getInt(ARCH), arguments);
		return new Notification(memory.getLong(0), memory.getInt(PID), data, purpose(data));
	}

	private Notification.Purpose purpose(SeccompData data) {
		if (data.nr() == this.ioctl && WakeCall.is(data)) {
			return Notification.Purpose.WAKE;
		}
		return (Canary.isCanary(this.architecture, data)) ? Notification.Purpose.CANARY : Notification.Purpose.CALLER;
	}

	/**
	 * Have a call fail.
	 * @param call the call
	 * @param errno the error number that its caller gets
	 * @return whether the caller was still waiting
	 * @throws IllegalStateException where no call can be answered any more
	 */
	public boolean deny(Notification call, int errno) {
		this.response.putInt(ERROR, -errno);
		return answer(call);
	}

	/**
	 * Have a call made, which only a filter that enforces nothing leaves room for.
	 * @param call the call
	 * @return whether the caller was still waiting
	 * @throws IllegalStateException where no call can be answered any more
	 */
	public boolean proceed(Notification call) {
		this.response.putInt(ERROR, 0);
		this.response.putInt(FLAGS, FLAG_CONTINUE);
		try {
			return answer(call);
		}
		finally {
			// The kernel refuses an error with this flag
			this.response.putInt(FLAGS, 0);
		}
	}

	/**
	 * Answer a call that was only made to see whether anybody answers.
	 * @param call the call
	 */
	public void acknowledge(Notification call) {
		deny(call, WakeCall.ERRNO);
	}

	/**
	 * Have the thread that waits for a call get one, which asks for nothing.
	 */
	public void wake() {
		WakeCall.make(this.architecture, this.libc);
	}

	private boolean answer(Notification call) {
		this.response.putLong(0, call.id());
		this.response.putLong(VALUE, 0);
		Libc.Result result = ioctl(ListenerGuard.SEND, this.responseAddress);
		// A signal or its end took the caller out of the wait, or it has its answer
		if (!result.isSuccess() && !result.failedWith(Errno.ENOENT) && !result.failedWith(Errno.EINPROGRESS)) {
			throw failure("answer", result);
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

	/** It is closed first: to say why may take a class to load, and a lock for that. */
	private IllegalStateException failure(String what, Libc.Result result) {
		close();
		return failure(what, result.errno());
	}

	static IllegalStateException failure(String what, int errno) {
		return new IllegalStateException("The kernel failed to " + what + " a call with " + Errno.name(errno));
	}

	/**
	 * Let all waiting calls, and all later ones, fail with {@code ENOSYS}.
	 */
	@Override
	public void close() {
		while (!this.closed) {
			try {
				this.libc.syscall(this.close, this.descriptor);
				// The number may soon be that of another file
				this.closed = true;
			}
			catch (OutOfMemoryError ex) {
				// Callers would wait for ever
				LockSupport.parkNanos(RETRY_NANOS);
			}
		}
	}

}
