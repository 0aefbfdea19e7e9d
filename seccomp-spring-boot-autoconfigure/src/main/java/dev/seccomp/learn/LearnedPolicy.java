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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.learn.CallFamilies.Family;
import dev.seccomp.learn.LearnedRule.Name;
import dev.seccomp.learn.LearnedRule.Section;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallGroup;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The policy that allows the recorded calls, of the whole life of an application or of
 * its serving phase. It is an allowlist. It also contains the calls that every JVM needs,
 * those of some runs only, and those that libraries use in place of the others.
 */
final class LearnedPolicy {

	private static final String AFTER_START = "/dev/seccomp/learn/after-start.txt";

	private static final String STARTER = "/dev/seccomp/learn/starter.txt";

	private static final String CLONE = "clone";

	private static final String CLONE3 = "clone3";

	/** The call {@code clone} without conditions. */
	private static final RecordedCall THREADS = RecordedCall.of(CLONE);

	private static final String NAMESPACES = "namespaces-and-mounts";

	private static final String PROCESSES = "process-execution";

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private final Set<Architecture> architectures;

	private final Map<RecordedCall, Occurrences> recorded = new TreeMap<>();

	/** The calls that are allowed even if they were not recorded, with the reasons. */
	private final Map<RecordedCall, String> required = new TreeMap<>();

	private final Map<RecordedCall, String> later = new TreeMap<>();

	private final Map<RecordedCall, String> alternatives = new TreeMap<>();

	private final Phase[] phases;

	/**
	 * Create a policy.
	 * @param recording the recording
	 * @param lists the lists of calls that are allowed even if they were not recorded
	 * @param phases the phases whose calls are allowed, the most relevant one first
	 */
	private LearnedPolicy(Recording recording, List<String> lists, Phase... phases) {
		this.architectures = recording.architectures();
		this.phases = phases;
		recording.calls().forEach((call, occurrences) -> {
			if (Stream.of(phases).anyMatch(occurrences::isIn)) {
				this.recorded.put(call, occurrences);
			}
		});
		addRequired();
		lists.forEach(this::addLater);
		addAlternatives();
	}

	/**
	 * Return the policy of the whole life of an application.
	 * @param recording the recording
	 * @return the policy
	 */
	static LearnedPolicy ofWholeLife(Recording recording) {
		return new LearnedPolicy(recording, List.of(AFTER_START, STARTER), Phase.STARTING, Phase.SERVING);
	}

	/**
	 * Return the policy of an application that is ready, until its end.
	 * @param recording the recording
	 * @return the policy
	 */
	static LearnedPolicy ofServing(Recording recording) {
		return new LearnedPolicy(recording, List.of(AFTER_START), Phase.SERVING);
	}

	private void addRequired() {
		for (Architecture architecture : this.architectures) {
			JvmCheck.purposes(architecture).forEach((name, purpose) -> {
				if (!name.equals(CLONE3) && ArgumentCall.of(name).isEmpty()) {
					this.required.putIfAbsent(RecordedCall.of(name), purpose);
				}
			});
		}
	}

	private void addLater(String list) {
		for (Architecture architecture : this.architectures) {
			for (SyscallGroup.Member member : Catalog.list(list, architecture)) {
				RecordedCall call = new RecordedCall(member.syscall(), member.conditions(architecture));
				if (!this.required.containsKey(call) && !this.recorded.containsKey(call)) {
					this.later.putIfAbsent(call, member.reason());
				}
			}
		}
	}

	private void addAlternatives() {
		Set<RecordedCall> allowed = Stream.of(this.recorded, this.required, this.later)
			.flatMap((calls) -> calls.keySet().stream())
			.collect(Collectors.toCollection(TreeSet::new));
		for (RecordedCall call : allowed) {
			for (Family family : CallFamilies.of(call)) {
				for (RecordedCall alternative : family.calls()) {
					if (!allowed.contains(alternative) && isKnown(alternative.syscall())) {
						this.alternatives.putIfAbsent(alternative,
								((call.conditions().isEmpty()) ? "in place of " + call.syscall() + ": " : "")
										+ family.reason());
					}
				}
			}
		}
	}

	private boolean isKnown(String name) {
		return this.architectures.stream().anyMatch((architecture) -> architecture.syscalls().number(name).isPresent());
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
		sections.add(new Section("Needed by every JVM", names(this.required)));
		sections.add(new Section("Not recorded: needed in some runs", names(this.later)));
		sections.add(new Section("Not recorded: other JDKs and C libraries make them instead of the calls above",
				names(this.alternatives)));
		sections.add(new Section("With conditions on arguments", byArguments()));
		sections.add(new Section(
				"Threads, by the flags of clone. The order matters: namespaces and processes are denied, the rest is allowed",
				clones()));
		return sections.stream().filter((section) -> !section.rules().isEmpty()).toList();
	}

	/**
	 * Return the number of allowed operations. A family of calls counts as one.
	 */
	long operations() {
		return CallFamilies.operations(allowed());
	}

	/**
	 * Return the number of recorded operations.
	 */
	long recordedOperations() {
		return CallFamilies.operations(names(this.recorded.keySet()));
	}

	/**
	 * Return the names of all allowed calls, including those that are allowed under
	 * conditions.
	 */
	Set<String> allowed() {
		Set<String> names = names(this.recorded.keySet());
		names.remove(CLONE3);
		names.add(CLONE);
		for (Map<RecordedCall, String> calls : List.of(this.required, this.later, this.alternatives)) {
			names.addAll(names(calls.keySet()));
		}
		return names;
	}

	private static Set<String> names(Collection<RecordedCall> calls) {
		return calls.stream().map(RecordedCall::syscall).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the policy for an OCI profile, whose rules have no order. It denies the same
	 * calls, but all with {@code EPERM}.
	 * @param architecture the architecture
	 * @return the policy
	 */
	SeccompPolicy toProfile(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture).defaultAction(EPERM);
		List<LearnedRule> rules = sections().stream()
			.flatMap((section) -> section.rules().stream())
			.filter((rule) -> rule.group().isEmpty() && appliesTo(rule, architecture))
			.toList();
		for (int i = 0; i < rules.size(); i++) {
			LearnedRule rule = rules.get(i);
			List<String> names = rule.names().stream().map(Name::syscall).toList();
			builder.rule("syscalls[" + i + "]", names, List.of(),
					(rule.isThreads()) ? List.of(ArgumentCall.thread(architecture)) : rule.conditions(), rule.action());
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
		for (RecordedCall call : this.recorded.keySet()) {
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
		for (RecordedCall call : this.recorded.keySet()) {
			if (call.conditions().isEmpty() && risks(call).isEmpty() && !isLeftToClones(call)
					&& !this.required.containsKey(call)) {
				plain.put(call, comment(call));
			}
		}
		return plain;
	}

	private List<LearnedRule> byArguments() {
		Map<RecordedCall, LearnedRule> rules = new TreeMap<>();
		for (RecordedCall call : this.recorded.keySet()) {
			if (!call.conditions().isEmpty() && risks(call).isEmpty()) {
				rules.put(call, LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		for (Map<RecordedCall, String> unrecorded : List.of(this.later, this.alternatives)) {
			unrecorded.forEach((call, reason) -> {
				if (!call.conditions().isEmpty()) {
					rules.put(call, LearnedRule.of(call, Action.ALLOW, reason));
				}
			});
		}
		return List.copyOf(rules.values());
	}

	private List<LearnedRule> clones() {
		List<LearnedRule> rules = new ArrayList<>();
		rules.add(LearnedRule.of(RecordedCall.of(CLONE3), Action.ENOSYS,
				"a filter cannot read its flags, which are behind a pointer; the C library falls back to clone"));
		rules.add(LearnedRule.ofGroup(NAMESPACES, EPERM));
		for (RecordedCall call : this.recorded.keySet()) {
			if (call.syscall().equals(CLONE) && !call.conditions().isEmpty() && isLeftToClones(call)) {
				rules.add(LearnedRule.of(call, Action.ALLOW, comment(call)));
			}
		}
		rules.add(LearnedRule.ofGroup(PROCESSES, EACCES));
		rules.add(LearnedRule.of(THREADS, Action.ALLOW, "threads"));
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
		Set<String> risks = risks(call);
		Occurrences occurrences = this.recorded.get(call);
		return Stream
			.of(ValueNames.of(call), (occurrences != null) ? occurrences.frame(this.phases) : "",
					(risks.isEmpty()) ? "" : "RISKY: " + String.join("; ", risks))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining("; "));
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
		return call.conditions().isEmpty() || this.architectures.stream()
			.anyMatch((architecture) -> matches(member.conditions(architecture), arguments));
	}

	private static boolean matches(List<ArgumentCondition> conditions, long[] arguments) {
		return conditions.stream().allMatch((condition) -> condition.test(arguments[condition.index()]));
	}

}
