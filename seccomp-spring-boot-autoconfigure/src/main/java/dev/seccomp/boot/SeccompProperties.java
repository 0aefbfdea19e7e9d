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

package dev.seccomp.boot;

import java.util.List;
import java.util.Locale;

import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the system call filter. The {@code seccomp} block of a
 * Beats configuration is one of these.
 *
 * @param enabled Whether to install a filter.
 * @param mode What the filter does with what the policy denies.
 * @param presets Ready-made policies, after the rules of 'syscalls' and 'profile'. The
 * default is 'no-exec' when neither of these is given.
 * @param profile Location of an OCI seccomp profile in JSON, as Docker and Kubernetes
 * take it. Its rules stand after those of 'syscalls'.
 * @param defaultAction What happens to a system call that no rule matches. The default is
 * the 'defaultAction' of the profile, EPERM under an allow-list of 'presets', or else to
 * allow it.
 * @param syscalls Rules for system calls, the first that matches wins.
 * @param ready A second filter, installed when the application is ready. It only takes
 * away.
 * @param violations How what is denied is told of.
 * @param learn What becomes of what 'mode: learn' learns.
 * @param onUnsupported What to do on a platform that has no seccomp.
 * @param skip When not to install a filter.
 * @since 0.1.0
 */
@ConfigurationProperties(SeccompProperties.PREFIX)
public record SeccompProperties(@DefaultValue("true") boolean enabled, @DefaultValue("enforce") Mode mode,
		@Nullable List<String> presets, @Nullable String profile, @Nullable RuleAction defaultAction,
		@DefaultValue List<Rule> syscalls, @Nullable Ready ready, @DefaultValue Violations violations,
		@DefaultValue Learn learn, @DefaultValue("fail") OnUnsupported onUnsupported, @DefaultValue Skip skip) {

	static final String PREFIX = "seccomp";

	/**
	 * What a filter does with what the policy denies.
	 */
	public enum Mode {

		/**
		 * Deny it.
		 */
		ENFORCE,

		/**
		 * Deny nothing, and report all that would be denied.
		 */
		LOG,

		/**
		 * Deny nothing, ignore the policy, and write one that allows what was done.
		 */
		LEARN;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What to do on a platform that has no seccomp.
	 */
	public enum OnUnsupported {

		/**
		 * Stop the start.
		 */
		FAIL,

		/**
		 * Start without a filter, and warn.
		 */
		WARN;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What happens to a system call, from the most to the least restrictive.
	 */
	public enum RuleAction {

		/**
		 * Kill the process.
		 */
		KILL_PROCESS,

		/**
		 * Kill the calling thread.
		 */
		KILL_THREAD,

		/**
		 * Send the thread a SIGSYS.
		 */
		TRAP,

		/**
		 * Fail the call with an error.
		 */
		ERRNO,

		/**
		 * Ask a tracer, and fail the call with ENOSYS where there is none.
		 */
		TRACE,

		/**
		 * Make the call and log it in the kernel's log.
		 */
		LOG,

		/**
		 * Make the call.
		 */
		ALLOW;

		ActionType type() {
			return ActionType.valueOf(name());
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A rule for system calls.
	 *
	 * @param names Names of system calls.
	 * @param groups Names of groups of system calls.
	 * @param action What happens to them.
	 * @param errno The error that 'action: errno' gives the caller, by name or number.
	 * The default is EPERM.
	 * @param args Conditions on the arguments of the named calls, all of which must hold.
	 * @param namesWithArgs System calls with conditions of their own, as a Beats
	 * configuration has them.
	 */
	public record Rule(@DefaultValue List<String> names, @DefaultValue List<String> groups, @Nullable RuleAction action,
			@Nullable String errno, @DefaultValue List<Argument> args, @DefaultValue List<NameWithArgs> namesWithArgs) {

	}

	/**
	 * A system call with conditions, as a Beats configuration has it.
	 *
	 * @param name Name of the system call.
	 * @param arguments Conditions on its arguments, all of which must hold.
	 */
	public record NameWithArgs(@Nullable String name, @DefaultValue List<BeatsArgument> arguments) {

	}

	/**
	 * A condition on an argument of a system call, as a Beats configuration has it.
	 *
	 * @param argument Which argument, 0 to 5.
	 * @param operation How it is compared, unsigned.
	 * @param value With what, 64 bits, decimal or hexadecimal with 0x.
	 */
	public record BeatsArgument(@DefaultValue("0") int argument, @Nullable BeatsOperation operation,
			@DefaultValue("0") String value) {

	}

	/**
	 * How a Beats configuration compares an argument.
	 */
	public enum BeatsOperation {

		/**
		 * Equal.
		 */
		EQUAL,

		/**
		 * Not equal.
		 */
		NOT_EQUAL,

		/**
		 * Greater than.
		 */
		GREATER_THAN,

		/**
		 * Less than.
		 */
		LESS_THAN,

		/**
		 * Greater than or equal.
		 */
		GREATER_OR_EQUAL,

		/**
		 * Less than or equal.
		 */
		LESS_OR_EQUAL,

		/**
		 * Any of the bits of the value is set.
		 */
		BITS_SET,

		/**
		 * None of the bits of the value is set.
		 */
		BITS_NOT_SET;

		/** In camel case, as a Beats configuration has it. */
		@Override
		public String toString() {
			StringBuilder words = new StringBuilder();
			for (String word : name().split("_")) {
				words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
			}
			return words.toString();
		}

	}

	/**
	 * A condition on an argument of a system call.
	 *
	 * @param index Which argument, 0 to 5.
	 * @param op How it is compared, unsigned.
	 * @param value With what, 64 bits, decimal or hexadecimal with 0x.
	 * @param mask The bits that 'masked-eq' compares.
	 */
	public record Argument(@Nullable Integer index, @Nullable Operator op, @Nullable String value,
			@Nullable String mask) {

	}

	/**
	 * A second filter.
	 *
	 * @param presets Ready-made policies of the filter that is added when the application
	 * is ready, after the rules of 'syscalls' and 'profile'.
	 * @param profile Location of an OCI seccomp profile in JSON for the filter that is
	 * added when the application is ready. Its rules stand after those of 'syscalls'.
	 * @param defaultAction What happens to a system call that no rule of the filter
	 * matches that is added when the application is ready. The default is the
	 * 'defaultAction' of the profile, or else to allow it.
	 * @param syscalls Rules of the filter that is added when the application is ready,
	 * the first that matches wins. What the first filter denies stays denied.
	 */
	public record Ready(@Nullable List<String> presets, @Nullable String profile, @Nullable RuleAction defaultAction,
			@DefaultValue List<Rule> syscalls) {

	}

	/**
	 * How what is denied is told of.
	 *
	 * @param report Whether to tell who made a denied call, where the kernel can.
	 * @param history How many of the last violations the endpoint shows, the latest
	 * first.
	 */
	public record Violations(@DefaultValue("true") boolean report, @DefaultValue("100") int history) {

	}

	/**
	 * What becomes of what is learned.
	 *
	 * @param output The file that the policy is written to, or merged into. The OCI
	 * profile of the same calls stands beside it.
	 */
	public record Learn(@DefaultValue("seccomp-learned.yml") String output) {

	}

	/**
	 * When not to install a filter.
	 *
	 * @param inTests Whether to leave it out in tests: it could not be taken off a JVM
	 * that other tests share.
	 */
	public record Skip(@DefaultValue("true") boolean inTests) {

	}

}
