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
