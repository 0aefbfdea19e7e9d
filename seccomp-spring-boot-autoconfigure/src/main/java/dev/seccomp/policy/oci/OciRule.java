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

package dev.seccomp.policy.oci;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.NearestNames;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyLimits;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A rule of an OCI profile, one element of {@code syscalls}.
 *
 * @param value the JSON value of the rule
 * @param names the names of the calls
 * @param conditions the conditions on the arguments
 * @param action the action
 */
record OciRule(OciValue value, List<String> names, List<ArgumentCondition> conditions, Action action) {

	private static final Set<String> KEYS = Set.of("names", "name", "action", "errnoRet", "errno", "args", "comment",
			"includes", "excludes");

	private static final Set<String> ARGUMENT_KEYS = Set.of("index", "value", "valueTwo", "op");

	private static final String NOTIFY = "SCMP_ACT_NOTIFY";

	private static final int LAST_ARGUMENT = 5;

	/**
	 * The maximum value that a filter can pass to a tracer: {@code SECCOMP_RET_DATA}, 16
	 * bits.
	 */
	private static final int MAX_TRACE_DATA = 0xffff;

	/**
	 * Read a rule. The rule is validated even if it does not apply.
	 * @param value the rule
	 * @param host the properties of the machine and process
	 * @return the rule, or {@code null} if it does not apply to this host
	 */
	static @Nullable OciRule read(OciValue value, Host host) {
		Map<String, OciValue> members = value.members(KEYS);
		OciRule rule = new OciRule(value, names(value, members), conditions(members.get("args")),
				action(value, members, "action", "errnoRet", "errno"));
		boolean included = new OciHostFilter(host, members.get("includes")).matchesAll();
		boolean excluded = new OciHostFilter(host, members.get("excludes")).matchesAny();
		return (included && !excluded) ? rule : null;
	}

	/**
	 * Return whether a rule explicitly includes the architecture of the host.
	 * @param value the rule
	 * @param host the properties of the machine and process
	 * @return whether {@code includes} contains the architecture
	 */
	static boolean includesArchitectureOf(OciValue value, Host host) {
		return new OciHostFilter(host, value.members(KEYS).get("includes")).namesArchitecture();
	}

	/**
	 * Return the alternative lists of conditions. libseccomp accepts one condition for an
	 * argument. If a rule has two, runc turns each condition of the rule into a separate
	 * rule ({@code libcontainer/seccomp/seccomp_linux.go}).
	 * @return the alternatives
	 */
	List<List<ArgumentCondition>> alternatives() {
		Set<Integer> arguments = new HashSet<>();
		boolean distinct = this.conditions.stream().allMatch((condition) -> arguments.add(condition.index()));
		return (distinct) ? List.of(this.conditions) : this.conditions.stream().map(List::of).toList();
	}

	static OciValue required(OciValue value, Map<String, OciValue> members, String key) {
		OciValue member = members.get(key);
		if (member == null) {
			throw value.invalid("has no \"" + key + "\"", "Add it.");
		}
		return member;
	}

	static Action action(OciValue value, Map<String, OciValue> members, String actionKey, String numberKey,
			String nameKey) {
		OciValue action = required(value, members, actionKey);
		if (NOTIFY.equals(action.value())) {
			throw action.invalid("is \"" + NOTIFY + "\", which requires a seccomp agent of the container runtime",
					"Use another action, such as SCMP_ACT_ERRNO.");
		}
		ActionType type = action.named("action", OciNames.forActions());
		OciValue number = members.get(numberKey);
		OciValue name = members.get(nameKey);
		if (type != ActionType.ERRNO && type != ActionType.TRACE) {
			reject(number, action);
			reject(name, action);
			return Action.of(type);
		}
		int data = (number != null) ? (int) number.number((type == ActionType.TRACE) ? MAX_TRACE_DATA : Errno.MAX)
				: (name != null) ? errno(name) : Errno.EPERM;
		if (name != null && errno(name) != data) {
			throw name.invalid("is \"" + name.value() + "\", which differs from " + numberKey + " " + data,
					"Remove one of the two.");
		}
		if (type == ActionType.ERRNO && data == 0) {
			throw ((number != null) ? number : value).invalid(
					"is 0, which would report success to the caller although the call is denied",
					"Use the number of an error, such as 1 (EPERM).");
		}
		return new Action(type, data);
	}

	private static void reject(@Nullable OciValue errno, OciValue action) {
		if (errno != null) {
			throw errno.invalid("cannot be combined with the action " + action.value() + ", which returns no error",
					"Remove it, or change the action to SCMP_ACT_ERRNO.");
		}
	}

	private static int errno(OciValue name) {
		OptionalInt number = Errno.number(name.string());
		return number.orElseThrow(() -> {
			String suggestion = NearestNames.suggestion(name.string(), Errno.names());
			return name.invalid("is \"" + PolicyLimits.excerpt(name.string()) + "\", which is not a known error",
					(suggestion.isEmpty()) ? "Use the name of an error, such as EPERM." : suggestion);
		});
	}

	private static List<String> names(OciValue value, Map<String, OciValue> members) {
		OciValue name = members.get("name");
		OciValue names = members.get("names");
		if (name != null && names != null) {
			throw name.invalid("cannot be combined with \"names\"",
					"Move the name into \"names\", which replaces \"name\".");
		}
		List<OciValue> all = (name != null) ? List.of(name) : (names != null) ? names.elements() : List.of();
		if (all.isEmpty()) {
			throw value.invalid("has no system calls", "Add \"names\", or remove the rule.");
		}
		for (OciValue each : all) {
			if (each.string().isBlank()) {
				throw each.invalid("is an empty name", "Use the name of a system call, or remove it.");
			}
		}
		return all.stream().map(OciValue::string).toList();
	}

	private static List<ArgumentCondition> conditions(@Nullable OciValue arguments) {
		return (arguments != null) ? arguments.elements().stream().map(OciRule::condition).toList() : List.of();
	}

	private static ArgumentCondition condition(OciValue argument) {
		Map<String, OciValue> members = argument.members(ARGUMENT_KEYS);
		int index = (int) required(argument, members, "index").number(LAST_ARGUMENT);
		Operator operator = required(argument, members, "op").named("operator", OciNames.forOperators());
		long value = required(argument, members, "value").number(-1);
		OciValue second = members.get("valueTwo");
		long valueTwo = (second != null) ? second.number(-1) : 0;
		if (operator == Operator.MASKED_EQ) {
			// As in libseccomp, value is the mask, and valueTwo is limited to its bits
			return ArgumentCondition.masked(index, value, valueTwo & value);
		}
		if (second != null && valueTwo != 0) {
			throw second.invalid(
					"cannot be combined with the operator " + OciNames.of(operator) + ", which takes one value",
					"Remove it, or change the operator to SCMP_CMP_MASKED_EQ. Then \"value\" is the mask, and"
							+ " \"valueTwo\" is the expected value of the masked argument.");
		}
		return ArgumentCondition.of(index, operator, value);
	}

}
