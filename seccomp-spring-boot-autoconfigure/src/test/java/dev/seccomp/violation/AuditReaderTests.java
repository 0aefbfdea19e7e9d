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

package dev.seccomp.violation;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.kernel.AuditLog;
import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuditReader} on the kernel's own log, in a JVM of their own.
 */
class AuditReaderTests {

	private static final List<String> PID_NAMESPACE = List.of("unshare", "--pid", "--fork", "--mount-proc");

	private static final List<String> NET_NAMESPACE = List.of("unshare", "--net");

	private static final List<String> USER_NAMESPACE = List.of("unshare", "--user", "--map-root-user");

	private static final List<String> NO_CAPABILITY = List.of("setpriv", "--bounding-set=-audit_read",
			"--inh-caps=-audit_read");

	@Test
	void ownRecordsAreFound() {
		ChildJvm.Outcome outcome = run(List.of());
		assertFound(outcome);
		assertThat(outcome.line("audit-pid")).isEqualTo(outcome.line("pid"));
	}

	@Test
	void ownRecordsAreFoundInAPidNamespace() {
		requireCommand(PID_NAMESPACE);
		ChildJvm.Outcome outcome = run(PID_NAMESPACE);
		assertFound(outcome);
		assertThat(outcome.line("pid")).isEqualTo("1");
		assertThat(outcome.line("audit-pid")).isNotEqualTo("1");
	}

	private static void assertFound(ChildJvm.Outcome outcome) {
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("before")).as("without the filter").matches("\\d+");
		assertThat(outcome.line("reason-at-first"))
			.isEqualTo("It has not been found out yet which records are of this process");
		assertThat(outcome.line("reason")).isEqualTo("null");
		assertThat(outcome.line("denied")).isEqualTo("EACCES");
		assertThat(outcome.line("notified")).isEqualTo("ENOSYS");
		assertThat(outcome.line("child")).as("the child bears the filter").contains("Permission denied");
		assertThat(outcome.line("own"))
			.isEqualTo("[early: getpriority errno][the caller: getpriority errno]" + "[java: getsid log]");
		assertThat(outcome.line("in-log")).as("what is not claimed was in the log all the same")
			.contains("[early: getpriority errno]", "[the caller: getpriority errno]", "[nice: getpriority errno]",
					"[java: clone3 errno]", "[java: getsid log]")
			.doesNotContain("getpgid")
			.containsPattern("\\[seccomp-[0-9a-z]{7}: getpriority errno]");
		// What others have the kernel log may be too much for it
		assertThat(outcome.line("losses")).matches("\\d+");
		assertThat(outcome.line("reason-in-the-end")).isEqualTo("null");
		assertThat(outcome.line("reason-when-closed")).isEqualTo("The audit log is read no more: it was stopped");
		assertThat(outcome.line("threads")).contains("main").doesNotContain("seccomp");
	}

	@Test
	void nothingIsClaimedWhereNoRecordsArrive() {
		requireCommand(NET_NAMESPACE);
		ChildJvm.Outcome outcome = run(NET_NAMESPACE);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("reason")).startsWith("No record of this process came within 2 s.");
		assertThat(outcome.line("reason-when-closed")).isEqualTo(outcome.line("reason"));
		assertThat(outcome.line("threads")).contains("main").doesNotContain("seccomp");
	}

	@Test
	void withoutTheCapability() {
		assertUnavailable(NO_CAPABILITY);
	}

	@Test
	void withTheCapabilityInAUserNamespaceOnly() {
		assertUnavailable(USER_NAMESPACE);
	}

	private static void assertUnavailable(List<String> launcher) {
		requireCommand(launcher);
		ChildJvm.Outcome outcome = ChildJvm.of(AuditedProcess.class).under(launcher).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("unavailable")).isEqualTo("bind(NETLINK_AUDIT) failed with EPERM: it takes the"
				+ " capability CAP_AUDIT_READ in the initial user namespace");
	}

	@ParameterizedTest
	@MethodSource("readingCalls")
	void readingIsDeniedInTheEnd(String syscall) {
		ChildJvm.Outcome outcome = run(List.of(), syscall);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("reason")).isEqualTo("null");
		assertThat(outcome.line("reason-in-the-end"))
			.isEqualTo("The audit log cannot be read on: " + syscall + " failed with EPERM");
		assertThat(outcome.line("threads")).contains("main").doesNotContain("seccomp");
	}

	@ParameterizedTest
	@MethodSource("readingCalls")
	void readingIsDenied(String syscall) {
		ChildJvm.Outcome outcome = run(List.of(), "!" + syscall);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("reason"))
			.isEqualTo("The audit log cannot be read on: " + syscall + " failed with EPERM");
	}

	@Test
	void namingAThreadIsDenied() {
		ChildJvm.Outcome outcome = run(List.of(), "!prctl");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("reason")).startsWith("A thread of this process cannot give itself a name");
	}

	private static List<String> readingCalls() {
		boolean poll = Platform.architecture().syscalls().number("poll").isPresent();
		return List.of((poll) ? "poll" : "ppoll", "recvfrom");
	}

	private static ChildJvm.Outcome run(List<String> launcher, String... arguments) {
		Requirement.require(isReadable(), "Reading the audit log takes CAP_AUDIT_READ in the initial user namespace");
		return ChildJvm.of(AuditedProcess.class).under(launcher).arguments(arguments).run();
	}

	private static boolean isReadable() {
		try (AuditLog log = AuditLog.open(Platform.architecture(), (reason) -> {
		})) {
			return log != null;
		}
	}

	private static void requireCommand(List<String> launcher) {
		List<String> command = new ArrayList<>(launcher);
		command.add("true");
		Requirement.requireCommand("Needs to run " + String.join(" ", launcher) + ", usually as root", command);
	}

}
