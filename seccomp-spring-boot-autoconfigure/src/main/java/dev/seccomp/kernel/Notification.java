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

import dev.seccomp.bpf.SeccompData;

/**
 * The notification of a system call, whose caller waits for a response ({@code struct
 * seccomp_notif} of {@code linux/seccomp.h}). A listener uses one instance for all
 * notifications, since it must not allocate.
 */
public final class Notification {

	private long id;

	private int pid;

	private int number;

	private int arch;

	private final long[] arguments = new long[NotificationLayout.ARGUMENT_COUNT];

	private Purpose purpose = Purpose.CALLER;

	/**
	 * Create an empty notification.
	 */
	public Notification() {
	}

	/**
	 * Create a notification of a call of the application.
	 * @param id the id of the notification
	 * @param pid the id of the calling thread
	 * @param data the call
	 */
	public Notification(long id, int pid, SeccompData data) {
		this.id = id;
		this.pid = pid;
		this.number = data.nr();
		this.arch = data.arch();
		System.arraycopy(data.arguments(), 0, this.arguments, 0, data.arguments().length);
	}

	void read(ByteBuffer memory) {
		this.id = memory.getLong(0);
		this.pid = memory.getInt(NotificationLayout.PID);
		this.number = memory.getInt(NotificationLayout.NR);
		this.arch = memory.getInt(NotificationLayout.ARCH);
		for (int i = 0; i < NotificationLayout.ARGUMENT_COUNT; i++) {
			this.arguments[i] = memory.getLong(NotificationLayout.ARGUMENTS + i * Long.BYTES);
		}
	}

	/**
	 * Replace this notification with another one.
	 * @param other the other one
	 */
	public void copyOf(Notification other) {
		this.id = other.id;
		this.pid = other.pid;
		this.number = other.number;
		this.arch = other.arch;
		System.arraycopy(other.arguments, 0, this.arguments, 0, this.arguments.length);
		this.purpose = other.purpose;
	}

	/**
	 * Return the id, which the response must contain.
	 * @return the id of the notification
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Return the calling thread.
	 * @return the id of the thread, in this process or in a child process
	 */
	public int pid() {
		return this.pid;
	}

	/**
	 * Return the number of the call.
	 * @return the number
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Return the architecture of the call.
	 * @return an {@code AUDIT_ARCH_*} constant
	 */
	public int arch() {
		return this.arch;
	}

	/**
	 * Return the six arguments of the call.
	 * @return the array of this notification, not a copy
	 */
	public long[] arguments() {
		return this.arguments;
	}

	/**
	 * Return the purpose of the call.
	 * @return the purpose
	 */
	public Purpose purpose() {
		return this.purpose;
	}

	void purpose(Purpose purpose) {
		this.purpose = purpose;
	}

	/**
	 * The purpose of a call.
	 */
	public enum Purpose {

		/**
		 * A call of the application.
		 */
		CALLER,

		/**
		 * A test call, which verifies that the filter is in force. It is harmless,
		 * whichever code makes it.
		 */
		CANARY,

		/**
		 * An unknown call, whose caller a signal interrupted before the notification was
		 * received. It gets no response.
		 */
		INTERRUPTED,

		/**
		 * A call that wakes the owner of the listener, or verifies that it responds.
		 */
		WAKE

	}

}
