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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;

/**
 * A policy for the system calls of one architecture. The first matching rule decides
 * about a call, or the default action if no rule matches.
 *
 * @param architecture the architecture, which has all calls of the rules
 * @param defaultAction the action for calls that no rule matches
 * @param defaultProperty the property of the default action
 * @param rules the rules in order
 * @param absent the calls that the user's rules name and only other architectures have
 * @param ignored the calls that an OCI profile names and this architecture lacks
 */
public record SeccompPolicy(Architecture architecture, Action defaultAction, String defaultProperty,
		List<SyscallRule> rules, Set<String> absent, Set<String> ignored) {

	public SeccompPolicy {
		rules = List.copyOf(rules);
		absent = Set.copyOf(absent);
		ignored = Set.copyOf(ignored);
	}

	/**
	 * Return a builder of policies.
	 * @param architecture the architecture
	 * @return a builder
	 */
	public static PolicyBuilder builder(Architecture architecture) {
		return builder(architecture, "");
	}

	/**
	 * Return a builder of policies.
	 * @param architecture the architecture
	 * @param prefix the prefix of the policy's properties, such as {@code ready.}
	 * @return a builder
	 */
	public static PolicyBuilder builder(Architecture architecture, String prefix) {
		return new PolicyBuilder(architecture, prefix);
	}

	/**
	 * Return this policy with other rules.
	 * @param defaultAction the action for calls that no rule matches
	 * @param rules the rules
	 * @return the policy
	 */
	public SeccompPolicy with(Action defaultAction, List<SyscallRule> rules) {
		return new SeccompPolicy(this.architecture, defaultAction, this.defaultProperty, rules, this.absent,
				this.ignored);
	}

	/**
	 * Return the rules that can decide about a call, without those that an earlier rule
	 * makes ineffective. Only the last can be unconditional.
	 * @return the rules by the number of the call
	 */
	public Map<Integer, List<SyscallRule>> rulesByNumber() {
		SyscallTable syscalls = this.architecture.syscalls();
		Map<Integer, List<SyscallRule>> result = new LinkedHashMap<>();
		for (SyscallRule rule : this.rules) {
			Integer number = syscalls.number(rule.syscall()).orElseThrow();
			List<SyscallRule> chain = result.get(number);
			if (chain == null) {
				chain = new ArrayList<>();
				result.put(number, chain);
			}
			if (isEffective(rule, chain)) {
				chain.add(rule);
			}
		}
		return result;
	}

	/**
	 * Return the rules that can decide about a call, without those that an earlier rule
	 * makes ineffective. Only the last can be unconditional.
	 * @param syscall the name of the call
	 * @return the rules. If none is unconditional, the default action follows
	 */
	public List<SyscallRule> rules(String syscall) {
		List<SyscallRule> result = new ArrayList<>();
		for (SyscallRule rule : this.rules) {
			if (rule.syscall().equals(syscall) && isEffective(rule, result)) {
				result.add(rule);
			}
		}
		return result;
	}

	/** An earlier rule with a subset of the conditions matches first. */
	private static boolean isEffective(SyscallRule rule, List<SyscallRule> earlier) {
		for (SyscallRule other : earlier) {
			if (other.isUnconditional() || rule.conditions().containsAll(other.conditions())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the property that decides about a call.
	 * @param syscall the name of the call
	 * @param arguments the first arguments; the others count as 0
	 * @return the property of the matching rule, or of the default action
	 */
	public String source(String syscall, long... arguments) {
		return rule(syscall, arguments).map(SyscallRule::property).orElse(this.defaultProperty);
	}

	/**
	 * Return the decision about a call.
	 * @param syscall the name of the call
	 * @param arguments the first arguments; the others count as 0
	 * @return the action of the matching rule, or the default action
	 */
	public Action action(String syscall, long... arguments) {
		return rule(syscall, arguments).map(SyscallRule::action).orElse(this.defaultAction);
	}

	private Optional<SyscallRule> rule(String syscall, long... arguments) {
		return rules(syscall).stream()
			.filter((rule) -> rule.conditions()
				.stream()
				.allMatch((condition) -> condition
					.test((condition.index() < arguments.length) ? arguments[condition.index()] : 0)))
			.findFirst();
	}

	/**
	 * Return the subjects of the rules that give a call an action.
	 * @param syscall the name of the call
	 * @param action the action
	 * @return the subjects: the description of a group, otherwise the name of the call
	 */
	public Set<String> subjects(String syscall, Action action) {
		Set<String> subjects = new LinkedHashSet<>();
		List<SyscallRule> chain = rules(syscall);
		for (SyscallRule rule : chain) {
			if (rule.action().equals(action)) {
				subjects.add(rule.subject());
			}
		}
		if (this.defaultAction.equals(action) && chain.stream().noneMatch(SyscallRule::isUnconditional)) {
			subjects.add(syscall);
		}
		return subjects;
	}

	/**
	 * Return the sources of the rules that give a call an action.
	 * @param syscall the name of the call
	 * @param action the action
	 * @return the sources, including the property of the default action if that decides
	 */
	public Set<String> sources(String syscall, Action action) {
		Set<String> sources = new LinkedHashSet<>();
		List<SyscallRule> chain = rules(syscall);
		for (SyscallRule rule : chain) {
			if (rule.action().equals(action)) {
				sources.add(rule.source());
			}
		}
		if (this.defaultAction.equals(action) && chain.stream().noneMatch(SyscallRule::isUnconditional)) {
			sources.add(this.defaultProperty);
		}
		return sources;
	}

	/**
	 * Return the full name of a property of this policy, such as {@code ready.syscalls}.
	 * @param name the last part of the name
	 * @return the name, without the prefix {@code seccomp}
	 */
	public String property(String name) {
		return this.defaultProperty.substring(0, this.defaultProperty.lastIndexOf('.') + 1) + name;
	}

	/**
	 * Return whether this policy denies any call.
	 * @return whether the default action or an effective rule denies
	 */
	public boolean denies() {
		return this.defaultAction.denies() || rulesByNumber().values()
			.stream()
			.anyMatch((chain) -> chain.stream().anyMatch((rule) -> rule.action().denies()));
	}

	/**
	 * Return whether this policy denies a call with any arguments.
	 * @param syscall the name of the call
	 * @return whether each rule that can decide about it denies
	 */
	public boolean deniesAlways(String syscall) {
		List<SyscallRule> chain = rules(syscall);
		boolean decided = !chain.isEmpty() && chain.get(chain.size() - 1).isUnconditional();
		return chain.stream().allMatch((rule) -> rule.action().denies()) && (decided || this.defaultAction.denies());
	}

	/**
	 * Return whether this policy denies starting programs, and processes that do not
	 * share the memory of their parent.
	 * @return whether each such call is denied
	 */
	public boolean deniesProcesses() {
		return ProcessStarts.denied(this);
	}

	/**
	 * Return a summary of the denied calls.
	 * @return descriptions, each with the error that the caller gets
	 */
	public List<String> denials() {
		return Denials.of(this);
	}

}
