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
 * A system call that waits for an answer ({@code struct seccomp_notif} of
 * {@code linux/seccomp.h}).
 *
 * @param id what the answer has to name
 * @param pid the id of the calling thread, of this process or of a child
 * @param data the call
 * @param purpose what it was made for
 * @since 0.1.0
 */
public record Notification(long id, int pid, SeccompData data, Purpose purpose) {

	/**
	 * What a call was made for.
	 */
	public enum Purpose {

		/**
		 * For whatever the caller wants.
		 */
		CALLER,

		/**
		 * To check that the filter is in force. It does no harm, whoever makes it.
		 */
		CANARY,

		/**
		 * To see whether anybody answers.
		 */
		WAKE

	}

}
