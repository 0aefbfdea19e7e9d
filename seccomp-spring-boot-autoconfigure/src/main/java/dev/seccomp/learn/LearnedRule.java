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

package dev.seccomp.learn;

import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;

/**
 * A rule of a learned policy, for several calls or for one group.
 *
 * @param names the names of the calls with their comments
 * @param group the name of a group, or empty if the rule names calls
 * @param conditions the conditions on the arguments of the named call
 * @param action the action
 */
record LearnedRule(List<Name> names, String group, List<ArgumentCondition> conditions, Action action) {

	static LearnedRule ofNames(List<Name> names) {
		return new LearnedRule(names, "", List.of(), Action.ALLOW);
	}

	static LearnedRule of(RecordedCall call, Action action, String comment) {
		return new LearnedRule(List.of(new Name(call.syscall(), comment)), "", call.conditions(), action);
	}

	static LearnedRule ofGroup(String group, Action action) {
		return new LearnedRule(List.of(), group, List.of(), action);
	}

	/**
	 * Return whether this is the rule for threads, after the rules that deny all other
	 * uses of {@code clone}.
	 */
	boolean isThreads() {
		return this.conditions.isEmpty() && this.names.size() == 1 && this.names.get(0).syscall().equals("clone");
	}

	/**
	 * The name of a call with a comment.
	 *
	 * @param syscall the name
	 * @param comment the comment in the file
	 */
	record Name(String syscall, String comment) {

	}

	/**
	 * A section of rules with a heading.
	 *
	 * @param heading the heading
	 * @param rules the rules
	 */
	record Section(String heading, List<LearnedRule> rules) {

	}

}
