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

package dev.seccomp.policy;

import java.util.Locale;

/**
 * The kernel's reaction to a system call ({@code SECCOMP_RET_*} of
 * {@code linux/seccomp.h}), from the most to the least restrictive.
 *
 * @since 0.1.0
 */
public enum ActionType {

	/**
	 * Kill the process.
	 */
	KILL_PROCESS(0x80000000),

	/**
	 * Kill the calling thread.
	 */
	KILL_THREAD(0x00000000),

	/**
	 * Send {@code SIGSYS} to the thread.
	 */
	TRAP(0x00030000),

	/**
	 * Fail the call with an error number.
	 */
	ERRNO(0x00050000),

	/**
	 * Notify the supervisor of this process. It is reserved for the supervisor, which
	 * reports the caller.
	 */
	NOTIFY(0x7fc00000),

	/**
	 * Notify a tracer. Without a tracer the call fails with {@code ENOSYS}.
	 */
	TRACE(0x7ff00000),

	/**
	 * Allow the call and write it to the kernel's log.
	 */
	LOG(0x7ffc0000),

	/**
	 * Allow the call.
	 */
	ALLOW(0x7fff0000);

	private final int returnValue;

	private final String text = name().toLowerCase(Locale.ROOT);

	ActionType(int returnValue) {
		this.returnValue = returnValue;
	}

	int returnValue() {
		return this.returnValue;
	}

	/**
	 * Return whether this type prevents the call.
	 * @return {@code true} for all but {@link #LOG} and {@link #ALLOW}
	 */
	public boolean denies() {
		return this != LOG && this != ALLOW;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
