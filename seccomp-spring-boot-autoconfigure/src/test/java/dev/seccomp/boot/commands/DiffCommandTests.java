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

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DiffCommand}.
 */
class DiffCommandTests {

	private static final String OLD = """
			seccomp:
			  syscalls:
			    - { names: [ptrace, bind], action: errno }
			    - { names: [socket], args: [{ index: 0, op: eq, value: 38 }], action: errno }
			""";

	@TempDir
	Path folder;

	@Test
	void diffWhenPoliciesAreEqualIsEmpty() throws IOException {
		CommandResult result = diff(OLD, OLD);
		assertThat(result.exitCode()).isZero();
		assertThat(result.out()).isEqualTo("No difference.\n");
	}

	@Test
	void diffWhenOnlyTheOrderOfRulesDiffersIsEmpty() throws IOException {
		assertThat(diff(OLD, """
				seccomp:
				  syscalls:
				    - { names: [socket], args: [{ index: 0, op: eq, value: 38 }], action: errno }
				    - { names: [bind], action: errno }
				    - { names: [ptrace], action: errno }
				""").exitCode()).isZero();
	}

	@Test
	void diffWhenPoliciesDifferShowsAddedGoneAndChangedCalls() throws IOException {
		CommandResult result = diff(OLD, """
				seccomp:
				  syscalls:
				    - { names: [bind, listen], action: errno }
				    - { names: [socket], args: [{ index: 0, op: eq, value: 17 }], action: errno }
				""");
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.out()).isEqualTo(
				"""
						1 call added, 1 call gone, 1 call changed.

						  - listen
						  + ptrace   RISKY: accessing other processes (controls another process of the same user, which is not filtered)
						  ~ socket
						      + arg0 == 17: denied (EPERM)
						      - arg0 == 38: denied (EPERM)
						""");
	}

	@Test
	void diffWhenErrorDiffersShowsChangedCall() throws IOException {
		CommandResult result = diff(OLD, OLD.replace("action: errno }\n    - { names: [socket]",
				"action: errno, errno: EACCES }\n    - { names: [socket]"));
		assertThat(result.out()).isEqualTo("""
				2 calls changed.

				  ~ bind
				      + denied (EACCES)
				      - denied (EPERM)
				  ~ ptrace
				      + denied (EACCES)
				      - denied (EPERM)
				""");
	}

	@Test
	void diffWhenOrderDecidesShowsRules() throws IOException {
		String policy = """
				seccomp:
				  syscalls:
				    - { names: [socket], args: [{ index: 0, op: le, value: 16 }], action: %s }
				    - { names: [socket], args: [{ index: 0, op: ge, value: 16 }], action: %s }
				    - { names: [ptrace], action: errno }
				""";
		assertThat(diff(policy.formatted("errno", "allow"), policy.formatted("allow", "errno")).out()).isEqualTo("""
				1 call changed.

				  ~ socket
				      + arg0 <= 16: allowed
				      + arg0 >= 16: denied (EPERM)
				      - arg0 <= 16: denied (EPERM)
				      - arg0 >= 16: allowed
				""");
	}

	@Test
	void diffWhenPolicyHasReadyFilterComparesPhases() throws IOException {
		CommandResult result = diff(OLD, OLD + """
				  ready:
				    syscalls:
				      - { names: [listen], action: errno }
				""");
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.out()).isEqualTo("""
				When the application is ready: 1 call gone.

				  - listen
				""");
	}

	@Test
	void diffWhenBothFiltersHaveTheSameRuleShowsItOnce() throws IOException {
		String rules = """
				syscalls: [{ names: [socket], args: [{ index: 0, op: eq, value: %d }], action: errno }]
				""";
		String policy = "seccomp:\n  " + rules + "  ready:\n    " + rules;
		assertThat(diff(policy.formatted(1, 1), policy.formatted(3, 3)).out()).isEqualTo("""
				While the application starts: 1 call changed.

				  ~ socket
				      + arg0 == 3: denied (EPERM)
				      - arg0 == 1: denied (EPERM)

				When the application is ready: 1 call changed.

				  ~ socket
				      + arg0 == 3: denied (EPERM)
				      - arg0 == 1: denied (EPERM)
				""");
	}

	@Test
	void diffWhenSecondAllowlistGrowsShowsOnlyItsNewRule() throws IOException {
		String jvm = String.join(", ", JvmCheck.purposes(Architecture.X86_64).keySet());
		String rules = """
				default-action: errno
				    syscalls:
				      - { names: [seccomp, %s], action: allow }
				""".formatted(jvm);
		String rule = "      - { names: [socket], args: [{ index: 0, op: eq, value: %d }], action: allow }\n";
		String policy = "seccomp:\n    " + rules + rule.repeat(3) + "    ready:\n      "
				+ rules.replace("\n", "\n  ").stripTrailing() + "\n" + (rule.repeat(2)).replace("      -", "        -");
		assertThat(diff(policy.formatted(1, 2, 10, 1, 1), policy.formatted(1, 2, 10, 1, 2)).out()).isEqualTo("""
				When the application is ready: 1 call changed.

				  ~ socket
				      + arg0 == 2: allowed
				""");
	}

	@Test
	void diffWhenConditionAllowsRiskyArgumentsWarns() throws IOException {
		String policy = "seccomp:\n  presets: web-service\n";
		assertThat(diff(policy, policy + """
				  syscalls:
				    - { names: [socket], args: [{ index: 0, op: eq, value: 38 }], action: allow }
				""").out()).startsWith("1 call changed.\n\n  ~ socket\n")
			.contains("      + arg0 == 38: allowed   RISKY: ", "AF_ALG (CVE-2026-31431)");
	}

	@Test
	void diffWhenPolicyHasRecordingShowsJavaFrames() throws IOException {
		String allowList = """
				seccomp:
				  presets: web-service
				  syscalls:
				    - { names: [ptrace], action: allow }
				    - { names: [socket], args: [{ index: 0, op: eq, value: 17 }], action: allow }
				""";
		Files.writeString(this.folder.resolve("new-recording.json"), CommandResult.recording("""
				  { "name": "ptrace", "serving": { "count": 1, "frame": "com.example.Debug.attach(Debug.java:7)" } },
				  { "name": "socket", "args": [{ "index": 0, "op": "eq", "value": 17 }],
				    "serving": { "count": 2, "frame": "com.example.Capture.open(Capture.java:12)" } },
				  { "name": "socket", "args": [{ "index": 0, "op": "eq", "value": 2 }],
				    "serving": { "count": 9, "frame": "com.example.Client.connect(Client.java:3)" } }
				"""));
		assertThat(diff("seccomp:\n  presets: web-service\n", allowList).out())
			.contains("      at com.example.Debug.attach(Debug.java:7)\n  ~ socket\n",
					"\n      at com.example.Capture.open(Capture.java:12)\n")
			.doesNotContain("Client.java");
	}

	@Test
	void diffWhenRecordingsAreGivenComparesTheirCalls() throws IOException {
		String recording = CommandResult.recording("""
				  { "name": "read", "starting": { "count": 10 }, "serving": { "count": 3 } },
				  { "name": "execve", "testing": { "count": 1 } },
				  { "name": "%s", "starting": { "count": 1, "frame": "com.example.Files.%s(Files.java:5)" } }
				""");
		Path older = Files.writeString(this.folder.resolve("a-recording.json"), recording.formatted("mkdir", "make"));
		Path newer = Files.writeString(this.folder.resolve("b-recording.json"), recording.formatted("rmdir", "drop"));
		CommandResult result = CommandResult.of("diff", older.toString(), newer.toString());
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.out()).isEqualTo("""
				While the application starts: 1 call added, 1 call gone.

				  - mkdir
				      at com.example.Files.make(Files.java:5)
				  + rmdir
				      at com.example.Files.drop(Files.java:5)
				""");
		assertThat(CommandResult.of("diff", older.toString(), older.toString()).exitCode()).isZero();
	}

	@Test
	void diffWhenRecordingIsComparedWithPolicyFails() throws IOException {
		Path recording = Files.writeString(this.folder.resolve("a-recording.json"), "{ \"runs\": [] }");
		CommandResult result = CommandResult.of("diff", recording.toString(), "hardened");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err())
			.endsWith("a-recording.json is the recording of a learned policy. Give the policy next to it.\n");
	}

	@Test
	void diffWithoutNewComparesWithTheApplication() {
		assertThat(CommandResult.of("diff", "hardened", "--seccomp.presets=hardened").out())
			.isEqualTo("No difference.\n");
		assertThat(CommandResult.of("diff", "hardened", "--seccomp.presets=no-exec").exitCode()).isEqualTo(1);
	}

	@Test
	void diffWithoutPolicyPrintsUsage() {
		CommandResult result = CommandResult.of("diff");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("OLD is missing.\n\n");
	}

	private CommandResult diff(String older, String newer) throws IOException {
		return CommandResult.of("diff", Files.writeString(this.folder.resolve("old.yml"), older).toString(),
				Files.writeString(this.folder.resolve("new.yml"), newer).toString());
	}

}
