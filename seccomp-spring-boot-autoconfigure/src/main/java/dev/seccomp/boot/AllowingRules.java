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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.learn.RecordedCall;
import dev.seccomp.policy.Risk;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

/**
 * The rules that would allow the calls of violations, as YAML. Comments name the first
 * caller of each call, and the operations that a rule opens to attackers.
 */
public final class AllowingRules implements ViolationListener {

	private static final int MAX_RULES = 100;

	private static final String CLONE = "clone";

	/** The termination signal of a process, asm/signal.h. */
	private static final long SIGCHLD = 17;

	private final Supervisor supervisor;

	private final IgnoredViolations ignored;

	/** The rules with their comments, by the call. */
	private final Map<Stage, Map<RecordedCall, String>> rules = new EnumMap<>(Stage.class);

	private int size;

	private boolean incomplete;

	/**
	 * Create rules for violations that are still to be published.
	 * @param supervisor the supervisor of this process
	 * @param ignored the violations that need no rule
	 */
	AllowingRules(Supervisor supervisor, IgnoredViolations ignored) {
		this.supervisor = supervisor;
		this.ignored = ignored;
	}

	/**
	 * Return the rules for some violations.
	 * @param supervisor the supervisor of this process
	 * @param violations the violations
	 * @return the rules as YAML, or an empty string if there are none
	 */
	static String of(Supervisor supervisor, List<Violation> violations) {
		AllowingRules rules = new AllowingRules(supervisor, IgnoredViolations.NONE);
		violations.forEach(rules::onViolation);
		return rules.text();
	}

	/**
	 * Return the rules for all violations that a supervisor has published.
	 * @param supervisor the supervisor
	 * @return the rules as YAML, with comments about missing ones. {@code null} if there
	 * are no rules
	 */
	public static @Nullable String report(Supervisor supervisor) {
		return supervisor.violations().listener(AllowingRules.class).map(AllowingRules::report).orElse(null);
	}

	@Override
	public synchronized void onViolation(Violation violation) {
		if (this.ignored.contains(violation)) {
			return;
		}
		List<DenyingRule> denying = DenyingRule.of(this.supervisor.filters(), violation);
		denying.forEach((rule) -> add(rule.filter(), violation.syscall(), DenyingRule.arguments(violation), violation));
		if (isOfProgram(violation)) {
			denying.stream()
				.map((rule) -> rule.filter().stage())
				.max(Stage::compareTo)
				.ifPresent((newest) -> addStartOfProcess(newest, violation));
		}
	}

	/** Whether another process made the call, which this one has started. */
	private static boolean isOfProgram(Violation violation) {
		return violation.caller().process().pid() != ProcessHandle.current().pid();
	}

	/**
	 * In log mode, the C library starts processes with {@code clone3}. A filter cannot
	 * report it, and where the policy is enforced, {@code clone} is in its place.
	 */
	private void addStartOfProcess(Stage newest, Violation violation) {
		for (CompiledFilter filter : this.supervisor.filters()) {
			SeccompPolicy policy = filter.policy();
			long[] arguments = new long[6];
			arguments[policy.architecture().cloneFlagsIndex()] = SIGCHLD;
			if (filter.stage().compareTo(newest) <= 0 && policy.action(CLONE, arguments).denies()) {
				add(filter, CLONE, arguments, violation);
			}
		}
	}

	private void add(CompiledFilter filter, String syscall, long[] arguments, Violation violation) {
		RecordedCall call = new RecordedCall(syscall, filter.policy().conditions(syscall, arguments));
		Map<RecordedCall, String> rules = this.rules.computeIfAbsent(filter.stage(), (stage) -> new TreeMap<>());
		if (rules.containsKey(call)) {
			return;
		}
		if (this.size == MAX_RULES) {
			this.incomplete = true;
			return;
		}
		rules.put(call, rule(filter.policy().architecture(), call, violation));
		this.size++;
	}

	/**
	 * Return the rules.
	 * @return the rules as YAML, or an empty string if there are none
	 */
	synchronized String text() {
		return Stream.of(Stage.STARTUP, Stage.READY, Stage.SEALED)
			.filter((stage) -> !rules(stage).isEmpty())
			.map(this::section)
			.collect(Collectors.joining("\n"));
	}

	private String section(Stage stage) {
		List<SeccompPolicy> policies = this.supervisor.filters()
			.stream()
			.filter((filter) -> filter.stage() == stage)
			.map(CompiledFilter::policy)
			.toList();
		String property = policies.get(0).property("syscalls");
		boolean present = policies.stream()
			.flatMap((policy) -> policy.rules().stream())
			.anyMatch((rule) -> rule.source().startsWith(property + "["));
		StringBuilder text = new StringBuilder(
				(stage == Stage.SEALED) ? "# In " + SealedProperties.LOCATION + ":\n" : "");
		// A second list of the same name would replace parts of the first one
		text.append((present) ? "# Add to the list 'seccomp." + property + "', before its other rules:\n"
				: "seccomp." + property + ":\n");
		rules(stage).values().forEach((rule) -> text.append(rule.indent((present) ? 4 : 2)));
		return text.toString();
	}

	private Map<RecordedCall, String> rules(Stage stage) {
		return this.rules.getOrDefault(stage, Map.of());
	}

	private static String rule(Architecture architecture, RecordedCall call, Violation violation) {
		StringBuilder text = new StringBuilder("# ").append(caller(violation));
		if (!call.conditions().isEmpty() && call.syscall().equals(violation.syscall())) {
			text.append(", with").append(ViolationLogger.arguments(violation));
		}
		Risk.of(architecture, call.syscall(), call.arguments())
			.forEach((risk) -> text.append("\n# RISKY: ").append(risk));
		return text.append("\n- ").append(call.toYaml("action: allow")).toString();
	}

	/**
	 * Return the caller of a violation.
	 * @param violation the violation
	 * @return the first frame of the application, otherwise the thread or the program
	 */
	static String caller(Violation violation) {
		List<StackTraceElement> stackTrace = violation.caller().stackTrace();
		StackTraceElement line = ViolationLogger.applicationLine(stackTrace);
		if (line == null && !stackTrace.isEmpty()) {
			line = stackTrace.get(0);
		}
		if (line != null) {
			return "called at " + line;
		}
		return (isOfProgram(violation)) ? "called by program '" + violation.caller().process().comm() + "'"
				: "called by thread '" + violation.caller().thread().name() + "'";
	}

	private synchronized @Nullable String report() {
		if (this.size == 0) {
			return null;
		}
		StringBuilder text = new StringBuilder(text())
			.append("\n# Calls that cannot be reported have no rule. They are in the kernel's log.\n");
		Violations violations = this.supervisor.violations();
		long unpublished = violations.countUnpublished();
		if (unpublished > 0) {
			Set<String> missing = new TreeSet<>(violations.counts().keySet());
			this.rules.values().forEach((rules) -> rules.keySet().forEach((call) -> missing.remove(call.syscall())));
			text.append("# Rules may be missing, since ")
				.append(unpublished)
				.append((unpublished == 1) ? " violation was" : " violations were")
				.append(" counted but not reported")
				.append((missing.isEmpty()) ? "" : ": " + String.join(", ", missing))
				.append(".\n");
		}
		if (this.incomplete) {
			text.append("# Rules are missing, since there are more than ").append(MAX_RULES).append(".\n");
		}
		return text.toString();
	}

}
