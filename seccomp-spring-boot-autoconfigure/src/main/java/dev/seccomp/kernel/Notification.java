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

import dev.seccomp.bpf.SeccompData;

/**
 * The notification of a system call, whose caller waits for a response ({@code struct
 * seccomp_notif} of {@code linux/seccomp.h}).
 *
 * @param id the id of the notification, which the response must contain
 * @param pid the id of the calling thread, in this process or in a child process
 * @param data the call
 * @param purpose the purpose of the call
 */
public record Notification(long id, int pid, SeccompData data, Purpose purpose) {

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
		 * A call that wakes the owner of the listener, or verifies that it responds.
		 */
		WAKE

	}

}
