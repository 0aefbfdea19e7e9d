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

package dev.seccomp.violation;

import java.time.Instant;
import java.util.Map;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A system call that a policy denies.
 *
 * @param time when it was made
 * @param syscall the name of the call, or its number where it has none
 * @param number the number of the call
 * @param action the action of the policy
 * @param enforced whether it was denied, rather than only told of
 * @param caller who made it
 * @param arguments its arguments by their names, as text, numbers or lists of text
 * @since 0.1.0
 */
public record Violation(Instant time, String syscall, int number, Action action, boolean enforced, Caller caller,
		Map<String, Object> arguments) {

	/**
	 * Return what became of the call.
	 * @return what the policy does with it, or {@code log} where nothing is enforced
	 */
	public String outcome() {
		return (this.enforced) ? this.action.type().toString() : "log";
	}

	/**
	 * Return the error that the policy gives.
	 * @return the name of the error number, or {@code null} if the action is another
	 */
	public @Nullable String errno() {
		return (this.action.type() == ActionType.ERRNO) ? Errno.name(this.action.data()) : null;
	}

}
