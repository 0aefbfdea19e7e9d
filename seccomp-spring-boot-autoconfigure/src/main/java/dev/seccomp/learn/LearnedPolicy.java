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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.learn.LearnedRule.Name;
import dev.seccomp.learn.LearnedRule.Section;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallGroup;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The policy made of what was learned: an allow-list of the calls that were seen, of
 * those without which no JVM lives, and of those that a run need not show.
 */
final class LearnedPolicy {

	private static final String AFTER_START = "/dev/seccomp/learn/after-start.txt";

	private static final String CLONE = "clone";

	private static final String CLONE3 = "clone3";

	/** What is seen of it without conditions. */
	private static final SeenCall THREADS = SeenCall.of(CLONE);

	private static final String NAMESPACES = "namespaces-and-mounts";

	private static final String PROCESSES = "process-execution";

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private final LearnedCalls calls;

	/** What is allowed without having been seen, by its reason. */
	private final Map<SeenCall, String> floor = new TreeMap<>();

	private final Map<SeenCall, String> afterStart = new TreeMap<>();

	LearnedPolicy(LearnedCalls calls) {
		this.calls = calls;
		for (Architecture architecture : calls.architectures()) {
			JvmCheck.purposes(architecture).forEach((name, purpose) -> {
				if (!name.equals(CLONE3) && ArgumentCall.of(name).isEmpty()) {
					addUnseen(this.floor, SeenCall.of(name), purpose);
				}
			});
		}
		for (Architecture architecture : calls.architectures()) {
			for (SyscallGroup.Member member : Catalog.list(AFTER_START, architecture)) {
				SeenCall call = new SeenCall(member.syscall(), member.conditions(architecture));
				if (!this.floor.containsKey(call)) {
					addUnseen(this.afterStart, call, member.reason());
				}
			}
		}
	}

	private void addUnseen(Map<SeenCall, String> target, SeenCall call, String reason) {
		if (!this.calls.hasSeen(call)) {
			target.putIfAbsent(call, reason);
		}
	}

	/**
	 * Return the rules, the first that holds wins.
	 * @return the rules in sections
	 */
	List<Section> sections() {
		List<Section> sections = new ArrayList<>();
		sections.add(new Section(
				"Seen, and RISKY: what the groups of the preset hardened deny. Remove what is not needed", risky()));
		sections.add(new Section("Seen", names(plain())));
		sections.add(new Section("Not seen: what no JVM lives without", names(this.floor)));
		sections.add(new Section("Not seen: what a run need not show", names(this.afterStart)));
		sections.add(new Section("By arguments: sockets by family, type without flags, and protocol; prctl by option;"
				+ " personality by its value", byArguments()));
		sections.add(new Section(
				"Threads, by the flags of clone, and in this order: no namespaces, no processes, and what" + " is left",
				clones()));
		return sections.stream().filter((section) -> !section.rules().isEmpty()).toList();
	}

	/**
	 * Return the policy.
	 * @param architecture the architecture
	 * @return the policy, as the file says it, but for flags of {@code clone} where
	 * another architecture has them
	 */
	SeccompPolicy toPolicy(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture).defaultAction(EPERM);
		List<LearnedRule> rules = sections().stream()
			.flatMap((section) -> section.rules().stream())
			.filter((rule) -> isMeantFor(rule, architecture))
			.toList();
		for (int i = 0; i < rules.size(); i++) {
			LearnedRule rule = rules.get(i);
			builder.rule("syscalls[" + i + "]", rule.names().stream().map(Name::syscall).toList(),
					(rule.group().isEmpty()) ? List.of() : List.of(rule.group()), rule.conditions(), rule.action());
		}
		return builder.build();
	}

	private static boolean isMeantFor(LearnedRule rule, Architecture architecture) {
		return rule.conditions().isEmpty() || !rule.names().get(0).syscall().equals(CLONE)
				|| rule.conditions().get(0).index() == architecture.cloneFlagsIndex();
	}

	private List<LearnedRule> risky() {
		List<LearnedRule> rules = new ArrayList<>();
		Map<SeenCall, String> names = new TreeMap<>();
		for (SeenCall call : this.calls.seen()) {
			Set<String> risks = risks(call);
			if (risks.isEmpty() || isLeftToClones(call)) {
				continue;
			}
			if (call.conditions().isEmpty()) {
				names.put(call, comment(call));
			}
			else {
				rules.add(LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		rules.addAll(0, names(names));
		return rules;
	}

	/** Threads and plain processes; one that makes namespaces is allowed before. */
	private boolean isLeftToClones(SeenCall call) {
		return call.syscall().equals(CLONE3)
				|| (call.syscall().equals(CLONE) && risks(call, Set.of(NAMESPACES)).isEmpty());
	}

	private Map<SeenCall, String> plain() {
		Map<SeenCall, String> plain = new TreeMap<>();
		for (SeenCall call : this.calls.seen()) {
			if (call.conditions().isEmpty() && risks(call).isEmpty() && !isLeftToClones(call)) {
				plain.put(call, comment(call));
			}
		}
		return plain;
	}

	private List<LearnedRule> byArguments() {
		Map<SeenCall, LearnedRule> rules = new TreeMap<>();
		for (SeenCall call : this.calls.seen()) {
			if (!call.conditions().isEmpty() && risks(call).isEmpty()) {
				rules.put(call, LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		this.afterStart.forEach((call, reason) -> {
			if (!call.conditions().isEmpty()) {
				rules.put(call, LearnedRule.of(call, Action.ALLOW, reason));
			}
		});
		return List.copyOf(rules.values());
	}

	private List<LearnedRule> clones() {
		List<LearnedRule> rules = new ArrayList<>();
		SeenCall clone3 = SeenCall.of(CLONE3);
		rules.add(LearnedRule.of(clone3, Action.ENOSYS, seenThen(clone3,
				"its flags stand behind a pointer that no filter can read; the C library falls back to clone")));
		rules.add(LearnedRule.ofGroup(NAMESPACES, EPERM));
		for (SeenCall call : this.calls.seen()) {
			if (call.syscall().equals(CLONE) && !call.conditions().isEmpty() && isLeftToClones(call)) {
				rules.add(LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		rules.add(LearnedRule.ofGroup(PROCESSES, EACCES));
		rules.add(LearnedRule.of(THREADS, Action.ALLOW, seenThen(THREADS, "threads")));
		return rules;
	}

	private static List<LearnedRule> names(Map<SeenCall, String> calls) {
		List<Name> names = calls.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().conditions().isEmpty())
			.map((entry) -> new Name(entry.getKey().syscall(), entry.getValue()))
			.toList();
		return (names.isEmpty()) ? List.of() : List.of(LearnedRule.ofNames(names));
	}

	private String comment(SeenCall call) {
		String name = ValueNames.of(call);
		Set<String> risks = risks(call);
		return seen(call) + ((name.isEmpty()) ? "" : "; " + name)
				+ ((risks.isEmpty()) ? "" : "; RISKY: " + String.join("; ", risks));
	}

	private String seenThen(SeenCall call, String comment) {
		String seen = seen(call);
		return (seen.isEmpty()) ? comment : seen + "; " + comment;
	}

	private String seen(SeenCall call) {
		return this.calls.counts(call)
			.entrySet()
			.stream()
			.map((entry) -> LearnedText.count(entry.getValue()) + " on " + entry.getKey())
			.collect(Collectors.joining(", "));
	}

	private Set<String> risks(SeenCall call) {
		return risks(call, Catalog.get().groups());
	}

	private Set<String> risks(SeenCall call, Set<String> groups) {
		if (call.equals(THREADS)) {
			return Set.of();
		}
		Set<String> risks = new TreeSet<>();
		for (String name : groups) {
			SyscallGroup group = Catalog.get().group(name).orElseThrow();
			for (SyscallGroup.Member member : group.members()) {
				if (member.syscall().equals(call.syscall()) && mayBeMeant(member, call)) {
					risks.add(group.subject() + " (" + member.reason() + ")");
				}
			}
		}
		return risks;
	}

	private boolean mayBeMeant(SyscallGroup.Member member, SeenCall call) {
		long[] arguments = call.arguments();
		return call.conditions().isEmpty() || this.calls.counts(call)
			.keySet()
			.stream()
			.anyMatch((architecture) -> member.conditions(architecture)
				.stream()
				.allMatch((condition) -> condition.test(arguments[condition.index()])));
	}

}
