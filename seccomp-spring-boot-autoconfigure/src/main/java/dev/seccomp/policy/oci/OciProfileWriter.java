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

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.SyscallTable;

/**
 * Writes a policy as an OCI profile with the same meaning under runc. Rules that depend
 * on their order are rewritten, because an OCI profile ignores the order.
 * <p>
 * Some differences remain. For calls of another architecture, this project returns
 * {@code ENOSYS}, while libseccomp kills the calling thread. Calls above the table need
 * no rule, because runc returns {@code ENOSYS} for them unless the default action is to
 * trace. A container cannot start with a profile that denies {@code execve}, because runc
 * executes the container's program under the profile.
 */
public final class OciProfileWriter {

	private final SeccompPolicy policy;

	private final Map<DisjointRules.Rule, Set<String>> names = new LinkedHashMap<>();

	private OciProfileWriter(SeccompPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Write a policy.
	 * @param policy the policy
	 * @return the profile, in the form that a JSON mapper writes
	 * @throws dev.seccomp.policy.PolicyException if the equivalent profile would be too
	 * large
	 */
	public static Map<String, Object> write(SeccompPolicy policy) {
		return new OciProfileWriter(policy).write();
	}

	private Map<String, Object> write() {
		SyscallTable syscalls = this.policy.architecture().syscalls();
		this.policy.rulesByNumber()
			.forEach((number, rules) -> DisjointRules.of(rules, this.policy.defaultAction())
				.forEach((rule) -> add(rule, String.valueOf(syscalls.name(number)))));
		nameLast(syscalls);
		Map<String, Object> profile = new LinkedHashMap<>();
		write(this.policy.defaultAction(), profile, "defaultAction", "defaultErrnoRet");
		profile.put("architectures", List.of(OciNames.of(this.policy.architecture())));
		profile.put("syscalls", this.names.entrySet().stream().map((entry) -> {
			Map<String, Object> rule = new LinkedHashMap<>();
			rule.put("names", List.copyOf(entry.getValue()));
			write(entry.getKey().action(), rule, "action", "errnoRet");
			if (!entry.getKey().conditions().isEmpty()) {
				rule.put("args", entry.getKey().conditions().stream().map(OciProfileWriter::write).toList());
			}
			return rule;
		}).toList());
		return profile;
	}

	/** Adds a rule that makes the highest known number known to runc. */
	private void nameLast(SyscallTable syscalls) {
		String last = String.valueOf(syscalls.name(syscalls.last()));
		if (this.policy.defaultAction().denies()
				&& this.names.values().stream().noneMatch((names) -> names.contains(last))) {
			add(new DisjointRules.Rule(List.of(), this.policy.defaultAction()), last);
		}
	}

	private void add(DisjointRules.Rule rule, String name) {
		this.names.computeIfAbsent(rule, (key) -> new TreeSet<>()).add(name);
	}

	private static void write(Action action, Map<String, Object> target, String key, String errnoKey) {
		target.put(key, OciNames.of(action.type()));
		if (action.type() == ActionType.ERRNO || action.type() == ActionType.TRACE) {
			target.put(errnoKey, action.data());
		}
	}

	private static Map<String, Object> write(ArgumentCondition condition) {
		Map<String, Object> argument = new LinkedHashMap<>();
		argument.put("index", condition.index());
		if (condition.operator() == Operator.MASKED_EQ) {
			argument.put("value", unsigned(condition.mask()));
			argument.put("valueTwo", unsigned(condition.value()));
		}
		else {
			argument.put("value", unsigned(condition.value()));
		}
		argument.put("op", OciNames.of(condition.operator()));
		return argument;
	}

	private static Number unsigned(long value) {
		return (value >= 0) ? (Number) value : new BigInteger(Long.toUnsignedString(value));
	}

}
