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

import dev.seccomp.syscall.Errno;

/**
 * The action of a policy for a system call.
 *
 * @param type the type
 * @param data the lower 16 bits of the filter's return value: the error number of
 * {@link ActionType#ERRNO}, otherwise 0
 */
public record Action(ActionType type, int data) {

	/**
	 * Allow the call.
	 */
	public static final Action ALLOW = of(ActionType.ALLOW);

	/**
	 * Fail the call with {@code ENOSYS}, as for an unknown call, so that the C library
	 * falls back.
	 */
	public static final Action ENOSYS = errno(Errno.ENOSYS);

	private static final int DATA = 0xffff;

	/**
	 * Return an action without data.
	 * @param type the type
	 * @return the action
	 */
	public static Action of(ActionType type) {
		return new Action(type, 0);
	}

	/**
	 * Return the action that fails a call.
	 * @param errno the error number
	 * @return the action
	 */
	public static Action errno(int errno) {
		return new Action(ActionType.ERRNO, errno);
	}

	/**
	 * Return the action of a filter's return value.
	 * @param returnValue the value, as in {@code seccomp(2)}
	 * @return the action
	 */
	public static Action ofReturnValue(int returnValue) {
		for (ActionType type : ActionType.values()) {
			if (type.returnValue() == (returnValue & ~DATA)) {
				return new Action(type, returnValue & DATA);
			}
		}
		throw new IllegalArgumentException("Unknown action 0x" + Integer.toHexString(returnValue));
	}

	/**
	 * Return the filter's return value for this action.
	 * @return the value, as in {@code seccomp(2)}
	 */
	public int returnValue() {
		return this.type.returnValue() | this.data;
	}

	/**
	 * Return whether this action prevents the call.
	 * @return whether it is denied
	 */
	public boolean denies() {
		return this.type.denies();
	}

	/**
	 * Compare two actions. The JVM would generate this method at its first call, which
	 * takes about 5 ms of the start.
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof Action action && this.type == action.type && this.data == action.data;
	}

	@Override
	public int hashCode() {
		return this.type.hashCode() + this.data;
	}

	/**
	 * Return the name of the error number, or of the type if the action is not an error.
	 * @return the name
	 */
	@Override
	public String toString() {
		return (this.type == ActionType.ERRNO) ? Errno.name(this.data) : this.type.toString();
	}

}
