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

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns of effects of a policy that its author may not expect.
 */
final class PolicyWarnings {

	private static final Log logger = LogFactory.getLog("dev.seccomp");

	private static final int MAX_NAMES = 12;

	private static final String AOT_CACHE_REMEDY = "Instead of " + JvmOptions.AOT_CACHE_OUTPUT
			+ " use -XX:AOTMode=record, and -XX:AOTMode=create in a second run of java. Or set"
			+ " 'seccomp.enabled: false' for the training run.";

	private final SeccompPolicy policy;

	PolicyWarnings(SeccompPolicy policy) {
		this.policy = policy;
	}

	/** Logs what applies to the policy of the whole life. */
	void logStartup() {
		warnOfAbsentCalls();
		logIgnoredCalls();
		warnOfDefeatedOptions();
	}

	/** Logs what applies to the policy of any stage. */
	void logAny() {
		warnOfDeniedPipes();
		warnOfRings();
	}

	private void warnOfAbsentCalls() {
		if (!this.policy.absent().isEmpty()) {
			logger.warn("The rules of seccomp.syscalls name calls that only other architectures than "
					+ this.policy.architecture() + " have: " + sorted(this.policy.absent()) + ".");
		}
	}

	private void logIgnoredCalls() {
		if (!this.policy.ignored().isEmpty()) {
			logger.debug("The profile names calls that " + this.policy.architecture()
					+ " does not have, or that are unknown: " + sorted(this.policy.ignored()) + ".");
		}
	}

	private void warnOfDefeatedOptions() {
		List<String> options = (this.policy.deniesAlways("execve")) ? JvmOptions.thatStartPrograms() : List.of();
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
	private void warnOfDeniedPipes() {
		List<String> pipes = Stream.of("pipe", "pipe2")
			.filter((pipe) -> this.policy.architecture().syscalls().number(pipe).isPresent())
			.toList();
		if (pipes.stream().allMatch((pipe) -> this.policy.action(pipe).type() == ActionType.ERRNO)) {
			String names = String.join(" and ", pipes);
			logger.warn("The policy denies " + names + ", which Java uses before it starts a program. If they fail, the"
					+ " JDK closes two file descriptors that it did not open, such as sockets of the application. Allow "
					+ names + ". The preset no-exec denies programs without them.");
		}
	}

	private void warnOfRings() {
		Set<String> bypassed = this.policy.bypassedByRings();
		if (!bypassed.isEmpty()) {
			logger.warn("A rule of 'seccomp." + this.policy.property("syscalls")
					+ "' allows io_uring_setup. The filter does"
					+ " not see the operations of a ring, which can still make calls that the policy denies: "
					+ abbreviated(bypassed) + ". Remove io_uring_setup from the rule to deny them completely.");
		}
	}

	private static String abbreviated(Set<String> names) {
		String first = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
		return (names.size() > MAX_NAMES) ? first + " and " + (names.size() - MAX_NAMES) + " more" : first;
	}

	private static String sorted(Set<String> names) {
		return names.stream().sorted().collect(Collectors.joining(", "));
	}

}
