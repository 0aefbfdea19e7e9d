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

package dev.seccomp.boot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExplainCommand}.
 */
class ExplainCommandTests {

	@TempDir
	Path folder;

	@Test
	void explainCallShowsRuleGroupAndExploits() {
		CommandResult result = CommandResult.of("explain", "memfd_create", "hardened", "--arch=x86_64");
		assertThat(result.exitCode()).isZero();
		assertThat(result.out()).isEqualTo("""
				memfd_create: number 319 on x86_64

				hardened:
				  denied (EPERM), by presets: hardened

				Group fileless-execution, creating executable files without a name:
				  creates a file in memory; attackers use it for payloads that must not touch the disk
				""");
	}

	@Test
	void explainCallWhenArgumentsDecideShowsRules() {
		assertThat(CommandResult.of("explain", "clone", "no-exec", "--arch=s390x").out()).startsWith("""
				clone: number 120 on s390x

				no-exec:
				  arg1 & 0x10000 == 0x0: denied (EACCES), by presets: no-exec
				  otherwise: allowed, by default-action

				Group process-execution, starting a program or a process:
				  without CLONE_THREAD it creates a process; with it the JVM creates threads (with some arguments)
				""").contains("Known exploits that use this call:\n  CVE-2019-11815    RDS sockets");
	}

	@Test
	void explainCallOfApplicationShowsPhases() {
		assertThat(CommandResult
			.of("explain", "bind", "--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=errno",
					"--arch=x86_64")
			.out()).isEqualTo("""
					bind: number 49 on x86_64

					application, start:
					  allowed, by default-action

					application, serving:
					  denied (EPERM), by ready.syscalls[0]
					""");
	}

	@Test
	void explainCallWhenPolicyHasRecordingShowsCallers() throws IOException {
		Path policy = Files.writeString(this.folder.resolve("learned.yml"), "seccomp: { presets: web-service }\n");
		Files.writeString(this.folder.resolve("learned-recording.json"), CommandResult.recording("""
				  { "name": "mkdir", "serving": { "count": 1, "frame": "com.example.A.b(A.java:1)" } }
				"""));
		assertThat(CommandResult.of("explain", "mkdir", policy.toString()).out())
			.contains("\nRecorded callers:\n  at com.example.A.b(A.java:1)\n");
	}

	@Test
	void explainCallWhenArchitectureLacksItSaysSo() {
		assertThat(CommandResult.of("explain", "open", "hardened", "--arch=aarch64").out())
			.isEqualTo("open: aarch64 does not have this system call.\n");
	}

	@Test
	void explainCallWhenUnknownSuggestsCall() {
		CommandResult result = CommandResult.of("explain", "exceve", "hardened");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).isEqualTo("There is no system call 'exceve'. Did you mean execve?\n");
	}

	@Test
	void explainPolicyShowsCallsAndRisks() throws IOException {
		Path policy = Files.writeString(this.folder.resolve("policy.yml"), """
				seccomp:
				  presets: web-service
				  syscalls:
				    - { names: [ptrace], action: allow }
				""");
		assertThat(CommandResult.of("explain", policy.toString(), "--arch=x86_64").out())
			.startsWith("policy.yml: 121 of 385 system calls of x86_64 are allowed, ")
			.contains("\n  Allowed:\n    accept accept4 access bind brk ",
					"\n  Allowed, although hardened denies them:\n    ptrace\n", "\n  Known exploits: ");
	}

}
