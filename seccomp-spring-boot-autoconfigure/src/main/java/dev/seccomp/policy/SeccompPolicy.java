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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Objects;
import java.util.Set;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * A policy for the system calls of one architecture: the first rule that holds wins, and
 * what no rule matches gets the default action.
 *
 * @param architecture the architecture, all rules name calls of it
 * @param defaultAction the action of what no rule matches
 * @param defaultProperty the property that the default action comes from
 * @param rules the rules, the first that holds wins
 * @param absent the calls that were named by the user and are not of this architecture,
 * only of another
 * @param ignored the calls that an OCI profile names and that are not of this
 * architecture
 * @since 0.1.0
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
	public static Builder builder(Architecture architecture) {
		return builder(architecture, "");
	}

	/**
	 * Return a builder of policies.
	 * @param architecture the architecture
	 * @param prefix what the properties begin with that the rules come from, such as
	 * {@code ready.}
	 * @return a builder
	 */
	public static Builder builder(Architecture architecture, String prefix) {
		return new Builder(architecture, prefix);
	}

	/**
	 * Return the rules that decide about each call that any rule names: those that may
	 * hold, of which only the last can be unconditional.
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
			if (mayHold(rule, chain)) {
				chain.add(rule);
			}
		}
		return result;
	}

	/**
	 * Return whether this policy denies any call.
	 * @return whether the default action or a rule that can hold denies
	 */
	public boolean denies() {
		for (List<SyscallRule> chain : rulesByNumber().values()) {
			for (SyscallRule rule : chain) {
				if (rule.action().denies()) {
					return true;
				}
			}
		}
		return this.defaultAction.denies();
	}

	/**
	 * Return the rules that decide about a call.
	 * @param syscall the name of the call
	 * @return those that may hold, of which only the last can be unconditional; where
	 * none is, the default action follows
	 */
	public List<SyscallRule> rules(String syscall) {
		List<SyscallRule> result = new ArrayList<>();
		for (SyscallRule rule : this.rules) {
			if (rule.syscall().equals(syscall) && mayHold(rule, result)) {
				result.add(rule);
			}
		}
		return result;
	}

	/** A rule never holds where an earlier one has no condition that it has not. */
	private static boolean mayHold(SyscallRule rule, List<SyscallRule> earlier) {
		for (SyscallRule other : earlier) {
			if (other.isUnconditional() || rule.conditions().containsAll(other.conditions())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what decides about a call.
	 * @param syscall the name of the call
	 * @param arguments its first arguments, the others are taken for 0
	 * @return the property of the rule that holds, or of the default action
	 */
	public String source(String syscall, long... arguments) {
		return rule(syscall, arguments).map(SyscallRule::property).orElse(this.defaultProperty);
	}

	/**
	 * Return what is decided about a call.
	 * @param syscall the name of the call
	 * @param arguments its first arguments, the others are taken for 0
	 * @return the action of the rule that holds, or the default action
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
	 * Return what a call may have been about that this policy decided about.
	 * @param syscall the name of the call
	 * @param action what was decided
	 * @return the subjects of all that decides so: in words where a group does, else the
	 * name of the call
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
	 * Return the name of a property of this policy, such as {@code ready.syscalls}.
	 * @param name the last part of its name
	 * @return the property
	 */
	public String property(String name) {
		return this.defaultProperty.substring(0, this.defaultProperty.lastIndexOf('.') + 1) + name;
	}

	/**
	 * Return whether a call is denied whatever its arguments are.
	 * @param syscall the name of the call
	 * @return whether all that decides about it denies
	 */
	public boolean deniesAlways(String syscall) {
		List<SyscallRule> chain = rules(syscall);
		boolean decided = !chain.isEmpty() && chain.get(chain.size() - 1).isUnconditional();
		return chain.stream().allMatch((rule) -> rule.action().denies()) && (decided || this.defaultAction.denies());
	}

	/**
	 * Return whether no program can be started, nor a process with a memory of its own.
	 * @return whether all that starts one is denied
	 */
	public boolean deniesProcesses() {
		return ProcessStarts.denied(this);
	}

	/**
	 * Return in words what is denied.
	 * @return what is denied, each with what the caller gets
	 */
	public List<String> denials() {
		return Denials.of(this);
	}

	/**
	 * A builder of policies, which checks each name.
	 */
	public static final class Builder {

		private static final String ROOT = "seccomp.";

		private static final String SYSCALLS = "syscalls";

		private static final String PRESETS = "presets";

		private static final String PROFILE = "profile";

		private static final String DEFAULT_ACTION = "default-action";

		private final Architecture architecture;

		private final String prefix;

		private final List<SyscallRule> rules = new ArrayList<>();

		private final List<SyscallRule> denials = new ArrayList<>();

		/** They stand after the denials, so no preset opens what another one denies. */
		private final List<SyscallRule> allowances = new ArrayList<>();

		private final Set<String> absent = new LinkedHashSet<>();

		private @Nullable Action defaultAction;

		private @Nullable OciProfile profile;

		private Preset.@Nullable AllowList allowList;

		private Builder(Architecture architecture, String prefix) {
			this.architecture = architecture;
			this.prefix = prefix;
		}

		/**
		 * Set the action of what no rule matches.
		 * @param action the action, or {@code null} for that of the profile or of a
		 * preset that is an allow-list, or to allow where there is neither
		 * @return this builder
		 */
		public Builder defaultAction(@Nullable Action action) {
			this.defaultAction = action;
			return this;
		}

		/**
		 * Add a rule of the user's.
		 * @param property where it stands, such as {@code syscalls[0]}
		 * @param names the names of calls
		 * @param groups the names of groups
		 * @param conditions the conditions on the arguments of the named calls
		 * @param action what happens
		 * @return this builder
		 * @throws PolicyException where a name is unknown
		 */
		public Builder rule(String property, List<String> names, List<String> groups,
				List<ArgumentCondition> conditions, Action action) {
			if (names.isEmpty() && groups.isEmpty()) {
				throw new PolicyException(property, null, "It names no system call.",
						"Give 'names', 'groups' or both, or remove the rule.");
			}
			if (!groups.isEmpty() && !conditions.isEmpty()) {
				throw new PolicyException(property + ".args", null,
						"Conditions are on the arguments of named calls, and a group has calls with others.",
						"Put the groups into a rule of their own, without 'args'.");
			}
			for (int i = 0; i < names.size(); i++) {
				rule(property, property + ".names[" + i + "]", names.get(i), conditions, action);
			}
			for (int i = 0; i < groups.size(); i++) {
				add(this.rules, group(property + ".groups[" + i + "]", groups.get(i)), action, property);
			}
			return this;
		}

		/**
		 * Add the rules of an OCI profile.
		 * @param profile the profile
		 * @return this builder
		 */
		public Builder profile(OciProfile profile) {
			this.profile = profile;
			return this;
		}

		/**
		 * Add a rule of the user's for one call.
		 * @param property where the rule stands, such as {@code syscalls[0]}
		 * @param nameProperty where the name stands
		 * @param name the name of the call
		 * @param conditions the conditions on its arguments
		 * @param action what happens
		 * @return this builder
		 * @throws PolicyException where the name is unknown
		 */
		public Builder rule(String property, String nameProperty, String name, List<ArgumentCondition> conditions,
				Action action) {
			if (!add(this.rules, new SyscallRule(name, conditions, action, property, name))) {
				requireKnown(nameProperty, name);
				this.absent.add(name);
			}
			return this;
		}

		/**
		 * Add presets. Whatever their order, what one of them denies is denied.
		 * @param names the names of the presets
		 * @return this builder
		 * @throws PolicyException where a name is unknown
		 */
		public Builder presets(List<String> names) {
			for (int i = 0; i < names.size(); i++) {
				String name = names.get(i);
				String property = this.prefix + PRESETS + "[" + i + "]";
				preset(Catalog.get()
					.preset(name)
					.orElseThrow(() -> unknown(property, name, "preset", Catalog.get().presets())));
			}
			return this;
		}

		private void preset(Preset preset) {
			String source = this.prefix + PRESETS + ": " + preset.name();
			for (Preset.Denial denial : preset.denials()) {
				add(this.denials, denial.group(), denial.action(), source);
			}
			Preset.AllowList allowList = preset.allowList();
			if (allowList != null) {
				this.allowList = (this.allowList != null) ? this.allowList : allowList;
				for (SyscallGroup.Member member : allowList.members(this.architecture)) {
					add(this.allowances, new SyscallRule(member.syscall(), member.conditions(this.architecture),
							Action.ALLOW, source, member.syscall()));
				}
			}
		}

		/**
		 * Build the policy.
		 * @return the policy
		 * @throws PolicyException where it denies nothing
		 */
		public SeccompPolicy build() {
			Action action = effectiveDefault();
			if (this.allowList != null && !action.denies()) {
				throw new PolicyException(this.prefix + DEFAULT_ACTION, action.toString(),
						"It lets through what the preset is to keep out, which is an allow-list.",
						"Remove it, or set it to errno. To deny nothing and see what would be denied, set 'seccomp.mode: log'.");
			}
			SeccompPolicy policy = new SeccompPolicy(this.architecture, action, this.prefix + defaultProperty(),
					rules(action), this.absent, (this.profile != null) ? this.profile.ignored() : Set.of());
			if (policy.denies()) {
				return policy;
			}
			if (this.defaultAction == null && this.profile != null) {
				throw new PolicyException(this.prefix + PROFILE, this.profile.location(),
						"The profile denies nothing on this host, nor does anything else, so the application would seem"
								+ " protected and not be.",
						"Deny something in the profile or by '" + fullName(SYSCALLS) + "' or '" + fullName(PRESETS)
								+ "', or " + doWithout() + ".");
			}
			if (this.defaultAction == null && !policy.rules().isEmpty()) {
				throw new PolicyException(this.prefix + DEFAULT_ACTION, null,
						"No rule denies, unless an earlier one allows the same, and what no rule matches is allowed too, so"
								+ " nothing would be denied.",
						"For an allow-list set '" + fullName(DEFAULT_ACTION)
								+ ": errno'; to deny calls give their rules"
								+ " 'action: errno', and put them before rules that allow the same calls.");
			}
			if (!this.absent.isEmpty()) {
				throw new PolicyException(this.prefix + SYSCALLS, null,
						"The policy denies nothing on " + this.architecture + ", which has no "
								+ String.join(", ", this.absent) + ".",
						"Deny calls that this architecture has, for example by '" + fullName(PRESETS) + ": "
								+ Preset.DEFAULT + "', or " + doWithout() + ".");
			}
			throw new PolicyException(this.prefix + ((this.defaultAction != null) ? DEFAULT_ACTION : PRESETS),
					(this.defaultAction != null) ? action.toString() : null,
					"The policy denies nothing, so an application would seem protected and not be.",
					"Deny something, for example by '" + fullName(PRESETS) + ": " + Preset.DEFAULT + "', or "
							+ doWithout() + ".");
		}

		private String fullName(String property) {
			return ROOT + this.prefix + property;
		}

		/** A part of the properties that denies nothing need not be there. */
		private String doWithout() {
			return (this.prefix.isEmpty()) ? "say openly 'seccomp.enabled: false'"
					: "remove '" + ROOT + this.prefix.substring(0, this.prefix.length() - 1) + "'";
		}

		private List<SyscallRule> rules(Action defaultAction) {
			List<SyscallRule> all = new ArrayList<>(this.rules);
			if (this.profile != null) {
				for (SyscallRule rule : this.profile.rules(defaultAction)) {
					all.add(rule.from(this.prefix + rule.source()));
				}
			}
			all.addAll(this.denials);
			all.addAll(this.allowances);
			return all;
		}

		private Action effectiveDefault() {
			return switch (defaultProperty()) {
				case PROFILE -> Objects.requireNonNull(this.profile).defaultAction();
				case PRESETS -> Objects.requireNonNull(this.allowList).otherwise();
				default -> (this.defaultAction != null) ? this.defaultAction : Action.ALLOW;
			};
		}

		/** A profile that allows by default leaves it to an allow-list to deny. */
		private String defaultProperty() {
			if (this.defaultAction != null) {
				return DEFAULT_ACTION;
			}
			if (this.allowList != null && (this.profile == null || !this.profile.defaultAction().denies())) {
				return PRESETS;
			}
			return (this.profile != null) ? PROFILE : DEFAULT_ACTION;
		}

		private void add(List<SyscallRule> rules, SyscallGroup group, Action action, String source) {
			for (SyscallGroup.Member member : group.members()) {
				add(rules, new SyscallRule(member.syscall(), member.conditions(this.architecture),
						member.action(action), source, group.subject()));
			}
		}

		private boolean add(List<SyscallRule> rules, SyscallRule rule) {
			boolean present = this.architecture.syscalls().number(rule.syscall()).isPresent();
			if (present) {
				rules.add(rule);
			}
			return present;
		}

		private void requireKnown(String property, String name) {
			if (!SyscallTable.isKnown(name)) {
				throw unknown(property, name, "system call", this.architecture.syscalls().names());
			}
		}

		private SyscallGroup group(String property, String name) {
			return Catalog.get()
				.group(name)
				.orElseThrow(() -> unknown(property, name, "group", Catalog.get().groups()));
		}

		private PolicyException unknown(String property, String name, String kind, Collection<String> candidates) {
			if (name.isBlank()) {
				return new PolicyException(property, name, "The name of a " + kind + " is wanted, and it is empty.",
						"Give a name or remove the entry.");
			}
			return new PolicyException(property, name, "There is no " + kind + " of this name.",
					remedy(name, candidates));
		}

		private String remedy(String name, Collection<String> candidates) {
			if (SyscallTable.isKnown(name)) {
				return "It is a system call: give it in '" + fullName(SYSCALLS) + "[].names'.";
			}
			if (Catalog.get().groups().contains(name)) {
				return "It is a group: give it in '" + fullName(SYSCALLS) + "[].groups'.";
			}
			if (Catalog.get().presets().contains(name)) {
				return "It is a preset: give it in '" + fullName(PRESETS) + "'.";
			}
			if (name.contains(" ")) {
				return "Give a list, or separate names by commas.";
			}
			String suggestion = NearestNames.suggestion(name, candidates);
			return (suggestion.isEmpty()) ? "Correct the name or remove it. The manual page syscalls(2) has the names."
					: suggestion;
		}

	}

}
