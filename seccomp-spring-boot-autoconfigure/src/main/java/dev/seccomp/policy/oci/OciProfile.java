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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.PolicyLimits;
import dev.seccomp.policy.PolicyProfile;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * A seccomp profile of the OCI runtime specification. It supports the extensions of
 * Docker ({@code archMap}, {@code includes}, {@code excludes}) and of Podman
 * ({@code errno} by name). The meaning of a profile is the same as in a container that
 * runc starts:
 * <ul>
 * <li>An unconditional rule for a call takes precedence over all rules with conditions
 * for the call, regardless of the order. The first of several such rules applies. A rule
 * with the default action applies only if no other rule of the profile does.</li>
 * <li>Several conditions on the same argument in one rule are alternatives, and so are
 * the other conditions of the rule.</li>
 * <li>Unknown calls and calls that the architecture does not have are ignored.</li>
 * <li>If the default action denies, calls newer than all calls of the profile fail with
 * {@code ENOSYS}, so that the C library falls back.</li>
 * </ul>
 * If rules with different actions and conditions match the same arguments, libseccomp's
 * choice depends on the order in which it sorts conditions. Here the first rule applies.
 * Calls of other architectures are always denied.
 */
public final class OciProfile implements PolicyProfile {

	private static final Set<String> KEYS = Set.of("defaultAction", "defaultErrnoRet", "defaultErrno", "architectures",
			"archMap", "flags", "listenerPath", "listenerMetadata", "syscalls");

	/** These flags are redundant, because the filter is always installed with them. */
	private static final Set<String> FLAGS = Set.of("SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
			"SECCOMP_FILTER_FLAG_LOG");

	private static final String NEWER = "calls newer than the profile";

	private final String location;

	private final Host host;

	private final Action defaultAction;

	private final List<OciRule> rules = new ArrayList<>();

	private final Map<String, Integer> conditions = new HashMap<>();

	/** The first rule with conditions for each call and its conditions. */
	private final Map<List<Object>, OciRule> conditional = new HashMap<>();

	private int calls;

	private OciProfile(OciValue profile, Host host) {
		Map<String, OciValue> members = profile.members(KEYS);
		rejectListener(members);
		verifyFlags(members.get("flags"));
		this.location = profile.location();
		this.host = host;
		this.defaultAction = OciRule.action(profile, members, "defaultAction", "defaultErrnoRet", "defaultErrno");
		List<OciValue> syscalls = elements(members.get("syscalls"));
		verifyArchitecture(members, syscalls);
		for (OciValue syscall : syscalls) {
			OciRule rule = OciRule.read(syscall, host);
			if (rule != null) {
				verifyLimits(rule);
				verifyConsistent(rule);
				this.rules.add(rule);
			}
		}
	}

	/**
	 * Read a profile.
	 * @param location the location of the profile
	 * @param json the profile as a JSON parser returns it: maps, lists, strings and
	 * numbers
	 * @param host the properties of the machine and process
	 * @return the profile
	 * @throws dev.seccomp.policy.PolicyException if the profile is invalid or requires an
	 * unsupported feature
	 */
	public static OciProfile read(String location, @Nullable Object json, Host host) {
		return new OciProfile(new OciValue(location, "", json), host);
	}

	@Override
	public String location() {
		return this.location;
	}

	/**
	 * Return the action for calls that no rule matches.
	 * @return the action
	 */
	@Override
	public Action defaultAction() {
		return this.defaultAction;
	}

	/**
	 * Return the names of calls in the profile that this architecture does not have.
	 * @return the names
	 */
	@Override
	public Set<String> ignored() {
		SyscallTable syscalls = this.host.architecture().syscalls();
		return this.rules.stream()
			.flatMap((rule) -> rule.names().stream())
			.filter((name) -> syscalls.number(name).isEmpty())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the rules in an order in which the first one that matches applies.
	 * @param defaultAction the action for calls that no rule matches, which may differ
	 * from that of the profile
	 * @return the rules
	 */
	@Override
	public List<SyscallRule> rules(Action defaultAction) {
		SyscallTable syscalls = this.host.architecture().syscalls();
		String source = "profile: " + this.location;
		List<SyscallRule> result = new ArrayList<>();
		for (OciRule rule : this.rules) {
			for (String name : rule.names()) {
				if (syscalls.number(name).isPresent()) {
					rule.alternatives()
						.forEach((conditions) -> result
							.add(new SyscallRule(name, conditions, rule.action(), source, name)));
				}
			}
		}
		result.sort(Comparator.comparingInt((rule) -> rank(rule, defaultAction)));
		addNewer(result, source, defaultAction);
		return result;
	}

	/**
	 * Return the precedence of a rule. libseccomp drops rules with the default action,
	 * and those with conditions if there is an unconditional rule. Here they come last,
	 * before the rules that follow the profile.
	 */
	private static int rank(SyscallRule rule, Action defaultAction) {
		if (rule.action().equals(defaultAction)) {
			return 2;
		}
		return (rule.isUnconditional()) ? 0 : 1;
	}

	/** As runc does since 1.0.0-rc93 in {@code patchbpf/enosys_linux.go}. */
	private void addNewer(List<SyscallRule> rules, String source, Action defaultAction) {
		SyscallTable syscalls = this.host.architecture().syscalls();
		if (!defaultAction.denies() || defaultAction.type() == ActionType.TRACE
				|| defaultAction.equals(Action.ENOSYS)) {
			return;
		}
		rules.stream().mapToInt((rule) -> syscalls.number(rule.syscall()).orElseThrow()).max().ifPresent((highest) -> {
			for (int number = highest + 1; number <= syscalls.last(); number++) {
				String name = syscalls.name(number);
				if (name != null) {
					rules.add(new SyscallRule(name, List.of(), Action.ENOSYS, source, NEWER));
				}
			}
		});
	}

	private void verifyLimits(OciRule rule) {
		this.calls += rule.names().size();
		if (this.calls > PolicyLimits.CALLS) {
			throw rule.value()
				.invalid("exceeds the limit of " + PolicyLimits.CALLS + " names in all rules together",
						"Name each call once in a rule, and remove repeated names and rules.");
		}
		for (String name : rule.names()) {
			if (this.conditions.merge(name, rule.conditions().size(), Integer::sum) > PolicyLimits.CONDITIONS) {
				throw rule.value()
					.invalid("exceeds the limit of " + PolicyLimits.CONDITIONS + " conditions for the call "
							+ PolicyLimits.excerpt(name), "Use fewer conditions.");
			}
		}
	}

	/** libseccomp fails with EEXIST here, so runc does not start such a container. */
	private void verifyConsistent(OciRule rule) {
		if (rule.conditions().isEmpty() || rule.action().equals(this.defaultAction)) {
			return;
		}
		Set<ArgumentCondition> conditions = Set.copyOf(rule.conditions());
		for (String name : rule.names()) {
			OciRule earlier = this.conditional.putIfAbsent(List.of(name, conditions), rule);
			if (earlier != null && !earlier.action().equals(rule.action())) {
				throw rule.value()
					.invalid(
							"contradicts " + earlier.value().pointer() + ": both apply to " + name
									+ " with the same conditions, but with different actions",
							"Remove one of the two.");
			}
		}
	}

	private void verifyArchitecture(Map<String, OciValue> members, List<OciValue> syscalls) {
		OciValue architectures = members.get("architectures");
		OciValue archMap = members.get("archMap");
		if (!elements(architectures).isEmpty() && !elements(archMap).isEmpty() && architectures != null) {
			throw architectures.invalid("cannot be combined with archMap", "Remove one of the two.");
		}
		Architecture architecture = this.host.architecture();
		Map<String, Boolean> names = OciNames.forArchitectures(architecture);
		Set<String> named = new TreeSet<>();
		elements(architectures).forEach((name) -> named.add(architecture(name, names)));
		for (OciValue entry : elements(archMap)) {
			Map<String, OciValue> map = entry.members(Set.of("architecture", "subArchitectures"));
			named.add(architecture(OciRule.required(entry, map, "architecture"), names));
			elements(map.get("subArchitectures")).forEach((name) -> architecture(name, names));
		}
		// Docker's archMap lacks ppc64le, although its profile has rules for it
		if (!named.isEmpty() && !named.contains(OciNames.of(architecture))
				&& syscalls.stream().noneMatch((syscall) -> OciRule.includesArchitectureOf(syscall, this.host))) {
			throw Objects.requireNonNull((architectures != null) ? architectures : archMap)
				.invalid("contains " + String.join(", ", named) + ", but this JVM runs on " + architecture,
						"Add " + OciNames.of(architecture) + " if the rules apply to it.");
		}
	}

	private static String architecture(OciValue name, Map<String, Boolean> names) {
		name.named("architecture", names);
		return name.string();
	}

	private static void rejectListener(Map<String, OciValue> members) {
		for (String key : List.of("listenerPath", "listenerMetadata")) {
			OciValue listener = members.get(key);
			if (listener != null) {
				throw listener.invalid("requires a seccomp agent of the container runtime, which is not supported",
						"Remove it, and the rules with SCMP_ACT_NOTIFY.");
			}
		}
	}

	private static void verifyFlags(@Nullable OciValue flags) {
		for (OciValue flag : elements(flags)) {
			if (!FLAGS.contains(flag.string())) {
				throw flag.invalid("is the unsupported flag \"" + flag.string() + "\"",
						"Remove it. The filter always has " + FLAGS.stream().sorted().collect(Collectors.joining(", "))
								+ ".");
			}
		}
	}

	private static List<OciValue> elements(@Nullable OciValue array) {
		return (array != null) ? array.elements() : List.of();
	}

}
