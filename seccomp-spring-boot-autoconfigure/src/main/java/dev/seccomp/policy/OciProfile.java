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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * A seccomp profile of the Open Container Initiative's runtime specification, with what
 * Docker ({@code archMap}, {@code includes}, {@code excludes}) and Podman ({@code errno}
 * by name) add to it. It means what it means in a container that runc starts:
 * <ul>
 * <li>A rule for a call whatever its arguments are outweighs all rules for the call that
 * look at arguments, wherever it stands; of several such rules the first one counts. A
 * rule that asks for the default action counts only where no other rule of the profile
 * does.</li>
 * <li>Several conditions on the same argument in one rule are alternatives, as are then
 * the rule's other conditions.</li>
 * <li>Names of calls that the architecture does not have, or that nobody knows yet, are
 * ignored.</li>
 * <li>Where the default action denies, calls that are newer than all that the profile
 * names get {@code ENOSYS}, so that the C library falls back.</li>
 * </ul>
 * Where rules with other actions and different conditions hold for the same arguments,
 * libseccomp's choice depends on the order in which it sorts conditions; here the first
 * rule wins. Calls of other architectures are never made, whatever the profile says.
 *
 * @since 0.1.0
 */
public final class OciProfile implements PolicyProfile {

	private static final Set<String> KEYS = Set.of("defaultAction", "defaultErrnoRet", "defaultErrno", "architectures",
			"archMap", "flags", "listenerPath", "listenerMetadata", "syscalls");

	/** These change nothing: the filter is installed with them in any case. */
	private static final Set<String> FLAGS = Set.of("SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
			"SECCOMP_FILTER_FLAG_LOG");

	private static final String NEWER = "calls newer than the profile";

	private final String location;

	private final Host host;

	private final Action defaultAction;

	private final List<OciRule> rules = new ArrayList<>();

	private OciProfile(OciValue profile, Host host) {
		Map<String, OciValue> members = profile.members(KEYS);
		refuseListener(members);
		requireFlags(members.get("flags"));
		this.location = profile.location();
		this.host = host;
		this.defaultAction = OciRule.action(profile, members, "defaultAction", "defaultErrnoRet", "defaultErrno");
		List<OciValue> syscalls = elements(members.get("syscalls"));
		requireArchitecture(members, syscalls);
		for (OciValue syscall : syscalls) {
			OciRule rule = OciRule.read(syscall, host);
			if (rule != null) {
				requireConsistent(rule);
				this.rules.add(rule);
			}
		}
	}

	/**
	 * Read a profile.
	 * @param location where it was loaded from
	 * @param json the profile, as a JSON parser returns it: of maps, lists, strings and
	 * numbers
	 * @param host what the process runs on
	 * @return the profile
	 * @throws PolicyException where the profile is not valid, or asks for what cannot be
	 * done
	 */
	public static OciProfile read(String location, @Nullable Object json, Host host) {
		return new OciProfile(new OciValue(location, "", json), host);
	}

	@Override
	public String location() {
		return this.location;
	}

	/**
	 * Return the action of what no rule matches.
	 * @return the action
	 */
	@Override
	public Action defaultAction() {
		return this.defaultAction;
	}

	/**
	 * Return the names of calls that this architecture does not have.
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
	 * Return the rules such that the first one that holds wins.
	 * @param defaultAction the action of what no rule matches, which need not be the
	 * profile's
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
	 * libseccomp drops rules with the default action, then all that are less general than
	 * an unconditional one. The dropped ones still stand before rules that follow the
	 * profile.
	 */
	private static int rank(SyscallRule rule, Action defaultAction) {
		if (rule.action().equals(defaultAction)) {
			return 2;
		}
		return (rule.isUnconditional()) ? 0 : 1;
	}

	/** What runc does since 1.0.0-rc93, in its {@code patchbpf/enosys_linux.go}. */
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

	/** libseccomp fails with EEXIST, so runc does not start such a container. */
	private void requireConsistent(OciRule rule) {
		if (rule.action().equals(this.defaultAction)) {
			return;
		}
		for (OciRule earlier : this.rules) {
			if (!earlier.action().equals(this.defaultAction) && !earlier.action().equals(rule.action())
					&& earlier.hasSameConditions(rule)) {
				String name = earlier.names().stream().filter(rule.names()::contains).findFirst().orElse(null);
				if (name != null) {
					throw rule.value()
						.invalid(
								"contradicts " + earlier.value().pointer() + ": both are about " + name
										+ " with the same conditions, but their actions differ",
								"Remove one of the two.");
				}
			}
		}
	}

	private void requireArchitecture(Map<String, OciValue> members, List<OciValue> syscalls) {
		OciValue architectures = members.get("architectures");
		OciValue archMap = members.get("archMap");
		if (!elements(architectures).isEmpty() && !elements(archMap).isEmpty() && architectures != null) {
			throw architectures.invalid("stands beside archMap", "Keep one of the two.");
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
		// Docker's archMap lacks ppc64le, for which its profile has rules all the same
		if (!named.isEmpty() && !named.contains(OciNames.of(architecture))
				&& syscalls.stream().noneMatch((syscall) -> OciRule.isMeantFor(syscall, this.host))) {
			throw ((architectures != null) ? architectures : members.get("archMap")).invalid(
					"names " + String.join(", ", named) + ", but this JVM runs on " + architecture,
					"Add " + OciNames.of(architecture) + " if the rules are meant for it.");
		}
	}

	private static String architecture(OciValue name, Map<String, Boolean> names) {
		name.named("architecture", names);
		return name.string();
	}

	private static void refuseListener(Map<String, OciValue> members) {
		for (String key : List.of("listenerPath", "listenerMetadata")) {
			OciValue listener = members.get(key);
			if (listener != null) {
				throw listener.invalid(
						"asks for an agent that is notified of calls, which only a container runtime can do",
						"Remove it, and the rules with SCMP_ACT_NOTIFY.");
			}
		}
	}

	private static void requireFlags(@Nullable OciValue flags) {
		for (OciValue flag : elements(flags)) {
			if (!FLAGS.contains(flag.string())) {
				throw flag.invalid("is the flag \"" + flag.string() + "\", with which the filter cannot be installed",
						"Remove it. The filter always has " + FLAGS.stream().sorted().collect(Collectors.joining(", "))
								+ ".");
			}
		}
	}

	private static List<OciValue> elements(@Nullable OciValue array) {
		return (array != null) ? array.elements() : List.of();
	}

}
