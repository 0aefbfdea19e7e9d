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

/**
 * The layout of a notification and its response, as {@code linux/seccomp.h} defines it.
 */
final class NotificationLayout {

	/* struct seccomp_notif: id, pid, flags, and struct seccomp_data */

	static final int BYTES = 80;

	static final int PID = 8;

	static final int NR = 16;

	static final int ARCH = 20;

	static final int ARGUMENTS = 32;

	static final int ARGUMENT_COUNT = 6;

	/* struct seccomp_notif_resp: id, val, error, flags */

	static final int RESPONSE_BYTES = 24;

	static final int VALUE = 8;

	static final int ERROR = 16;

	static final int FLAGS = 20;

	/** {@code SECCOMP_USER_NOTIF_FLAG_CONTINUE}. */
	static final int FLAG_CONTINUE = 1;

	private NotificationLayout() {
	}

}
