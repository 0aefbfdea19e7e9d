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

package dev.seccomp.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the commands of the jar of the sample, which do not start the application.
 */
class CommandsIT {

	private static final String JAR = System.getProperty("sample-app.jar");

	private static final String MAIN = "dev.seccomp.boot.commands.SeccompCommands";

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	@TempDir
	Path folder;

	@Test
	void diffWhenPoliciesAreEqualSucceeds() throws Exception {
		Result result = command("diff", "hardened", "hardened");
		assertThat(result).isEqualTo(new Result(0, "No difference.\n", ""));
	}

	@Test
	void diffWhenPolicyAllowsMoreFailsWithItsCalls() throws Exception {
		Path older = Files.writeString(this.folder.resolve("old.yml"), "seccomp: { presets: hardened }\n");
		Path newer = Files.writeString(this.folder.resolve("new.yml"), """
				seccomp:
				  presets: hardened
				  syscalls:
				    - { names: [ptrace], action: allow }
				""");
		assertThat(command("diff", older.toString(), newer.toString())).isEqualTo(new Result(1,
				"""
						1 call added.

						  + ptrace   RISKY: accessing other processes (controls another process of the same user, which is not filtered)
						""",
				""));
	}

	@Test
	void explainUsesThePolicyOfTheApplication() throws Exception {
		assertThat(command("explain", "execve").out())
			.contains("\napplication:\n  denied (EACCES), by presets: no-exec\n");
		assertThat(command("explain", "bpf", "--seccomp.presets=hardened").out())
			.contains("\napplication:\n  denied (EPERM), by presets: hardened\n");
	}

	@Test
	void exposureShowsEachPreset() throws Exception {
		Result result = command("exposure");
		assertThat(result.exitCode()).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).startsWith("Open system calls of ")
			.contains("\nno filter ", "\nno-exec ", "\nhardened ", "\nweb-service ", "\napplication ");
	}

	@Test
	void exportedProfileIsAcceptedAsPolicy() throws Exception {
		Path profile = Files.writeString(this.folder.resolve("profile.json"), command("export", "hardened").out());
		assertThat(command("diff", "hardened", profile.toString()).out()).doesNotContain(" added", " gone");
	}

	@Test
	void errorsAreReportedWithoutStackTraces() throws Exception {
		Result unknown = command("dif");
		assertThat(unknown.exitCode()).isEqualTo(2);
		assertThat(unknown.out()).isEmpty();
		assertThat(unknown.err()).startsWith("There is no command 'dif'. Did you mean diff?");
		Result invalid = command("explain", "--seccomp.presets=hardend");
		assertThat(invalid.exitCode()).isEqualTo(2);
		assertThat(invalid.out()).isEmpty();
		assertThat(invalid.err()).startsWith("The seccomp policy is not valid:")
			.contains("Did you mean hardened?")
			.doesNotContain("\tat ");
	}

	@Test
	void commandsRunInExtractedLayouts() throws Exception {
		Path plain = this.folder.resolve("plain");
		run(List.of("-Djarmode=tools", "-jar", JAR, "extract", "--destination", plain.toString()));
		assertThat(run(List.of("-cp", plain.resolve("sample-app.jar").toString(), MAIN, "diff", "no-exec")))
			.isEqualTo(new Result(0, "No difference.\n", ""));
		Path launcher = this.folder.resolve("launcher");
		run(List.of("-Djarmode=tools", "-jar", JAR, "extract", "--launcher", "--destination", launcher.toString()));
		assertThat(run(List.of("-Djarmode=seccomp", "-cp", launcher.toString(), LAUNCHER, "diff", "no-exec")))
			.isEqualTo(new Result(0, "No difference.\n", ""));
	}

	private static Result command(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("-Djarmode=seccomp", "-jar", JAR));
		command.addAll(List.of(arguments));
		return run(command);
	}

	private static Result run(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(arguments);
		Path err = Files.createTempFile("command", ".err");
		Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int exitCode = process.waitFor();
		Result result = new Result(exitCode, out, Files.readString(err));
		Files.delete(err);
		return result;
	}

	/**
	 * The result of a command.
	 *
	 * @param exitCode the exit code
	 * @param out the output
	 * @param err the output for errors
	 */
	private record Result(int exitCode, String out, String err) {

	}

}
