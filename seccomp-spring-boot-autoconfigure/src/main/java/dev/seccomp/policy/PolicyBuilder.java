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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * A builder of policies, which checks each name. The order of the rules is: the user's
 * rules, what presets deny, the rules of a profile, what presets allow.
 */
public final class PolicyBuilder {

	private static final String ROOT = "seccomp.";

	private static final String SYSCALLS = "syscalls";

	private static final String PRESETS = "presets";

	private static final String PROFILE = "profile";

	private static final String DEFAULT_ACTION = "default-action";

	private final Architecture architecture;

	private final String prefix;

	private final UnknownNames names;

	private final List<SyscallRule> rules = new ArrayList<>();

	private final List<SyscallRule> denials = new ArrayList<>();

	/** They follow the denials, so no preset allows a call that another one denies. */
	private final List<SyscallRule> allowances = new ArrayList<>();

	private final Set<String> absent = new LinkedHashSet<>();

	private final Map<String, Integer> conditions = new HashMap<>();

	private int calls;

	private @Nullable Action defaultAction;

	private @Nullable PolicyProfile profile;

	private Preset.@Nullable AllowList allowlist;

	private String allowlistSource = PRESETS;

	PolicyBuilder(Architecture architecture, String prefix) {
		this.architecture = architecture;
		this.prefix = prefix;
		this.names = new UnknownNames(ROOT + prefix);
	}

	/**
	 * Set the action for calls that no rule matches.
	 * @param action the action. If it is {@code null}, the profile or a preset with an
	 * allowlist gives it; without these, calls are allowed
	 * @return this builder
	 */
	public PolicyBuilder defaultAction(@Nullable Action action) {
		this.defaultAction = action;
		return this;
	}

	/**
	 * Add a rule of the user.
	 * @param property the property of the rule, such as {@code syscalls[0]}
	 * @param names the names of calls
	 * @param groups the names of groups
	 * @param conditions the conditions on the arguments of the named calls
	 * @param action the action
	 * @return this builder
	 * @throws PolicyException if a name is unknown
	 */
	public PolicyBuilder rule(String property, List<String> names, List<String> groups,
			List<ArgumentCondition> conditions, Action action) {
		if (names.isEmpty() && groups.isEmpty()) {
			throw new PolicyException(property, null, "The rule has no system calls.",
					"Set 'names', 'groups' or both, or remove the rule.");
		}
		if (!groups.isEmpty() && !conditions.isEmpty()) {
			throw new PolicyException(property + ".args", null,
					"The calls of a group have different arguments, so 'args' applies to the calls in 'names' only.",
					"Move the groups to a separate rule without 'args'.");
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
	 * Add a rule of the user for one call.
	 * @param property the property of the rule, such as {@code syscalls[0]}
	 * @param nameProperty the property of the name
	 * @param name the name of the call
	 * @param conditions the conditions on its arguments
	 * @param action the action
	 * @return this builder
	 * @throws PolicyException if the name is unknown
	 */
	public PolicyBuilder rule(String property, String nameProperty, String name, List<ArgumentCondition> conditions,
			Action action) {
		requireConditions(property, name, conditions.size());
		if (!add(this.rules, new SyscallRule(name, conditions, action, property, name))) {
			if (!SyscallTable.isKnown(name)) {
				throw this.names.unknown(nameProperty, name, "system call", this.architecture.syscalls().names());
			}
			this.absent.add(name);
		}
		return this;
	}

	/**
	 * Set the profile.
	 * @param profile the profile
	 * @return this builder
	 */
	public PolicyBuilder profile(PolicyProfile profile) {
		this.profile = profile;
		return this;
	}

	/**
	 * Add presets. A call that one of them denies is denied, in any order of the presets.
	 * @param names the names of the presets
	 * @return this builder
	 * @throws PolicyException if a name is unknown
	 */
	public PolicyBuilder presets(List<String> names) {
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i);
			String property = this.prefix + PRESETS + "[" + i + "]";
			preset(Catalog.get()
				.preset(name)
				.orElseThrow(() -> this.names.unknown(property, name, "preset", Catalog.get().presets())));
		}
		return this;
	}

	private void preset(Preset preset) {
		String source = this.prefix + PRESETS + ": " + preset.name();
		for (Preset.Denial denial : preset.denials()) {
			add(this.denials, denial.group(), denial.action(), source);
		}
		Preset.AllowList allowlist = preset.allowList();
		if (allowlist != null) {
			if (this.allowlist == null) {
				this.allowlist = allowlist;
				this.allowlistSource = PRESETS + ": " + preset.name();
			}
			for (SyscallGroup.Member member : allowlist.members(this.architecture)) {
				add(this.allowances, new SyscallRule(member.syscall(), member.conditions(this.architecture),
						Action.ALLOW, source, member.syscall()));
			}
		}
	}

	private SyscallGroup group(String property, String name) {
		return Catalog.get()
			.group(name)
			.orElseThrow(() -> this.names.unknown(property, name, "group", Catalog.get().groups()));
	}

	private void add(List<SyscallRule> rules, SyscallGroup group, Action action, String source) {
		for (SyscallGroup.Member member : group.members()) {
			add(rules, new SyscallRule(member.syscall(), member.conditions(this.architecture), member.action(action),
					source, group.subject()));
		}
	}

	private void requireConditions(String property, String name, int count) {
		if (this.conditions.merge(name, count, Integer::sum) > PolicyLimits.CONDITIONS) {
			throw PolicyLimits.tooManyConditions(property, name);
		}
	}

	private boolean add(List<SyscallRule> rules, SyscallRule rule) {
		if (++this.calls > PolicyLimits.CALLS) {
			throw PolicyLimits.tooManyCalls(rule.property());
		}
		boolean present = this.architecture.syscalls().number(rule.syscall()).isPresent();
		if (present) {
			rules.add(rule);
		}
		return present;
	}

	/**
	 * Build the policy. If a ring of io_uring could make a denied call, the policy denies
	 * rings too, unless a rule of the user allows them by name.
	 * @return the policy
	 * @throws PolicyException if it denies nothing, or allows by default what a preset
	 * with an allowlist denies
	 */
	public SeccompPolicy build() {
		DefaultAction defaultAction = effectiveDefault();
		Action action = defaultAction.action();
		if (this.allowlist != null && !action.denies()) {
			throw new PolicyException(this.prefix + DEFAULT_ACTION, action.toString(),
					"The preset is an allowlist, but this default action would allow all other calls.",
					"Remove the property, or set it to errno. To report violations without enforcing the policy, set"
							+ " 'seccomp.mode: log'.");
		}
		SeccompPolicy policy = new SeccompPolicy(this.architecture, action, this.prefix + defaultAction.source(),
				allRules(action), this.absent, (this.profile != null) ? this.profile.ignored() : Set.of());
		if (!policy.denies()) {
			throw deniesNothing(policy);
		}
		return IoUring.denyRings(policy, this.rules);
	}

	private List<SyscallRule> allRules(Action defaultAction) {
		List<SyscallRule> all = new ArrayList<>(this.rules);
		all.addAll(this.denials);
		if (this.profile != null) {
			for (SyscallRule rule : this.profile.rules(defaultAction)) {
				// A profile allows no call that is not on the allowlist of a preset
				if (this.allowlist == null || rule.action().denies()) {
					all.add(rule.from(this.prefix + rule.source()));
				}
			}
		}
		all.addAll(this.allowances);
		return all;
	}

	private DefaultAction effectiveDefault() {
		if (this.defaultAction != null) {
			return new DefaultAction(DEFAULT_ACTION, this.defaultAction);
		}
		// A profile that allows by default leaves the denials to an allowlist
		if (this.allowlist != null && (this.profile == null || !this.profile.defaultAction().denies())) {
			return new DefaultAction(this.allowlistSource, this.allowlist.otherwise());
		}
		return (this.profile != null)
				? new DefaultAction(PROFILE + ": " + this.profile.location(), this.profile.defaultAction())
				: new DefaultAction(DEFAULT_ACTION, Action.ALLOW);
	}

	private PolicyException deniesNothing(SeccompPolicy policy) {
		if (this.defaultAction == null && this.profile != null) {
			return new PolicyException(this.prefix + PROFILE, this.profile.location(),
					"The policy denies nothing. On this host, neither the profile nor any other rule denies a call.",
					"Deny calls in the profile, in '" + fullName(SYSCALLS) + "' or with '" + fullName(PRESETS)
							+ "', or " + removal() + ".");
		}
		if (this.defaultAction == null && !policy.rules().isEmpty()) {
			return new PolicyException(this.prefix + DEFAULT_ACTION, null,
					"The policy denies nothing. The default action is allow, and each rule allows calls or comes after a"
							+ " rule that allows the same calls.",
					"For an allowlist, set '" + fullName(DEFAULT_ACTION)
							+ ": errno'. To deny calls, set 'action: errno' in their rules, and move these rules before those"
							+ " that allow the same calls.");
		}
		if (!this.absent.isEmpty()) {
			return new PolicyException(this.prefix + SYSCALLS, null,
					"The policy denies nothing on " + this.architecture + ", which has no "
							+ String.join(", ", this.absent) + ".",
					"Deny calls that this architecture has, for example with '" + fullName(PRESETS) + ": "
							+ Preset.DEFAULT + "', or " + removal() + ".");
		}
		return new PolicyException(this.prefix + ((this.defaultAction != null) ? DEFAULT_ACTION : PRESETS),
				(this.defaultAction != null) ? this.defaultAction.toString() : null, "The policy denies nothing.",
				"Deny calls, for example with '" + fullName(PRESETS) + ": " + Preset.DEFAULT + "', or " + removal()
						+ ".");
	}

	private String fullName(String property) {
		return ROOT + this.prefix + property;
	}

	private String removal() {
		return (this.prefix.isEmpty()) ? "set 'seccomp.enabled: false'"
				: "remove '" + ROOT + this.prefix.substring(0, this.prefix.length() - 1) + "'";
	}

	/**
	 * The default action of the policy.
	 *
	 * @param source the source, such as a property
	 * @param action the action
	 */
	private record DefaultAction(String source, Action action) {

	}

}
