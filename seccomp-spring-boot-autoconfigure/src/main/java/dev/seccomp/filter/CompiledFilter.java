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

package dev.seccomp.filter;

import java.util.List;
import java.util.Set;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;

/**
 * A filter with the program that the kernel runs.
 *
 * @param specification the specification
 * @param program the program for the kernel
 * @param decisions the decisions of the policy, which the kernel leaves to the owner of
 * the listener where the program returns {@code USER_NOTIF}
 * @param listener the owner of the listener that receives the notifications
 */
public record CompiledFilter(FilterSpecification specification, FilterProgram program, DecisionTable decisions,
		ListenerOwner listener) {

	/**
	 * Return the stage of this filter.
	 * @return the stage
	 */
	public Stage stage() {
		return this.specification.stage();
	}

	/**
	 * Return whether this filter enforces its policy.
	 * @return the mode
	 */
	public FilterMode mode() {
		return this.specification.mode();
	}

	/**
	 * Return the policy of this filter.
	 * @return the policy
	 */
	public SeccompPolicy policy() {
		return this.specification.policy();
	}

	/**
	 * Return the calls that the policy denies, but that no supervisor can be notified of.
	 * @param jvmOptions the options of this JVM that make HotSpot start programs
	 * @return the names in alphabetical order; a call that is reported with some
	 * arguments only has this addition
	 */
	public List<String> unreportedCalls(Set<String> jvmOptions) {
		return Reporting.unreported(policy(), jvmOptions)
			.entrySet()
			.stream()
			.map((call) -> call.getKey() + ((call.getValue()) ? " with some arguments" : ""))
			.toList();
	}

	/**
	 * Return the hash of the program.
	 * @return {@code sha256:} and the SHA-256 of the program's bytes in hexadecimal
	 */
	public String hash() {
		return this.program.hash();
	}

	/**
	 * Return the effect of this filter on a call.
	 * @param data the call
	 * @return the action of the program, or where that is a notification the decision of
	 * the policy
	 */
	public Action effect(SeccompData data) {
		Action action = this.program.run(data);
		return (action.type() == ActionType.NOTIFY && this.mode() == FilterMode.ENFORCE) ? decide(data) : action;
	}

	/**
	 * Return the decision of the policy about a call.
	 * @param data the call
	 * @return the action that the policy has for it
	 */
	public Action decide(SeccompData data) {
		return decide(data.nr(), data.arch(), data.arguments());
	}

	/**
	 * Return the decision of the policy about a call. Allocates nothing.
	 * @param number the number of the call
	 * @param arch the architecture of the call, an {@code AUDIT_ARCH_*} constant
	 * @param arguments the arguments of the call
	 * @return the action that the policy has for it
	 */
	public Action decide(int number, int arch, long[] arguments) {
		return rule(number, arch, arguments).action();
	}

	/**
	 * Return the rule of the policy that decides about a call. Allocates nothing.
	 * @param number the number of the call
	 * @param arch the architecture of the call, an {@code AUDIT_ARCH_*} constant
	 * @param arguments the arguments of the call
	 * @return the rule, which may be that of the default action
	 */
	public SyscallRule rule(int number, int arch, long[] arguments) {
		return this.decisions.rule(number, arch, arguments);
	}

}
