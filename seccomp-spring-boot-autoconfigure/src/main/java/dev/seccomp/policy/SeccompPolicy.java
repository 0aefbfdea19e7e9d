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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;

/**
 * A policy for the system calls of one architecture. The first matching rule decides
 * about a call, or the default action if no rule matches.
 *
 * @param architecture the architecture, which has all calls of the rules
 * @param defaultAction the action for calls that no rule matches
 * @param defaultSource the source of the default action, such as {@code default-action}
 * or {@code presets: web-service}
 * @param rules the rules in order
 * @param absent the calls that the user's rules name and only other architectures have
 * @param ignored the calls that an OCI profile names and this architecture lacks
 */
public record SeccompPolicy(Architecture architecture, Action defaultAction, String defaultSource,
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
		return new SeccompPolicy(this.architecture, defaultAction, this.defaultSource, rules, this.absent,
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
	 * @return the property of the rule that decides
	 */
	public String source(String syscall, long... arguments) {
		return rule(syscall, arguments).property();
	}

	/**
	 * Return the decision about a call.
	 * @param syscall the name of the call
	 * @param arguments the first arguments; the others count as 0
	 * @return the action of the rule that decides
	 */
	public Action action(String syscall, long... arguments) {
		return rule(syscall, arguments).action();
	}

	/**
	 * Return the rule that decides about a call.
	 * @param syscall the name of the call
	 * @param arguments the first arguments; the others count as 0
	 * @return the first matching rule, which may be that of the default action
	 */
	public SyscallRule rule(String syscall, long... arguments) {
		return rules(syscall).stream()
			.filter((rule) -> rule.conditions()
				.stream()
				.allMatch((condition) -> condition
					.test((condition.index() < arguments.length) ? arguments[condition.index()] : 0)))
			.findFirst()
			.orElseGet(() -> otherwise(syscall));
	}

	/**
	 * Return the default action as a rule, which follows all others.
	 * @param syscall the name of the call
	 * @return the rule for the call
	 */
	public SyscallRule otherwise(String syscall) {
		return new SyscallRule(syscall, List.of(), this.defaultAction, this.defaultSource, syscall);
	}

	/**
	 * Return the conditions of a rule for a call, which applies to no call that differs
	 * from it for this policy or for a group.
	 * @param syscall the name of the call
	 * @param arguments the six arguments
	 * @return the conditions, one for each argument that matters
	 */
	public List<ArgumentCondition> conditions(String syscall, long... arguments) {
		long[] masks = new long[arguments.length];
		Stream
			.concat(rules(syscall).stream().map(SyscallRule::conditions),
					Risk.of(syscall).stream().map((risk) -> risk.member().conditions(this.architecture)))
			.flatMap(List::stream)
			.forEach((condition) -> masks[condition.index()] |= condition.mask());
		return IntStream.range(0, masks.length)
			.filter((index) -> masks[index] != 0)
			.mapToObj((index) -> (masks[index] == ArgumentCondition.ALL)
					? ArgumentCondition.of(index, Operator.EQ, arguments[index])
					: ArgumentCondition.masked(index, masks[index], arguments[index] & masks[index]))
			.toList();
	}

	/**
	 * Return the full name of a property of this policy, such as {@code ready.syscalls}.
	 * @param name the last part of the name
	 * @return the name, without the prefix {@code seccomp}
	 */
	public String property(String name) {
		String property = otherwise(name).property();
		return property.substring(0, property.lastIndexOf('.') + 1) + name;
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
	 * Return whether a call is denied with some arguments.
	 * @param syscall the name of the call
	 * @return whether this architecture has the call and a rule or the default denies it
	 */
	public boolean mayDeny(String syscall) {
		List<SyscallRule> rules = rules(syscall);
		return this.architecture.syscalls().number(syscall).isPresent() && (rules.stream()
			.anyMatch((rule) -> rule.action().denies())
				|| (this.defaultAction.denies() && rules.stream().noneMatch((rule) -> rule.conditions().isEmpty())));
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
	 * Return the denied calls that io_uring can make nevertheless, since the policy
	 * allows a ring to be created.
	 * @return the names, in the order of the opcodes of io_uring
	 */
	public Set<String> bypassedByRings() {
		return IoUring.bypassed(this).keySet();
	}

	/**
	 * Return a summary of the denied calls.
	 * @return descriptions, each with the error that the caller gets
	 */
	public List<String> denials() {
		return Denials.of(this);
	}

}
