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

import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Receives the notifications of a filter and responds to them (see
 * {@code seccomp_unotify(2)}). Each caller is blocked until the response. After the
 * listener is closed, calls fail with {@code ENOSYS}.
 * <p>
 * The caller may be in a JNI critical section, in which collectors let no thread
 * allocate. So nothing is allocated from a notification to its response.
 */
public final class NotificationListener implements AutoCloseable {

	/** {@code SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP}. */
	private static final long SYNC_WAKE_UP = 1;

	private static final int NO_DESCRIPTOR = -1;

	private final Architecture architecture;

	private final Libc libc;

	private final int ioctl;

	private final int close;

	private final int descriptor;

	private final ListenerDescriptor operations;

	private final long notificationAddress;

	private final long responseAddress;

	private final ByteBuffer notification;

	private final ByteBuffer response;

	private final int[] canaries;

	private final Notification received = new Notification();

	private volatile boolean closed;

	NotificationListener(Architecture architecture, Libc libc, NotificationMemory memory, int descriptor) {
		this(architecture, libc, descriptor, libc.at(memory.notification(), NotificationLayout.BYTES),
				libc.at(memory.response(), NotificationLayout.RESPONSE_BYTES));
		setSyncWakeUp(architecture, libc, descriptor);
	}

	private NotificationListener(Architecture architecture, Libc libc, int descriptor, ByteBuffer notification,
			ByteBuffer response) {
		this.architecture = architecture;
		this.libc = libc;
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.close = architecture.syscalls().number("close").orElseThrow();
		this.descriptor = descriptor;
		this.operations = new ListenerDescriptor(architecture, libc, descriptor);
		this.canaries = Canary.numbers(architecture);
		this.notificationAddress = libc.address(notification);
		this.responseAddress = libc.address(response);
		this.notification = notification;
		this.response = response;
	}

	/**
	 * Execute all code paths once, so that a listener loads no class later and allocates
	 * nothing.
	 * @param process the process
	 * @param architecture the architecture of this JVM
	 */
	public static void prepare(SeccompProcess process, Architecture architecture) {
		try (Libc libc = process.directLibc(architecture)) {
			ByteBuffer notification = Libc.allocate(NotificationLayout.BYTES);
			NotificationListener listener = new NotificationListener(architecture, libc, NO_DESCRIPTOR, notification,
					Libc.allocate(NotificationLayout.RESPONSE_BYTES));
			listener.rehearse(listener::receive);
			notification.putLong(0, 1);
			Notification call = listener.receive();
			listener.rehearse(() -> listener.deny(call, 0));
			listener.rehearse(() -> listener.proceed(call));
			WakeCall.is(call.arguments());
		}
	}

	/** Without a descriptor, each operation fails. */
	private void rehearse(Runnable operation) {
		try {
			operation.run();
		}
		catch (IllegalStateException ex) {
			// Expected
		}
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
	 * @return the notification, the same instance each time
	 * @throws IllegalStateException if the listener can no longer receive
	 */
	public Notification receive() {
		while (this.notification.getLong(0) == 0) {
			for (int i = 0; i < NotificationLayout.BYTES; i += Long.BYTES) {
				this.notification.putLong(i, 0);
			}
			int errno = this.operations.ioctl(ListenerGuard.RECEIVE, this.notificationAddress);
			if (errno == Errno.ENOENT) {
				this.received.purpose(Notification.Purpose.INTERRUPTED);
				return this.received;
			}
			if (errno != 0 && errno != Errno.EINTR) {
				throw closedAfter("receive", errno);
			}
		}
		this.received.read(this.notification);
		this.received.purpose(purpose(this.received));
		return this.received;
	}

	private Notification.Purpose purpose(Notification call) {
		if (call.arch() != this.architecture.audit()) {
			return Notification.Purpose.CALLER;
		}
		if (call.number() == this.ioctl && WakeCall.is(call.arguments())) {
			return Notification.Purpose.WAKE;
		}
		return (Canary.isCanary(this.canaries, call.number(), call.arguments())) ? Notification.Purpose.CANARY
				: Notification.Purpose.CALLER;
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
	 * Wake the thread that waits for a notification, and wait for its response.
	 * @return whether it responded
	 */
	public boolean wake() {
		return WakeCall.make(this.architecture, this.libc).failedWith(WakeCall.ERRNO);
	}

	private boolean respond(Notification call) {
		this.response.putLong(0, call.id());
		this.response.putLong(NotificationLayout.VALUE, 0);
		int errno = this.operations.ioctl(ListenerGuard.SEND, this.responseAddress);
		// A signal or its end interrupted the caller, or it has a response already
		if (errno != 0 && errno != Errno.ENOENT && errno != Errno.EINPROGRESS) {
			throw closedAfter("respond to", errno);
		}
		this.notification.putLong(0, 0);
		return errno == 0;
	}

	/** Closes first, since the message may load a class, and that takes a lock. */
	private IllegalStateException closedAfter(String operation, int errno) {
		close();
		return failure(operation, errno);
	}

	static IllegalStateException failure(String operation, int errno) {
		return new IllegalStateException("The kernel failed to " + operation + " a notification: " + Errno.name(errno));
	}

	/**
	 * Let all waiting calls, and all later ones, fail with {@code ENOSYS}.
	 */
	@Override
	public void close() {
		// The kernel may soon reuse the number for another file
		if (!this.closed) {
			this.closed = true;
			this.libc.direct(this.close, this.descriptor, 0, 0);
		}
	}

}
