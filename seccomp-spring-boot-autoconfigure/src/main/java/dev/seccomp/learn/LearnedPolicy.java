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
 * The policy that allows the recorded calls. It is an allowlist that also contains the
 * calls that every JVM needs and those that occur only in some runs.
 */
final class LearnedPolicy {

	private static final String AFTER_START = "/dev/seccomp/learn/after-start.txt";

	private static final String CLONE = "clone";

	private static final String CLONE3 = "clone3";

	/** The call {@code clone} without conditions. */
	private static final RecordedCall THREADS = RecordedCall.of(CLONE);

	private static final String NAMESPACES = "namespaces-and-mounts";

	private static final String PROCESSES = "process-execution";

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private final RecordedCalls calls;

	/** The calls that are allowed without having been recorded, with the reasons. */
	private final Map<RecordedCall, String> required = new TreeMap<>();

	private final Map<RecordedCall, String> afterStart = new TreeMap<>();

	LearnedPolicy(RecordedCalls calls) {
		this.calls = calls;
		for (Architecture architecture : calls.architectures()) {
			JvmCheck.purposes(architecture).forEach((name, purpose) -> {
				if (!name.equals(CLONE3) && ArgumentCall.of(name).isEmpty()) {
					addUnrecorded(this.required, RecordedCall.of(name), purpose);
				}
			});
		}
		for (Architecture architecture : calls.architectures()) {
			for (SyscallGroup.Member member : Catalog.list(AFTER_START, architecture)) {
				RecordedCall call = new RecordedCall(member.syscall(), member.conditions(architecture));
				if (!this.required.containsKey(call)) {
					addUnrecorded(this.afterStart, call, member.reason());
				}
			}
		}
	}

	private void addUnrecorded(Map<RecordedCall, String> target, RecordedCall call, String reason) {
		if (!this.calls.contains(call)) {
			target.putIfAbsent(call, reason);
		}
	}

	/**
	 * Return the rules. The first rule that matches applies.
	 * @return the sections with the rules
	 */
	List<Section> sections() {
		List<Section> sections = new ArrayList<>();
		sections.add(new Section(
				"Recorded, RISKY: denied by the groups of the preset hardened. Remove the calls that are not needed",
				risky()));
		sections.add(new Section("Recorded", names(plain())));
		sections.add(new Section("Not recorded: needed by every JVM", names(this.required)));
		sections.add(new Section("Not recorded: needed in some runs", names(this.afterStart)));
		sections
			.add(new Section("With conditions: sockets by family, type without flags, and protocol; prctl by option;"
					+ " personality by value", byArguments()));
		sections.add(new Section(
				"Threads, by the flags of clone. The order matters: namespaces and processes are denied, the rest is allowed",
				clones()));
		return sections.stream().filter((section) -> !section.rules().isEmpty()).toList();
	}

	/**
	 * Return the policy.
	 * @param architecture the architecture
	 * @return the policy of the file, without rules for the flags of {@code clone} that
	 * belong to architectures with another argument order
	 */
	SeccompPolicy toPolicy(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture).defaultAction(EPERM);
		List<LearnedRule> rules = sections().stream()
			.flatMap((section) -> section.rules().stream())
			.filter((rule) -> appliesTo(rule, architecture))
			.toList();
		for (int i = 0; i < rules.size(); i++) {
			LearnedRule rule = rules.get(i);
			builder.rule("syscalls[" + i + "]", rule.names().stream().map(Name::syscall).toList(),
					(rule.group().isEmpty()) ? List.of() : List.of(rule.group()), rule.conditions(), rule.action());
		}
		return builder.build();
	}

	private static boolean appliesTo(LearnedRule rule, Architecture architecture) {
		return rule.conditions().isEmpty() || !rule.names().get(0).syscall().equals(CLONE)
				|| rule.conditions().get(0).index() == architecture.cloneFlagsIndex();
	}

	private List<LearnedRule> risky() {
		List<LearnedRule> rules = new ArrayList<>();
		Map<RecordedCall, String> names = new TreeMap<>();
		for (RecordedCall call : this.calls.all()) {
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

	/** Threads and plain processes. Rules for namespaces are in an earlier section. */
	private boolean isLeftToClones(RecordedCall call) {
		return call.syscall().equals(CLONE3)
				|| (call.syscall().equals(CLONE) && risks(call, Set.of(NAMESPACES)).isEmpty());
	}

	private Map<RecordedCall, String> plain() {
		Map<RecordedCall, String> plain = new TreeMap<>();
		for (RecordedCall call : this.calls.all()) {
			if (call.conditions().isEmpty() && risks(call).isEmpty() && !isLeftToClones(call)) {
				plain.put(call, comment(call));
			}
		}
		return plain;
	}

	private List<LearnedRule> byArguments() {
		Map<RecordedCall, LearnedRule> rules = new TreeMap<>();
		for (RecordedCall call : this.calls.all()) {
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
		RecordedCall clone3 = RecordedCall.of(CLONE3);
		rules.add(LearnedRule.of(clone3, Action.ENOSYS, counts(clone3,
				"a filter cannot read its flags, which are behind a pointer; the C library falls back to clone")));
		rules.add(LearnedRule.ofGroup(NAMESPACES, EPERM));
		for (RecordedCall call : this.calls.all()) {
			if (call.syscall().equals(CLONE) && !call.conditions().isEmpty() && isLeftToClones(call)) {
				rules.add(LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		rules.add(LearnedRule.ofGroup(PROCESSES, EACCES));
		rules.add(LearnedRule.of(THREADS, Action.ALLOW, counts(THREADS, "threads")));
		return rules;
	}

	private static List<LearnedRule> names(Map<RecordedCall, String> calls) {
		List<Name> names = calls.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().conditions().isEmpty())
			.map((entry) -> new Name(entry.getKey().syscall(), entry.getValue()))
			.toList();
		return (names.isEmpty()) ? List.of() : List.of(LearnedRule.ofNames(names));
	}

	private String comment(RecordedCall call) {
		String name = ValueNames.of(call);
		Set<String> risks = risks(call);
		return counts(call) + ((name.isEmpty()) ? "" : "; " + name)
				+ ((risks.isEmpty()) ? "" : "; RISKY: " + String.join("; ", risks));
	}

	private String counts(RecordedCall call, String comment) {
		String counts = counts(call);
		return (counts.isEmpty()) ? comment : counts + "; " + comment;
	}

	private String counts(RecordedCall call) {
		return this.calls.counts(call)
			.entrySet()
			.stream()
			.map((entry) -> LearnedText.count(entry.getValue()) + " on " + entry.getKey())
			.collect(Collectors.joining(", "));
	}

	private Set<String> risks(RecordedCall call) {
		return risks(call, Catalog.get().groups());
	}

	private Set<String> risks(RecordedCall call, Set<String> groups) {
		if (call.equals(THREADS)) {
			return Set.of();
		}
		Set<String> risks = new TreeSet<>();
		for (String name : groups) {
			SyscallGroup group = Catalog.get().group(name).orElseThrow();
			for (SyscallGroup.Member member : group.members()) {
				if (member.syscall().equals(call.syscall()) && matches(member, call)) {
					risks.add(group.subject() + " (" + member.reason() + ")");
				}
			}
		}
		return risks;
	}

	private boolean matches(SyscallGroup.Member member, RecordedCall call) {
		long[] arguments = call.arguments();
		return call.conditions().isEmpty() || this.calls.counts(call)
			.keySet()
			.stream()
			.anyMatch((architecture) -> member.conditions(architecture)
				.stream()
				.allMatch((condition) -> condition.test(arguments[condition.index()])));
	}

}
