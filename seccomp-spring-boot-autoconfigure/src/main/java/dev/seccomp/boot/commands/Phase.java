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

package dev.seccomp.boot.commands;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * The filters that apply at the same time. Of their decisions the strictest applies.
 *
 * @param name the name of the policy and the phase
 * @param architecture the architecture
 * @param filters the filters
 */
record Phase(String name, Architecture architecture, List<CompiledFilter> filters) {

	/**
	 * Return the decision about a call.
	 * @param syscall the name of the call
	 * @param arguments its arguments
	 * @return whether the call is denied, or the architecture does not have it
	 */
	boolean denies(String syscall, long... arguments) {
		OptionalInt number = this.architecture.syscalls().number(syscall);
		return number.isEmpty()
				|| this.filters.stream()
					.anyMatch((filter) -> filter
						.decide(new SeccompData(number.getAsInt(), this.architecture.audit(), arguments))
						.denies());
	}

	/**
	 * Return the effects of the filters on a call. Filters that allow the call with any
	 * arguments have no effect, and neither have allowlists if another one is stricter.
	 * @param syscall the name of the call
	 * @return the effects. The first denial with any arguments is the only one
	 */
	List<Effect> effects(String syscall) {
		List<Effect> effects = this.filters.stream()
			.map((filter) -> Effect.of(filter, syscall))
			.filter((effect) -> !effect.isUnconditional() || effect.otherwise().action().denies())
			.toList();
		return effects.stream()
			.filter(Effect::deniesAlways)
			.findFirst()
			.map(List::of)
			.orElseGet(() -> effects.stream()
				.filter((effect) -> effects.stream().noneMatch(effect::allowsMoreThan))
				.toList());
	}

	/**
	 * Return whether a call is denied with any arguments.
	 * @param syscall the name of the call
	 * @return whether it is
	 */
	boolean deniesAlways(String syscall) {
		return effects(syscall).stream().anyMatch(Effect::deniesAlways);
	}

	/**
	 * The effect of a filter on a call. The first matching rule applies.
	 *
	 * @param rules the rules with conditions
	 * @param otherwise the decision for other arguments
	 */
	record Effect(List<Decision> rules, Decision otherwise) {

		private static Effect of(CompiledFilter filter, String syscall) {
			List<SyscallRule> chain = filter.policy().rules(syscall);
			SyscallRule last = (chain.isEmpty()) ? null : chain.get(chain.size() - 1);
			Decision otherwise = Decision
				.of((last != null && last.isUnconditional()) ? last : filter.policy().otherwise(syscall));
			List<Decision> rules = chain.stream().filter((rule) -> !rule.isUnconditional()).map(Decision::of).toList();
			boolean same = rules.stream().allMatch((rule) -> rule.action().equals(otherwise.action()));
			return new Effect((same) ? List.of() : rules, otherwise);
		}

		private boolean allowsMoreThan(Effect other) {
			Set<List<ArgumentCondition>> allowed = allowed();
			return isAllowlist() && other.isAllowlist() && this.otherwise.action().equals(other.otherwise.action())
					&& allowed.size() > other.allowed().size() && allowed.containsAll(other.allowed());
		}

		private boolean isAllowlist() {
			return this.otherwise.action().denies()
					&& this.rules.stream().allMatch((rule) -> rule.action().equals(Action.ALLOW));
		}

		private Set<List<ArgumentCondition>> allowed() {
			return this.rules.stream().map(Decision::conditions).collect(Collectors.toSet());
		}

		boolean isUnconditional() {
			return this.rules.isEmpty();
		}

		boolean deniesAlways() {
			return this.otherwise.action().denies() && this.rules.stream().allMatch((rule) -> rule.action().denies());
		}

	}

	/**
	 * A decision.
	 *
	 * @param conditions the conditions on the arguments
	 * @param action the action
	 * @param source the rule or the property
	 */
	record Decision(List<ArgumentCondition> conditions, Action action, String source) {

		private static Decision of(SyscallRule rule) {
			return new Decision(rule.conditions(), rule.action(), rule.source());
		}

		String arguments() {
			return this.conditions.stream().map(ArgumentCondition::toString).collect(Collectors.joining(", "));
		}

		/**
		 * Describe the action.
		 * @return a verb, with the error of a denied call
		 */
		String verb() {
			if (!this.action.denies()) {
				return (this.action.equals(Action.ALLOW)) ? "allowed" : "allowed (" + this.action + ")";
			}
			return "denied (" + this.action + ")";
		}

	}

}
