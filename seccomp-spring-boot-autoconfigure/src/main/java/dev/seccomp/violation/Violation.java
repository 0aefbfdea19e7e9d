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
 * @param time the time of the call
 * @param syscall the name of the call, or its number if it has no name
 * @param number the number of the call
 * @param action the action of the policy
 * @param errno the name of the error that the policy gives, or {@code null} for another
 * action
 * @param enforced whether the call was denied, or only reported
 * @param caller the caller
 * @param arguments the arguments by name
 * @since 0.1.0
 */
public record Violation(Instant time, String syscall, int number, ActionType action, @Nullable String errno,
		boolean enforced, Caller caller, Map<String, ArgumentValue> arguments) {

	static Violation of(Instant time, String syscall, int number, Action action, boolean enforced, Caller caller,
			Map<String, ArgumentValue> arguments) {
		String errno = (action.type() == ActionType.ERRNO) ? Errno.name(action.data()) : null;
		return new Violation(time, syscall, number, action.type(), errno, enforced, caller, arguments);
	}

	/**
	 * Return the outcome of the call.
	 * @return the name of the action, or {@code log} if the policy is not enforced
	 */
	public String outcome() {
		return (this.enforced) ? this.action.toString() : "log";
	}

}
