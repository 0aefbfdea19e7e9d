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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.NearestNames;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.Preset;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.oci.Host;
import dev.seccomp.policy.oci.KernelVersion;
import dev.seccomp.policy.oci.OciProfile;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Creates the policy that properties specify.
 */
public final class PolicyMapper {

	private static final String READY = "ready.";

	private static final int ARGUMENTS = 6;

	private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

	/** To convert a long text to a number would take long. */
	private static final int MAX_DIGITS = 100;

	/** Recent enough for each rule of a profile that requires a version. */
	private static final KernelVersion KERNEL = new KernelVersion(6, 12);

	private final Supplier<Host> host;

	private final String prefix;

	private final PolicyBuilder builder;

	private PolicyMapper(Architecture architecture, String prefix, Supplier<Host> host) {
		this.host = host;
		this.prefix = prefix;
		this.builder = SeccompPolicy.builder(architecture, prefix);
	}

	/**
	 * Create the policy of the first filter. The preset {@value Preset#DEFAULT} is in
	 * force unless presets are set.
	 * @param properties the properties
	 * @param architecture the architecture of this JVM
	 * @return the policy
	 * @throws PolicyException if a property is invalid
	 */
	public static SeccompPolicy map(SeccompProperties properties, Architecture architecture) {
		return new PolicyMapper(architecture, "", () -> Platform.host(architecture)).startup(properties);
	}

	/**
	 * Create the policy of the filter for the ready application.
	 * @param properties the properties
	 * @param architecture the architecture of this JVM
	 * @return the policy
	 * @throws PolicyException if a property is invalid
	 */
	public static SeccompPolicy map(SeccompProperties.Ready properties, Architecture architecture) {
		return new PolicyMapper(architecture, READY, () -> Platform.host(architecture)).ready(properties);
	}

	/**
	 * Create the policy of the first filter for a process without capabilities, on any
	 * machine.
	 * @param properties the properties
	 * @param architecture the architecture
	 * @return the policy
	 * @throws PolicyException if a property is invalid
	 */
	static SeccompPolicy mapUnprivileged(SeccompProperties properties, Architecture architecture) {
		return new PolicyMapper(architecture, "", () -> unprivileged(architecture)).startup(properties);
	}

	/**
	 * Create the policy of the filter for the ready application for a process without
	 * capabilities, on any machine.
	 * @param properties the properties
	 * @param architecture the architecture
	 * @return the policy
	 * @throws PolicyException if a property is invalid
	 */
	static SeccompPolicy mapUnprivileged(SeccompProperties.Ready properties, Architecture architecture) {
		return new PolicyMapper(architecture, READY, () -> unprivileged(architecture)).ready(properties);
	}

	private static Host unprivileged(Architecture architecture) {
		return new Host(architecture, Set.of(), KERNEL);
	}

	private SeccompPolicy startup(SeccompProperties properties) {
		List<String> presets = properties.presets();
		return build(properties.defaultAction(), properties.syscalls(), properties.profile(),
				(presets != null) ? presets : List.of(Preset.DEFAULT));
	}

	private SeccompPolicy ready(SeccompProperties.Ready properties) {
		return build(properties.defaultAction(), properties.syscalls(), properties.profile(), properties.presets());
	}

	private SeccompPolicy build(SeccompProperties.@Nullable RuleAction defaultAction,
			List<SeccompProperties.Rule> rules, @Nullable String profile, @Nullable List<String> presets) {
		this.builder.defaultAction((defaultAction != null) ? action(defaultAction, Errno.EPERM) : null);
		for (int i = 0; i < rules.size(); i++) {
			rule(this.prefix + "syscalls[" + i + "]", rules.get(i));
		}
		if (profile != null) {
			profile(profile);
		}
		return this.builder.presets((presets != null) ? presets : List.of()).build();
	}

	private void profile(String location) {
		try {
			this.builder.profile(OciProfile.read(location, OciProfileLoader.load(location), this.host.get()));
		}
		catch (PolicyException ex) {
			throw ex.within(this.prefix);
		}
	}

	private void rule(String property, SeccompProperties.Rule rule) {
		SeccompProperties.RuleAction action = rule.action();
		if (action == null) {
			throw new PolicyException(property + ".action", null, "The rule has no action.",
					"Set the property to errno, trace, trap, kill_thread, kill_process, log or allow. Lists are not merged."
							+ " If several property sources set 'syscalls', the source with the highest precedence must"
							+ " contain each rule completely.");
		}
		String errno = rule.errno();
		if (errno != null && action != SeccompProperties.RuleAction.ERRNO) {
			throw new PolicyException(property + ".errno", errno, "'errno' applies to 'action: errno' only.",
					"Set 'action: errno', or remove 'errno'.");
		}
		Action result = action(action, (errno != null) ? errno(property + ".errno", errno) : Errno.EPERM);
		if (rule.names().isEmpty() && !rule.namesWithArgs().isEmpty() && !rule.args().isEmpty()) {
			throw new PolicyException(property + ".args", null,
					"'args' applies to the calls in 'names' only, and the rule has no 'names'.",
					"Move the conditions to the 'arguments' of each call in 'names-with-args', or move the calls to 'names'.");
		}
		if (!rule.names().isEmpty() || !rule.groups().isEmpty() || rule.namesWithArgs().isEmpty()) {
			this.builder.rule(property, rule.names(), rule.groups(), conditions(property, rule.args()), result);
		}
		for (int i = 0; i < rule.namesWithArgs().size(); i++) {
			rule(property, property + ".names-with-args[" + i + "]", rule.namesWithArgs().get(i), result);
		}
	}

	private void rule(String source, String property, SeccompProperties.NameWithArgs call, Action action) {
		String name = required(property + ".name", call.name(), "system call", "the name of a system call");
		for (List<ArgumentCondition> conditions : BeatsConditions.of(property, call.arguments())) {
			this.builder.rule(source, property + ".name", name, conditions, action);
		}
	}

	private static Action action(SeccompProperties.RuleAction action, int errno) {
		ActionType type = action.type();
		return (type == ActionType.ERRNO) ? Action.errno(errno) : Action.of(type);
	}

	private static int errno(String property, String value) {
		return Errno.number(value).orElseGet(() -> {
			if (!NUMBER.matcher(value).matches()) {
				String suggestion = NearestNames.suggestion(value, Errno.names());
				throw new PolicyException(property, value, "There is no error of this name.", (suggestion.isEmpty())
						? "Set the name of an error, such as EACCES, or its decimal number." : suggestion);
			}
			BigInteger number = new BigInteger(value.substring(0, Math.min(value.length(), MAX_DIGITS)));
			if (number.signum() == 0) {
				throw new PolicyException(property, value,
						"The value 0 would report success to the caller although the call is denied.",
						"Set the name of an error, such as EACCES, or its number.");
			}
			if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(Errno.MAX)) > 0) {
				throw new PolicyException(property, value,
						"The kernel accepts error numbers from 1 to " + Errno.MAX + " only.",
						"Set the name of an error, such as EACCES, or its number.");
			}
			return number.intValue();
		});
	}

	private static List<ArgumentCondition> conditions(String property, List<SeccompProperties.Argument> arguments) {
		List<ArgumentCondition> conditions = new ArrayList<>();
		for (int i = 0; i < arguments.size(); i++) {
			conditions.add(condition(property + ".args[" + i + "]", arguments.get(i)));
		}
		return conditions;
	}

	private static ArgumentCondition condition(String property, SeccompProperties.Argument argument) {
		int index = required(property + ".index", argument.index(), "argument index", "a number from 0 to 5");
		index(property + ".index", index);
		Operator operator = required(property + ".op", argument.op(), "operator",
				"one of eq, ne, lt, le, gt, ge or masked-eq");
		long value = number(property + ".value", required(property + ".value", argument.value(),
				"value to compare with", "a number, decimal or hexadecimal with 0x"));
		if (operator != Operator.MASKED_EQ) {
			if (argument.mask() != null) {
				throw new PolicyException(property + ".mask", argument.mask(),
						"'mask' applies to 'op: masked-eq' only.", "Set 'op: masked-eq', or remove 'mask'.");
			}
			return satisfiable(property + ".value", argument.value(), ArgumentCondition.of(index, operator, value));
		}
		long mask = number(property + ".mask", required(property + ".mask", argument.mask(),
				"mask, which masked-eq requires", "a number, decimal or hexadecimal with 0x"));
		if ((value & ~mask) != 0) {
			throw new PolicyException(property + ".value", argument.value(),
					"The value has bits outside the mask " + argument.mask() + ", so the condition can never hold.",
					"Remove these bits from the value, or add them to the mask.");
		}
		return ArgumentCondition.masked(index, mask, value);
	}

	static int index(String property, int index) {
		if (index < 0 || index >= ARGUMENTS) {
			throw new PolicyException(property, String.valueOf(index),
					"The arguments of a system call have the indexes 0 to 5.", "Set a number from 0 to 5.");
		}
		return index;
	}

	static ArgumentCondition satisfiable(String property, @Nullable String value, ArgumentCondition condition) {
		if (condition.value() == 0 && condition.operator() == Operator.LT) {
			throw new PolicyException(property, value, "Arguments are unsigned, so none is less than 0.",
					"Correct the condition or remove the rule.");
		}
		if (condition.value() == -1 && condition.operator() == Operator.GT) {
			throw new PolicyException(property, value, "Arguments have 64 bits, so none is greater than this value.",
					"Correct the condition or remove the rule.");
		}
		return condition;
	}

	static <T> T required(String property, @Nullable T value, String missing, String remedy) {
		if (value == null) {
			throw new PolicyException(property, null, "The condition has no " + missing + ".",
					"Set the property to " + remedy + ".");
		}
		return value;
	}

	static long number(String property, String value) {
		try {
			Assert.isTrue(value.length() <= MAX_DIGITS, "Too long");
			BigInteger number = (value.regionMatches(true, 0, "0x", 0, 2)) ? new BigInteger(value.substring(2), 16)
					: new BigInteger(value);
			Assert.isTrue(number.signum() >= 0 && number.bitLength() <= Long.SIZE, "Not an unsigned 64-bit number");
			return number.longValue();
		}
		catch (IllegalArgumentException ex) {
			throw new PolicyException(property, value, "The value is not an unsigned 64-bit number.",
					"Set a number from 0 to 18446744073709551615, decimal or hexadecimal with 0x.");
		}
	}

}
