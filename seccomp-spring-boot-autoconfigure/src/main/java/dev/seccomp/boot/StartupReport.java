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

import dev.seccomp.boot.SeccompState.PolicyFilter;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.JvmOptions;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.violation.ViolationReports;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what came of the start.
 */
final class StartupReport {

	private static final Log logger = LogFactory.getLog("dev.seccomp");

	private final SeccompState state;

	StartupReport(SeccompState state) {
		this.state = state;
	}

	void log() {
		logSealed();
		RecorderProcess recorder = this.state.recorder();
		if (recorder != null) {
			logLearning(recorder);
			return;
		}
		SeccompPolicy policy = this.state.policy();
		FilterProgram program = this.state.program();
		if (policy != null && program != null) {
			logger.info((policy == this.state.sealedPolicy())
					? "No other seccomp filter was installed: seccomp.enabled is false." : inForce(policy, program));
			warnThatNothingIsEnforced();
			tellWhoReports();
			warnOfAbsentCalls(policy);
			noteIgnoredCalls(policy);
			warnOfEarlierFilters();
			warnOfDefeatedOptions(policy);
			warnOfDeniedPipes(policy);
			return;
		}
		String message = "No seccomp filter was installed: " + this.state.reason();
		if (this.state.mode() == SeccompState.Mode.UNSUPPORTED) {
			logger.warn(message + " The application runs unprotected, as seccomp.on-unsupported is warn.");
		}
		else {
			logger.info(message + ".");
		}
		List<InstalledFilter> filters = this.state.filters();
		if (!filters.isEmpty()) {
			logger.warn("Seccomp filters that were installed for another application of this JVM stay in force: "
					+ filters.stream().map(InstalledFilter::hash).collect(Collectors.joining(", ")) + ".");
		}
	}

	/** It is there whatever else is configured, so it is told for itself. */
	private void logSealed() {
		PolicyFilter sealed = this.state.find(FilterPlan.SEALED);
		if (sealed == null) {
			return;
		}
		FilteredThreads threads = FilteredThreads.count();
		logger.info("Sealed seccomp filter in force, whatever else is configured: policy [" + sources(sealed.policy())
				+ "] of " + SealedPolicy.LOCATION + ", " + sealed.program().hash() + ", "
				+ sealed.program().instructions().size() + " instructions, " + threads.filtered() + " of "
				+ threads.total() + " threads. Denied: " + String.join("; ", sealed.policy().denials()) + ".");
	}

	void logReady(InstalledFilter filter, SeccompPolicy policy) {
		FilteredThreads threads = FilteredThreads.count();
		logger.info("Seccomp filter for the application that is ready in force: mode " + this.state.mode()
				+ ", policy [" + sources(policy) + "], " + filter.hash() + ", " + filter.instructions()
				+ " instructions, " + threads.filtered() + " of " + threads.total() + " threads. " + denied()
				+ " from now on: " + String.join("; ", policy.denials()) + ".");
		warnOfDeniedPipes(policy);
	}

	private void logLearning(RecorderProcess recorder) {
		FilteredThreads threads = FilteredThreads.count();
		logger.warn(nothing()
				+ " is enforced: seccomp.mode is learn, so presets, profile, syscalls and ready are ignored, and"
				+ " every call of " + threads.filtered() + " of " + threads.total()
				+ " threads, and of the programs that" + " they start, is recorded by process " + recorder.pid()
				+ ". What is learned is written to " + recorder.output() + ".");
	}

	private void warnThatNothingIsEnforced() {
		if (this.state.mode() == SeccompState.Mode.LOG) {
			logger
				.warn(nothing() + " is enforced: seccomp.mode is log, so what the policy denies is done, and told of.");
		}
	}

	private String nothing() {
		return (this.state.sealedPolicy() != null) ? "Nothing but the sealed policy" : "Nothing";
	}

	private void tellWhoReports() {
		ViolationReports reports = this.state.reports();
		if (reports == null) {
			logger.info("Who makes a denied call is not told, as seccomp.violations.report is false.");
			return;
		}
		String unsupervised = reports.supervisor().reason();
		if (unsupervised != null) {
			logger
				.warn("Who makes a denied call cannot be told: " + unsupervised + ". It is in the kernel's log only.");
		}
		else if (this.state.mode() == SeccompState.Mode.ENFORCE
				&& this.state.policies().stream().noneMatch((filter) -> filter.policy().deniesProcesses())) {
			logger.warn("The policy lets programs or processes be started. One that native code in this process hands"
					+ " the supervisor's listener to could have denied calls made: deny them, as the preset no-exec does,"
					+ " or set seccomp.violations.report to false.");
		}
	}

	private String denied() {
		return (this.state.mode() == SeccompState.Mode.LOG) ? "Would be denied" : "Denied";
	}

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

	private String inForce(SeccompPolicy policy, FilterProgram program) {
		FilteredThreads threads = FilteredThreads.count();
		return "Seccomp filter in force: mode " + this.state.mode() + ", policy [" + sources(policy) + "], "
				+ program.hash() + ", " + program.instructions().size() + " instructions, " + threads.filtered()
				+ " of " + threads.total() + " threads. " + denied() + ": " + String.join("; ", policy.denials()) + ".";
	}

	private void warnOfAbsentCalls(SeccompPolicy policy) {
		if (!policy.absent().isEmpty()) {
			logger.warn("The rules of seccomp.syscalls name calls that " + policy.architecture()
					+ " does not have, only other architectures: "
					+ policy.absent().stream().sorted().collect(Collectors.joining(", ")) + ".");
		}
	}

	private void noteIgnoredCalls(SeccompPolicy policy) {
		if (!policy.ignored().isEmpty()) {
			logger.debug(
					"The profile names calls that " + policy.architecture() + " does not have, or that are not known: "
							+ policy.ignored().stream().sorted().collect(Collectors.joining(", ")) + ".");
		}
	}

	private void warnOfEarlierFilters() {
		Set<String> hashes = this.state.policies()
			.stream()
			.map((filter) -> filter.program().hash())
			.collect(Collectors.toSet());
		List<InstalledFilter> others = this.state.filters()
			.stream()
			.filter((filter) -> !hashes.contains(filter.hash()) && !filter.name().equals(FilterPlan.SEALED))
			.toList();
		if (!others.isEmpty()) {
			logger.warn("Other seccomp filters were installed for another application of this JVM and hold as well,"
					+ " so a call is denied if any of them denies it: "
					+ others.stream().map(InstalledFilter::hash).collect(Collectors.joining(", ")) + ".");
		}
	}

	private void warnOfDefeatedOptions(SeccompPolicy policy) {
		List<String> options = (policy.deniesAlways("execve")) ? JvmOptions.thatStartPrograms() : List.of();
		if (!options.isEmpty()) {
			logger.warn("The JVM was started with " + String.join(", ", options)
					+ ", which start a program, and the policy denies that: they will have no effect.");
		}
	}

	/**
	 * {@code ProcessImpl.forkAndExec} of JDK 17 and 25 was seen to close two file
	 * descriptors that it had not set where its first pipe failed. Which of the calls
	 * makes the pipe is the C library's choice.
	 */
	private void warnOfDeniedPipes(SeccompPolicy policy) {
		List<String> pipes = Stream.of("pipe", "pipe2")
			.filter((pipe) -> policy.architecture().syscalls().number(pipe).isPresent())
			.toList();
		if (pipes.stream().allMatch((pipe) -> policy.action(pipe).type() == ActionType.ERRNO)) {
			String names = String.join(" and ", pipes);
			logger.warn("The policy denies " + names
					+ ", by which Java prepares to start a program: the JDK then closes"
					+ " two file descriptors that it never opened, which may be sockets or files of the application."
					+ " Allow " + names + ": programs are denied without that, as by the preset no-exec.");
		}
	}

}
