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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the start of an application under the filter.
 */
class StartupTests {

	@Test
	void defaultPolicyDeniesPrograms() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("Seccomp filter in force: mode=enforce, policy=[presets: no-exec]")
			.contains("exec: ")
			.contains("Permission denied")
			.containsPattern("Denied (clone|vfork) \\(EACCES\\).* at dev\\.seccomp\\.testing\\.Attempt\\.exec")
			.doesNotContain("exec: ran");
	}

	@Test
	void applicationStartsAndEndsUnderAnAllowlist() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).arguments("--seccomp.presets=web-service").run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("policy=[presets: web-service]")
			.containsPattern("all but 1\\d\\d calls \\(EPERM\\)")
			.contains("exec: Cannot run program")
			.doesNotContain("exec: ran");
	}

	@Test
	void programsRunWithoutTheFilter() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).arguments("--seccomp.enabled=false").run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("No seccomp filter was installed: seccomp.enabled is false.")
			.contains("exec: ran");
	}

	/** A program has other memory, so it could respond in place of the supervisor. */
	@Test
	void warningWhenProgramsMayBeStarted() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.arguments("--seccomp.presets=", "--seccomp.syscalls[0].names=acct", "--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("exec: ran")
			.containsPattern("WARN .* The policy allows programs or processes to be started\\. Native code could pass");
	}

	@Test
	void warningWhenThePolicyDefeatsOptions() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.options("-XX:OnOutOfMemoryError=/bin/true")
			.environment("JAVA_TOOL_OPTIONS", "-XX:OnError=/bin/true")
			.arguments("--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=riscv_flush_icache,acct",
					"--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output())
			.contains("The policy denies the programs that these JVM options start, so they have no effect:"
					+ " -XX:OnError, -XX:OnOutOfMemoryError.")
			.containsPattern("seccomp\\.syscalls name calls that only other architectures than \\w+ have:"
					+ " riscv_flush_icache\\.");
	}

	@Test
	void warningWhenAnOptionSilencesReports() {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class)
			.options("-XX:OnOutOfMemoryError=/bin/true", "-XX:OnError=/bin/true")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		String reason = "clone, execve, execveat, vfork (with -XX:OnError, -XX:OnOutOfMemoryError, HotSpot makes these"
				+ " calls itself while all threads are stopped)";
		assertThat(outcome.output()).contains("Denials of some calls are in the kernel's log only: " + reason + ".")
			.contains("unreported: [" + reason + "]")
			.doesNotContain("recent: clone ");
		assertThat(outcome.line("health")).isEqualTo("UP");
	}

	@Test
	void warningWhenTheLaunchMechanismSilencesReports() {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class)
			.options("-Djdk.lang.Process.launchMechanism=FORK")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		String reason = "clone (with -Djdk.lang.Process.launchMechanism=FORK, the C library makes this call while it"
				+ " holds the locks of its memory)";
		assertThat(outcome.output()).contains("Denials of some calls are in the kernel's log only: " + reason + ".")
			.contains("unreported: [" + reason + "]")
			.doesNotContain("recent: clone ");
	}

	@Test
	void noWarningOfSilencedReportsWithoutSuchAnOption() {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class).run();
		assertThat(outcome.output()).contains("recent: clone ")
			.contains("unreported: null")
			.doesNotContain("in the kernel's log only");
	}

	@Test
	void warningWhenRootCanSetTheCorePattern() {
		Path corePattern = Path.of("/proc/sys/kernel/core_pattern");
		Requirement.require(Files.isWritable(corePattern), "Only root can write to " + corePattern + ".");
		String warning = "The application runs as root and can write to /proc/sys/kernel/core_pattern.";
		ChildJvm jvm = ChildJvm.of(TestApplication.class);
		assertThat(jvm.run().output()).containsOnlyOnce(warning)
			.contains("Run the application as another user, or mount /proc/sys read-only.");
		List<String> readOnly = List.of("unshare", "-m", "sh", "-c",
				"mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys && exec \"$@\"", "sh");
		ChildJvm.Outcome outcome = jvm.under(readOnly).run();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.output()).doesNotContain(warning);
	}

	@Test
	void limitOfTheListenerIsLogged() {
		String limit = "Native code could pass the notification listener to a process outside the filter, which could"
				+ " let denied calls through. seccomp.violations.report=false prevents this.";
		ChildJvm jvm = ChildJvm.of(TestApplication.class);
		assertThat(jvm.run().output()).containsOnlyOnce(limit);
		assertThat(jvm.arguments("--seccomp.violations.report=false").run().output())
			.contains("Seccomp filter in force: mode=enforce")
			.doesNotContain(limit);
	}

	@Test
	void warningWhenPipesAreDenied() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.arguments("--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=pipe,pipe2",
					"--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).containsPattern("Denied pipe2? \\(")
			.containsPattern("WARN .* The policy denies (pipe and )?pipe2, which Java uses before it starts a program");
		outcome = ChildJvm.of(TestApplication.class).arguments("--seccomp.presets=web-service").run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("exec: Cannot run program").doesNotContain("pipe");
	}

	@Test
	void unknownSystemCallStopsTheStart() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.arguments("--seccomp.syscalls[0].names=execv", "--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains("Property: seccomp.syscalls[0].names[0]")
			.contains("Value: \"execv\"")
			.contains("Did you mean execve")
			.doesNotContain("exec: ");
	}

}
