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

package dev.seccomp.boot.properties;

import java.util.List;
import java.util.Locale;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the system call filter. The {@code seccomp} block of a
 * Beats configuration is valid without changes.
 *
 * @param enabled Whether to install a seccomp filter.
 * @param mode Whether to enforce the policy, to report violations without enforcing it,
 * or to learn a policy.
 * @param presets Predefined policies, which apply after the rules of 'syscalls'. The
 * default is 'no-exec'. Set an empty list to use no preset.
 * @param profile Location of an OCI seccomp profile in JSON, as used by Docker and
 * Kubernetes. Its rules apply after those of 'syscalls' and 'presets'.
 * @param defaultAction Action for system calls that match no rule. The default is the
 * 'defaultAction' of the profile, or 'errno' with a preset that is an allowlist. Without
 * both, it is 'allow'.
 * @param syscalls Rules for system calls. The first matching rule applies.
 * @param ready Second filter, installed when the application is ready. It can deny more
 * calls, but cannot allow calls that the first filter denies.
 * @param violations Settings for violation reports.
 * @param learn Settings for learn mode.
 * @param onUnsupported Whether to fail the startup or to log a warning on a platform
 * without seccomp.
 * @param skip Settings for startups without a filter.
 * @since 0.1.0
 */
@ConfigurationProperties(SeccompProperties.PREFIX)
public record SeccompProperties(@DefaultValue("true") boolean enabled, @DefaultValue("enforce") FilterMode mode,
		@Nullable List<String> presets, @Nullable String profile, @Nullable RuleAction defaultAction,
		@DefaultValue List<Rule> syscalls, @Nullable Ready ready, @DefaultValue Violations violations,
		@DefaultValue Learn learn, @DefaultValue("fail") OnUnsupported onUnsupported, @DefaultValue Skip skip) {

	/**
	 * The prefix of the properties.
	 */
	public static final String PREFIX = "seccomp";

	/** The properties of an application that sets none of them. */
	static final SeccompProperties DEFAULTS = new SeccompProperties(true, FilterMode.ENFORCE, null, null, null,
			List.of(), null, new Violations(true, 100, List.of()), new Learn("seccomp-learned.yml", List.of()),
			OnUnsupported.FAIL, new Skip(true));

	/**
	 * The behavior on a platform without seccomp.
	 *
	 * @since 0.1.0
	 */
	public enum OnUnsupported {

		/**
		 * Fail the startup.
		 */
		FAIL,

		/**
		 * Log a warning and start without a filter.
		 */
		WARN;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The actions for a system call, from the most to the least restrictive.
	 *
	 * @since 0.1.0
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
		 * Send the signal SIGSYS to the calling thread.
		 */
		TRAP,

		/**
		 * Fail the call with an error.
		 */
		ERRNO,

		/**
		 * Notify a tracer, and fail the call with ENOSYS if there is none.
		 */
		TRACE,

		/**
		 * Allow the call and write it to the kernel's log.
		 */
		LOG,

		/**
		 * Allow the call.
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
	 * @param action Action for these system calls.
	 * @param errno Error that the call returns with 'action: errno', by name or number.
	 * The default is EPERM.
	 * @param args Conditions on the arguments of the calls in 'names'. All must hold.
	 * @param namesWithArgs System calls, each with its own conditions, in the format of a
	 * Beats configuration.
	 * @since 0.1.0
	 */
	public record Rule(@DefaultValue List<String> names, @DefaultValue List<String> groups, @Nullable RuleAction action,
			@Nullable String errno, @DefaultValue List<Argument> args, @DefaultValue List<NameWithArgs> namesWithArgs) {

	}

	/**
	 * A system call with conditions, in the format of a Beats configuration.
	 *
	 * @param name Name of the system call.
	 * @param arguments Conditions on its arguments. All must hold.
	 * @since 0.1.0
	 */
	public record NameWithArgs(@Nullable String name, @DefaultValue List<BeatsArgument> arguments) {

	}

	/**
	 * A condition on an argument of a system call, in the format of a Beats
	 * configuration.
	 *
	 * @param argument Index of the argument, 0 to 5.
	 * @param operation Comparison of unsigned numbers.
	 * @param value Number to compare with: 64 bits, decimal or hexadecimal with 0x.
	 * @since 0.1.0
	 */
	public record BeatsArgument(@DefaultValue("0") int argument, @Nullable BeatsOperation operation,
			@DefaultValue("0") String value) {

	}

	/**
	 * The comparisons of a Beats configuration.
	 *
	 * @since 0.1.0
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

		/** Returns the name in camel case, as in a Beats configuration. */
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
	 * @param index Index of the argument, 0 to 5.
	 * @param op Comparison of unsigned numbers.
	 * @param value Number to compare with: 64 bits, decimal or hexadecimal with 0x.
	 * @param mask Bits that 'masked-eq' compares.
	 * @since 0.1.0
	 */
	public record Argument(@Nullable Integer index, @Nullable Operator op, @Nullable String value,
			@Nullable String mask) {

	}

	/**
	 * A second filter.
	 *
	 * @param presets Predefined policies of the filter for the ready application, which
	 * apply after the rules of 'syscalls'.
	 * @param profile Location of an OCI seccomp profile in JSON for the ready
	 * application. Its rules apply after those of 'syscalls' and 'presets'.
	 * @param defaultAction Action for system calls of the ready application that match no
	 * rule. The default is the 'defaultAction' of the profile, or 'errno' with a preset
	 * that is an allowlist. Without both, it is 'allow'.
	 * @param syscalls Rules for the ready application. The first matching rule applies.
	 * Calls that the first filter denies remain denied.
	 * @since 0.1.0
	 */
	public record Ready(@Nullable List<String> presets, @Nullable String profile, @Nullable RuleAction defaultAction,
			@DefaultValue List<Rule> syscalls) {

	}

	/**
	 * Settings for violation reports.
	 *
	 * @param report Whether to report violations with their callers, if the kernel
	 * supports user notification.
	 * @param history Number of violations that the endpoint shows, newest first.
	 * @param ignore Violations of known callers, which are logged at level DEBUG instead
	 * of WARN. They are still denied and counted.
	 * @since 0.1.0
	 */
	public record Violations(@DefaultValue("true") boolean report, @DefaultValue("100") int history,
			@DefaultValue List<Ignore> ignore) {

	}

	/**
	 * Violations of known callers.
	 *
	 * @param packages Packages of the callers. Subpackages are included. The caller is
	 * the innermost frame of the stack outside java.base and JNA.
	 * @param syscalls Names of the system calls that these callers may attempt.
	 * @since 0.1.0
	 */
	public record Ignore(@DefaultValue List<String> packages, @DefaultValue List<String> syscalls) {

	}

	/**
	 * Settings for learn mode.
	 *
	 * @param output File for the learned policy. The recording, from which it is
	 * rendered, and the same policy as an OCI profile are written next to it.
	 * @param environments Environments in which the policy was learned. Learn mode writes
	 * them into the policy. A start in another environment logs a warning.
	 * @since 0.1.0
	 */
	public record Learn(@DefaultValue("seccomp-learned.yml") String output, @DefaultValue List<String> environments) {

	}

	/**
	 * Settings for startups without a filter.
	 *
	 * @param inTests Whether tests run without a filter. A filter cannot be removed, and
	 * would apply to all later tests in the same JVM.
	 * @since 0.1.0
	 */
	public record Skip(@DefaultValue("true") boolean inTests) {

	}

}
