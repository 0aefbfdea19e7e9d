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

package dev.seccomp.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

/**
 * The report of the denied calls before a start failed. Without it, the failure would
 * show their consequences only, such as a file that seems not to exist.
 */
final class FailedStartReport {

	/**
	 * Calls with which Java and Spring Boot find and read files. None of them can be
	 * reported (see {@code unvetted.txt}), and a JDK may use others than the one that the
	 * policy was written for.
	 */
	private static final List<String> FILE_CALLS = List.of("access", "faccessat", "faccessat2", "fcntl", "fstat",
			"getcwd", "getdents64", "lseek", "lstat", "newfstatat", "open", "openat", "pread64", "readlink",
			"readlinkat", "stat", "statx");

	private static final String REFERENCE = "web-service";

	private static final String INDENT = "\n    ";

	private final Supervisor supervisor;

	private final List<Violation> violations;

	private FailedStartReport(Supervisor supervisor, List<Violation> violations) {
		this.supervisor = supervisor;
		this.violations = violations.stream().filter(Violation::enforced).toList();
	}

	/**
	 * Create the report of all violations so far. Those that wait to be logged are taken,
	 * so another report does not contain them.
	 * @param supervisor the supervisor of this process
	 * @return the report
	 */
	static FailedStartReport ofAll(Supervisor supervisor) {
		Violations violations = supervisor.violations();
		violations.awaitPublished();
		List<Violation> all = new ArrayList<>(violations.recent());
		all.sort((one, other) -> one.time().compareTo(other.time()));
		all.addAll(violations.takeUnpublished());
		return new FailedStartReport(supervisor, all);
	}

	/**
	 * Create the report of some violations.
	 * @param supervisor the supervisor of this process
	 * @param violations the violations, oldest first
	 * @return the report
	 */
	static FailedStartReport of(Supervisor supervisor, List<Violation> violations) {
		return new FailedStartReport(supervisor, violations);
	}

	/**
	 * Return the text of the report.
	 * @return the text, or {@code null} if no call was denied
	 */
	@Nullable String text() {
		if (this.violations.isEmpty()) {
			return null;
		}
		return "Denied system calls before the start failed. Any of them may be the cause:\n" + calls()
				+ "\n\nAction:\n\nIf the application needs them, add these rules:\n\n"
				+ AllowingRules.of(this.supervisor, this.violations).indent(4)
				+ "\nCalls that cannot be reported are in the kernel's log.";
	}

	/**
	 * Return the hint at calls of which each denial is silent.
	 * @return the text, or {@code null} if the policy allows those that are usual
	 */
	@Nullable String hint() {
		Set<String> silent = new TreeSet<>();
		for (CompiledFilter filter : enforcedFilters()) {
			SeccompPolicy reference = reference(filter.policy().architecture());
			for (String call : FILE_CALLS) {
				if (denies(filter.policy(), call) && !denies(reference, call)) {
					silent.add(call);
				}
			}
		}
		if (silent.isEmpty()) {
			return null;
		}
		return "The start failed under a seccomp policy that denies calls with which Java reads files: "
				+ String.join(", ", silent) + ". Their denials cannot be reported, and files then seem not to exist."
				+ " If the kernel's log shows them (audit type 1326), add a rule before the others that allows them"
				+ " in 'seccomp.syscalls', or learn the policy again with this JDK.";
	}

	private List<CompiledFilter> enforcedFilters() {
		return (this.supervisor.isEnforcing()) ? this.supervisor.filters()
				: this.supervisor.filters().stream().filter((filter) -> filter.stage() == Stage.SEALED).toList();
	}

	private static SeccompPolicy reference(Architecture architecture) {
		return SeccompPolicy.builder(architecture).presets(List.of(REFERENCE)).build();
	}

	/** Returns whether a policy denies a call, at least with some arguments. */
	private static boolean denies(SeccompPolicy policy, String call) {
		if (!isKnown(policy, call)) {
			return false;
		}
		List<SyscallRule> rules = policy.rules(call);
		return rules.stream().anyMatch((rule) -> rule.action().denies())
				|| (rules.stream().noneMatch(SyscallRule::isUnconditional) && policy.defaultAction().denies());
	}

	private static boolean isKnown(SeccompPolicy policy, String call) {
		return policy.architecture().syscalls().number(call).isPresent();
	}

	private String calls() {
		Map<String, Integer> lines = new LinkedHashMap<>();
		Map<String, Long> counted = new LinkedHashMap<>();
		for (Violation violation : this.violations) {
			lines.merge(describe(violation), 1, Integer::sum);
			counted.merge(violation.syscall(), 1L, Long::sum);
		}
		StringBuilder text = new StringBuilder();
		lines.forEach(
				(line, count) -> text.append(INDENT).append(line).append((count > 1) ? ", " + count + " times" : ""));
		counted.forEach((syscall, count) -> {
			long more = this.supervisor.violations()
				.counts()
				.getOrDefault(syscall, Map.of())
				.values()
				.stream()
				.mapToLong(Long::longValue)
				.sum() - count;
			if (more > 0) {
				text.append(INDENT).append(syscall).append(": ").append(more).append(" more, without a caller");
			}
		});
		return text.toString();
	}

	private static String describe(Violation violation) {
		String errno = violation.errno();
		String rules = DenyingRule.describe(violation).collect(Collectors.joining(" and "));
		return violation.syscall() + " (" + ((errno != null) ? errno : violation.action()) + "), "
				+ AllowingRules.caller(violation) + ((rules.isEmpty()) ? "" : ", denied by " + rules);
	}

}
