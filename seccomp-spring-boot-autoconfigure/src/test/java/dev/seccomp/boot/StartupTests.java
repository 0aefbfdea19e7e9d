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

import dev.seccomp.testing.ChildJvm;
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
		assertThat(outcome.output()).contains("Seccomp filter in force: mode enforce, policy [presets: no-exec]")
			.contains("exec: ")
			.contains("Permission denied")
			.containsPattern("Denied (clone|vfork) \\(EACCES\\).* at dev\\.seccomp\\.testing\\.Attempt\\.exec")
			.doesNotContain("exec: ran");
	}

	@Test
	void allowListLetsAnApplicationStartAndEnd() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).arguments("--seccomp.presets=web-service").run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("policy [presets: web-service]")
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

	/** What has a memory of its own could answer in the supervisor's place. */
	@Test
	void programsThatMayRunAreWarnedOf() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.arguments("--seccomp.syscalls[0].names=acct", "--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("exec: ran")
			.contains("WARN")
			.contains("The policy lets programs or processes be started.");
	}

	@Test
	void whatThePolicyDefeatsIsTold() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.options("-XX:OnOutOfMemoryError=/bin/true")
			.environment("JAVA_TOOL_OPTIONS", "-XX:OnError=/bin/true")
			.arguments("--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=riscv_flush_icache,acct",
					"--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output())
			.contains("The JVM was started with -XX:OnError, -XX:OnOutOfMemoryError, which start"
					+ " a program, and the policy denies that: they will have no effect.")
			.containsPattern("name calls that \\w+ does not have, only other architectures: riscv_flush_icache\\.");
	}

	@Test
	void deniedPipeIsWarnedOf() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.arguments("--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=pipe,pipe2",
					"--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).containsPattern("Denied pipe2? \\(")
			.containsPattern("WARN .* The policy denies (pipe and )?pipe2, by which Java prepares to start a program");
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
