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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs the filters of an application when they are in force.
 */
final class StartupReport {

	private static final Log logger = LogFactory.getLog("dev.seccomp");

	private static final String AOT_CACHE_REMEDY = "Instead of " + JvmOptions.AOT_CACHE_OUTPUT
			+ " use -XX:AOTMode=record, and -XX:AOTMode=create in a second run of java. Or set"
			+ " 'seccomp.enabled: false' for the training run.";

	private final SeccompState state;

	StartupReport(SeccompState state) {
		this.state = state;
	}

	void log() {
		CompiledFilter sealed = this.state.filter(Stage.SEALED);
		if (sealed != null) {
			logger.info("Sealed seccomp filter in force: " + describe(sealed, "enforce"));
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
		warnOfAbsentCalls(filter.policy());
		logIgnoredCalls(filter.policy());
		warnOfOtherFilters();
		warnOfDefeatedOptions(filter.policy());
		warnOfDeniedPipes(filter.policy());
	}

	void logReady(CompiledFilter filter) {
		logger.info(
				"Seccomp filter for the ready application in force: " + describe(filter, this.state.mode().toString()));
		warnOfDeniedPipes(filter.policy());
	}

	private String describe(CompiledFilter filter, String mode) {
		FilteredThreads threads = this.state.threads();
		boolean enforced = mode.equals("enforce");
		return "mode=" + mode + ", policy=[" + sources(filter.policy())
				+ ((filter.stage() == Stage.SEALED) ? " in " + SealedProperties.LOCATION : "") + "], hash="
				+ filter.hash() + ", instructions=" + filter.program().instructions().size() + ", threads="
				+ threads.filtered() + " of " + threads.total() + ". " + ((enforced) ? "Denied: " : "Would be denied: ")
				+ String.join("; ", filter.policy().denials()) + ".";
	}

	/** A list of rules is abbreviated to its first and last element. */
	private static String sources(SeccompPolicy policy) {
		Map<String, List<String>> lists = policy.rules()
			.stream()
			.map(SyscallRule::source)
			.distinct()
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
		if (this.state.supervisor() == null) {
			logger.info("Violation reports are disabled (seccomp.violations.report=false).");
			return;
		}
		String reason = this.state.unsupervisedReason();
		if (reason != null) {
			logger.warn("This application cannot report the callers of denied calls: " + reason + ".");
		}
		else if (this.state.mode() == SeccompState.Mode.ENFORCE
				&& this.state.filters().stream().noneMatch((filter) -> filter.policy().deniesProcesses())) {
			logger.warn("The policy allows programs or processes to be started. Native code could pass the notification"
					+ " listener to such a process, which could then let denied calls through. Deny them, as the preset"
					+ " no-exec does, or set 'seccomp.violations.report: false'.");
		}
	}

	private void warnOfAbsentCalls(SeccompPolicy policy) {
		if (!policy.absent().isEmpty()) {
			logger.warn("The rules of seccomp.syscalls name calls that only other architectures than "
					+ policy.architecture() + " have: " + sorted(policy.absent()) + ".");
		}
	}

	private void logIgnoredCalls(SeccompPolicy policy) {
		if (!policy.ignored().isEmpty()) {
			logger.debug("The profile names calls that " + policy.architecture()
					+ " does not have, or that are unknown: " + sorted(policy.ignored()) + ".");
		}
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

	private void warnOfDefeatedOptions(SeccompPolicy policy) {
		List<String> options = (policy.deniesAlways("execve")) ? JvmOptions.thatStartPrograms() : List.of();
		if (!options.isEmpty()) {
			logger.warn("The policy denies the programs that these JVM options start, so they have no effect: "
					+ String.join(", ", options) + "."
					+ ((options.contains(JvmOptions.AOT_CACHE_OUTPUT)) ? " " + AOT_CACHE_REMEDY : ""));
		}
	}

	/**
	 * {@code ProcessImpl.forkAndExec} of JDK 17 and 25 closes two file descriptors that
	 * it did not open if its first pipe fails. The C library uses either call.
	 */
	private void warnOfDeniedPipes(SeccompPolicy policy) {
		List<String> pipes = Stream.of("pipe", "pipe2")
			.filter((pipe) -> policy.architecture().syscalls().number(pipe).isPresent())
			.toList();
		if (pipes.stream().allMatch((pipe) -> policy.action(pipe).type() == ActionType.ERRNO)) {
			String names = String.join(" and ", pipes);
			logger.warn("The policy denies " + names + ", which Java uses before it starts a program. If they fail, the"
					+ " JDK closes two file descriptors that it did not open, such as sockets of the application. Allow "
					+ names + ". The preset no-exec denies programs without them.");
		}
	}

	private static String sorted(Set<String> names) {
		return names.stream().sorted().collect(Collectors.joining(", "));
	}

	private static String hashes(List<InstalledFilter> filters) {
		return filters.stream().map(InstalledFilter::hash).collect(Collectors.joining(", "));
	}

}
