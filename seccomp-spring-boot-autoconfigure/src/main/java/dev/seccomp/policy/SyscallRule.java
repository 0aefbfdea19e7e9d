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

import java.util.List;

/**
 * A rule for one system call.
 *
 * @param syscall the name of the call
 * @param conditions the conditions, all of which must hold
 * @param action the action
 * @param source the source of the rule, such as {@code presets: no-exec}
 * @param subject the description for messages: that of the group, or the name of the call
 */
public record SyscallRule(String syscall, List<ArgumentCondition> conditions, Action action, String source,
		String subject) {

	public SyscallRule {
		conditions = List.copyOf(conditions);
	}

	/**
	 * Return whether this rule matches all arguments.
	 * @return whether it has no conditions
	 */
	public boolean isUnconditional() {
		return this.conditions.isEmpty();
	}

	/**
	 * Return this rule with other conditions and another action.
	 * @param conditions the conditions
	 * @param action the action
	 * @return the rule
	 */
	public SyscallRule with(List<ArgumentCondition> conditions, Action action) {
		return new SyscallRule(this.syscall, conditions, action, this.source, this.subject);
	}

	SyscallRule from(String source) {
		return new SyscallRule(this.syscall, this.conditions, this.action, source, this.subject);
	}

	/**
	 * Return the property that contains the rule.
	 * @return the property, such as {@code presets}
	 */
	public String property() {
		int colon = this.source.indexOf(':');
		return (colon != -1) ? this.source.substring(0, colon) : this.source;
	}

}
