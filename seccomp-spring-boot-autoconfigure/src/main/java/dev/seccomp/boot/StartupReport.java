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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.violation.Supervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs the filters of an application when they are in force.
 */
final class StartupReport {

	private static final Log logger = LogFactory.getLog("dev.seccomp");

	private static final String IN_SEALED = " in " + SealedProperties.LOCATION;

	private static final String LISTENER_LIMIT = "Native code could pass the notification listener to a process outside"
			+ " the filter, which could let denied calls through. seccomp.violations.report=false prevents this.";

	private final SeccompState state;

	StartupReport(SeccompState state) {
		this.state = state;
	}

	void log() {
		CompiledFilter sealed = this.state.filter(Stage.SEALED);
		if (sealed != null) {
			logger.info("Sealed seccomp filter in force: " + describe(sealed, "enforce"));
			new PolicyWarnings(sealed.policy()).logAny();
		}
		RecorderProcess recorder = this.state.recorder();
		if (recorder != null) {
			logLearning(recorder);
			return;
		}
		CompiledFilter filter = this.state.startupFilter();
		if (filter == null) {
			logUnfiltered();
			return;
		}
		logger.info((filter == sealed) ? "No other seccomp filter was installed: seccomp.enabled is false."
				: "Seccomp filter in force: " + describe(filter, this.state.mode().toString()));
		logMode();
		logReporting();
		warnOfOtherFilters();
		warnOfKernelPrograms();
		PolicyWarnings warnings = new PolicyWarnings(filter.policy());
		warnings.logStartup();
		if (filter != sealed) {
			warnings.logAny();
		}
	}

	void logReady(CompiledFilter filter) {
		logger.info(
				"Seccomp filter for the ready application in force: " + describe(filter, this.state.mode().toString()));
		new PolicyWarnings(filter.policy()).logAny();
		Set<String> unreported = new TreeSet<>(unreportedCalls(filter));
		CompiledFilter startup = this.state.filter(Stage.STARTUP);
		if (startup != null) {
			unreported.removeAll(unreportedCalls(startup));
		}
		warnOfUnreportedCalls("seccomp.ready", unreported);
	}

	/**
	 * Log the rules that would allow the calls of log mode.
	 */
	void logRules() {
		Supervisor supervisor = this.state.supervisor();
		String rules = (supervisor != null) ? AllowingRules.report(supervisor) : null;
		if (rules != null) {
			logger.warn(
					"seccomp.mode=log: the policy denies calls that this application made. If it needs them, add these"
							+ " rules:\n\n" + rules);
		}
	}

	/**
	 * Warn if a policy was learned in other environments than this one.
	 * @param learned the environments
	 */
	void warnOfOtherEnvironment(List<String> learned) {
		String warning = LearnedEnvironments.warning(learned);
		if (warning != null) {
			logger.warn(warning);
		}
	}

	private String describe(CompiledFilter filter, String mode) {
		FilteredThreads threads = this.state.threads();
		boolean enforced = mode.equals("enforce");
		return "mode=" + mode + ", policy=[" + sources(filter.policy())
				+ ((filter.stage() == Stage.SEALED) ? " in " + SealedProperties.LOCATION : "") + "], hash="
				+ filter.hash() + ", instructions=" + filter.program().instructions().size() + ", threads="
				+ threads.filtered() + " of " + threads.total() + ". " + ((enforced) ? "Denied: " : "Would be denied: ")
				+ String.join("; ", filter.policy().denials()) + "."
				+ ((enforced && filter.stage() != Stage.READY && filter.listener() != ListenerOwner.NONE)
						? " " + LISTENER_LIMIT : "");
	}

	/**
	 * A list of rules is abbreviated to its first and last element. A rule that follows
	 * from another one is omitted.
	 */
	private static String sources(SeccompPolicy policy) {
		List<String> sources = policy.rules().stream().map(SyscallRule::source).distinct().toList();
		Map<String, List<String>> lists = sources.stream()
			.filter((source) -> sources.stream().noneMatch((other) -> source.startsWith(other + ": ")))
			.collect(
					Collectors.groupingBy((source) -> source.split("\\[")[0], LinkedHashMap::new, Collectors.toList()));
		return lists.values()
			.stream()
			.map((list) -> (list.size() > 2) ? list.get(0) + " to " + list.get(list.size() - 1)
					: String.join(", ", list))
			.collect(Collectors.joining(", "));
	}

	private void logUnfiltered() {
		String message = "No seccomp filter was installed: " + this.state.reason();
		if (this.state.mode() == SeccompState.Mode.UNSUPPORTED) {
			logger.warn(message + " The application runs without protection, since seccomp.on-unsupported is warn.");
		}
		else {
			logger.info(message + ".");
		}
		List<InstalledFilter> filters = this.state.installedFilters();
		if (!filters.isEmpty()) {
			logger.warn("Filters of another application of this JVM remain in force: " + hashes(filters) + ".");
		}
	}

	private void logLearning(RecorderProcess recorder) {
		FilteredThreads threads = this.state.threads();
		logger.warn("seccomp.mode=learn: " + exceptSealed("no call is denied")
				+ ", and presets, profile, syscalls and ready are ignored. Process " + recorder.pid()
				+ " records every call of " + threads.filtered() + " of " + threads.total()
				+ " threads and of the programs that they start. It writes the learned policy to " + recorder.output()
				+ ".");
	}

	private void logMode() {
		if (this.state.mode() == SeccompState.Mode.LOG) {
			logger.warn("seccomp.mode=log: violations are reported but " + exceptSealed("not enforced") + ".");
		}
	}

	private String exceptSealed(String text) {
		return (this.state.filter(Stage.SEALED) != null) ? text + ", except by the sealed policy" : text;
	}

	private void logReporting() {
		CompiledFilter sealed = this.state.filter(Stage.SEALED);
		boolean sealedReported = sealed == null || sealed.specification().reported();
		if (this.state.supervisor() == null) {
			logger.info("Violation reports are disabled (seccomp.violations.report=false"
					+ ((sealedReported) ? "" : IN_SEALED) + ").");
			return;
		}
		if (!sealedReported) {
			logger.info("Violations of the sealed policy are not reported (seccomp.violations.report=false" + IN_SEALED
					+ "). The kernel alone denies these calls.");
		}
		String reason = this.state.unsupervisedReason();
		if (reason != null) {
			logger.warn("This application cannot report the callers of denied calls: " + reason + ".");
			return;
		}
		warnOfUnreportedCalls();
		if (this.state.mode() == SeccompState.Mode.LOG) {
			CompiledFilter startup = this.state.filter(Stage.STARTUP);
			if (startup != null) {
				warnOfUnreportedCalls("the policy", unreportedCalls(startup));
			}
		}
		else if (this.state.filters().stream().noneMatch((filter) -> filter.policy().deniesProcesses())) {
			logger.warn("The policy allows programs or processes to be started. Native code could pass the notification"
					+ " listener to such a process, which could then let denied calls through. Deny them, as the preset"
					+ " no-exec does, or set 'seccomp.violations.report: false'.");
		}
	}

	private void warnOfUnreportedCalls() {
		this.state.unreportedCalls()
			.forEach((calls) -> logger.warn("Denials of some calls are in the kernel's log only: " + calls
					+ ". A supervisor in the same JVM could not respond to them. Remove the option to have them"
					+ " reported."));
	}

	private void warnOfKernelPrograms() {
		if (this.state.mode() == SeccompState.Mode.ENFORCE && KernelPrograms.canBeSet()
				&& this.state.filters().stream().anyMatch((filter) -> filter.policy().deniesProcesses())) {
			logger.warn("The application runs as root and can write to /proc/sys/kernel/core_pattern. Code in it can"
					+ " make the kernel start a program, and no filter applies to that program. Run the application as"
					+ " another user, or mount /proc/sys read-only.");
		}
	}

	/** In log mode, the application learns of no other violation. */
	private void warnOfUnreportedCalls(String policy, Collection<String> calls) {
		if (!calls.isEmpty()) {
			logger.warn("seccomp.mode=log: " + calls.size() + ((calls.size() == 1) ? " call" : " calls") + " that "
					+ policy + " would deny cannot be reported: " + String.join(", ", calls)
					+ ". They are in the kernel's log only.");
		}
	}

	private Collection<String> unreportedCalls(CompiledFilter filter) {
		return (this.state.mode() == SeccompState.Mode.LOG && this.state.supervisor() != null
				&& this.state.unsupervisedReason() == null)
						? filter.unreportedCalls(Set.copyOf(JvmOptions.thatStartPrograms())) : List.of();
	}

	private void warnOfOtherFilters() {
		Set<String> hashes = this.state.filters().stream().map(CompiledFilter::hash).collect(Collectors.toSet());
		List<InstalledFilter> others = this.state.installedFilters()
			.stream()
			.filter((filter) -> !hashes.contains(filter.hash()) && filter.stage() != Stage.SEALED)
			.toList();
		if (!others.isEmpty()) {
			logger
				.warn("Filters of another application of this JVM are in force as well. A call is denied if any filter"
						+ " denies it: " + hashes(others) + ".");
		}
	}

	private static String hashes(List<InstalledFilter> filters) {
		return filters.stream().map(InstalledFilter::hash).collect(Collectors.joining(", "));
	}

}
