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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A system call that a policy denies.
 *
 * @param time the time of the call
 * @param syscall the name of the call, or {@code unknown} if the architecture has no call
 * of this number
 * @param number the number of the call
 * @param action the action of the policy
 * @param errno the name of the error that the policy gives, or {@code null} for another
 * action
 * @param enforced whether the call was denied, or only reported
 * @param denials the filters that deny the call with their rules, the deciding one first
 * @param caller the caller
 * @param arguments the arguments by name
 * @param rawArguments the six arguments as the kernel received them
 * @since 0.1.0
 */
public record Violation(Instant time, String syscall, int number, ActionType action, @Nullable String errno,
		boolean enforced, List<Denial> denials, Caller caller, Map<String, ArgumentValue> arguments,
		List<Long> rawArguments) {

	public Violation {
		denials = List.copyOf(denials);
		rawArguments = List.copyOf(rawArguments);
	}

	static Violation of(Instant time, Notification call, String syscall, Action action, boolean enforced,
			List<Denial> denials, Caller caller, Map<String, ArgumentValue> arguments) {
		String errno = (action.type() == ActionType.ERRNO) ? Errno.name(action.data()) : null;
		return new Violation(time, syscall, call.number(), action.type(), errno, enforced, denials, caller, arguments,
				Arrays.stream(call.arguments()).boxed().toList());
	}

	/**
	 * Return the outcome of the call.
	 * @return the name of the action, or {@code log} if the policy is not enforced
	 */
	public String outcome() {
		return (this.enforced) ? this.action.toString() : "log";
	}

	/**
	 * Return the filter that decided, with its rule.
	 * @return the first denial, or {@code null} if there is none
	 */
	public @Nullable Denial denial() {
		return (this.denials.isEmpty()) ? null : this.denials.get(0);
	}

	/**
	 * The denial of a call by a filter.
	 *
	 * @param filter the name of the filter: {@code sealed}, {@code startup} or
	 * {@code ready}
	 * @param rule the source of the rule, such as {@code presets: no-exec}
	 * @since 0.1.0
	 */
	public record Denial(String filter, String rule) {

		/**
		 * Return the denials of a call. The most restrictive filter decides, among equals
		 * the newest.
		 * @param filters the filters, oldest first
		 * @param call the call
		 * @return the denials, the deciding one first
		 */
		static List<Denial> of(CompiledFilter[] filters, Notification call) {
			List<Denial> denials = new ArrayList<>(filters.length);
			ActionType strictest = ActionType.ALLOW;
			for (CompiledFilter filter : filters) {
				SyscallRule rule = filter.rule(call.number(), call.arch(), call.arguments());
				ActionType type = rule.action().type();
				if (type.denies()) {
					boolean decides = type.compareTo(strictest) <= 0;
					denials.add((decides) ? 0 : denials.size(), new Denial(filter.stage().toString(), rule.source()));
					strictest = (decides) ? type : strictest;
				}
			}
			return denials;
		}

	}

}
