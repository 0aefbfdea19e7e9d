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

package dev.seccomp.boot.actuate;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import org.jspecify.annotations.Nullable;

/**
 * Description of a policy.
 *
 * @param defaultAction the action for calls that no rule matches
 * @param rules the rules. The first matching rule applies
 * @since 0.1.0
 */
public record PolicyDescriptor(ActionDescriptor defaultAction, List<RuleDescriptor> rules) {

	static @Nullable PolicyDescriptor of(@Nullable SeccompPolicy policy) {
		if (policy == null) {
			return null;
		}
		List<RuleDescriptor> rules = new ArrayList<>();
		for (SyscallRule rule : policy.rules()) {
			RuleDescriptor description = RuleDescriptor.of(rule);
			RuleDescriptor last = (rules.isEmpty()) ? null : rules.get(rules.size() - 1);
			if (last != null && last.differsInCallsOnly(description)) {
				last.syscalls().addAll(description.syscalls());
			}
			else {
				rules.add(description);
			}
		}
		return new PolicyDescriptor(ActionDescriptor.of(policy.defaultAction()), rules);
	}

	/**
	 * Description of a rule.
	 *
	 * @param rule the source of the rule
	 * @param syscalls the names of the calls
	 * @param args the conditions on their arguments
	 * @param action the action
	 * @param errno the error that the caller gets
	 * @since 0.1.0
	 */
	public record RuleDescriptor(String rule, List<String> syscalls, @Nullable List<String> args, String action,
			@Nullable String errno) {

		static RuleDescriptor of(SyscallRule rule) {
			ActionDescriptor action = ActionDescriptor.of(rule.action());
			List<String> conditions = rule.conditions().stream().map(ArgumentCondition::toString).toList();
			return new RuleDescriptor(rule.source(), new ArrayList<>(List.of(rule.syscall())),
					(conditions.isEmpty()) ? null : conditions, action.action(), action.errno());
		}

		private boolean differsInCallsOnly(RuleDescriptor other) {
			return equals(new RuleDescriptor(other.rule, this.syscalls, other.args, other.action, other.errno));
		}

	}

	/**
	 * Description of an action.
	 *
	 * @param action the name of the action
	 * @param errno the error that the caller gets
	 * @since 0.1.0
	 */
	public record ActionDescriptor(String action, @Nullable String errno) {

		static ActionDescriptor of(Action action) {
			return new ActionDescriptor(action.type().toString(),
					(action.type() == ActionType.ERRNO) ? action.toString() : null);
		}

	}

}
