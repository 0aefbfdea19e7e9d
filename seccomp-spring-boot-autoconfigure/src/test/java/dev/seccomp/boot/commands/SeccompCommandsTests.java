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

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.loader.jarmode.JarMode;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeccompCommands}.
 */
class SeccompCommandsTests {

	@TempDir
	Path folder;

	@Test
	void runWhenHelpPrintsAllCommands() {
		for (String help : new String[] { "help", "--help", "-h" }) {
			CommandResult result = CommandResult.of(help);
			assertThat(result.exitCode()).isZero();
			assertThat(result.err()).isEmpty();
			assertThat(result.out()).contains("  diff ", "  explain ", "  export ", "  exposure ", "Exit codes:");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "diff", "explain", "export", "exposure" })
	void runWhenHelpOfCommandPrintsItsUsage(String command) {
		CommandResult help = CommandResult.of("help", command);
		assertThat(help.exitCode()).isZero();
		assertThat(help.out()).contains("Usage: " + command + " ");
		assertThat(CommandResult.of(command, "--help")).isEqualTo(help);
	}

	@Test
	void runWithoutCommandPrintsHelpAsError() {
		CommandResult result = CommandResult.of();
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).isEqualTo(CommandResult.of("help").out());
	}

	@Test
	void runWhenCommandIsUnknownSuggestsCommand() {
		CommandResult result = CommandResult.of("dif", "a", "b");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("There is no command 'dif'. Did you mean diff?\n\nShows, compares");
	}

	@Test
	void runWhenOptionIsUnknownPrintsUsage() {
		CommandResult result = CommandResult.of("diff", "no-exec", "hardened", "--color");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("There is no option '--color'.\n\nCompares two policies.")
			.contains("Usage: diff OLD [NEW]");
	}

	@Test
	void runWhenThereAreTooManyArgumentsPrintsUsage() {
		CommandResult result = CommandResult.of("diff", "no-exec", "hardened", "web-service");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("Unexpected argument: web-service.\n\n");
	}

	@Test
	void runWhenPropertiesDoNotApplyFails() {
		CommandResult result = CommandResult.of("explain", "hardened", "--seccomp.presets=no-exec");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err())
			.startsWith("--seccomp.presets=no-exec applies to the policy of the application only.\n");
	}

	@Test
	void runWhenArchitectureIsUnknownNamesArchitectures() {
		CommandResult result = CommandResult.of("exposure", "--arch=sparc");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("There is no system call table for 'sparc'. Set --arch to one of x86_64,"
				+ " aarch64, riscv64, s390x, ppc64le, loongarch64.\n");
	}

	@Test
	void runWhenFileIsMissingReportsFile() {
		CommandResult result = CommandResult.of("explain", "missing.yml");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).isEqualTo("""
				The seccomp policy cannot be read:

				    File: missing.yml
				    Reason: The file does not exist.

				Action:

				Give the name of a preset, a YAML or properties file with a 'seccomp' block, or an OCI profile in JSON.
				""");
		assertThat(CommandResult.of("explain", "missing.json").err()).isEqualTo(result.err().replace("yml", "json"));
	}

	@Test
	void runWhenPolicyIsInvalidPrintsReportOfTheStart() throws Exception {
		Path file = Files.writeString(this.folder.resolve("policy.yml"), """
				seccomp:
				  syscalls:
				    - { names: [ptrce], action: errno }
				""");
		CommandResult result = CommandResult.of("explain", file.toString());
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).isEqualTo("""
				The seccomp policy is not valid:

				    Property: seccomp.syscalls[0].names[0]
				    Value: "ptrce"
				    Origin: file [%s] - 3:17
				    Reason: There is no system call of this name.

				Action:

				Did you mean ptrace?
				""".formatted(file));
	}

	@Test
	void runWhenValueCannotBeConvertedPrintsReportOfSpringBoot() throws Exception {
		Path file = Files.writeString(this.folder.resolve("policy.yml"), "seccomp:\n  mode: enforced\n");
		CommandResult result = CommandResult.of("explain", file.toString());
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("Failed to bind properties under 'seccomp.mode'")
			.contains("Action:")
			.doesNotContain("\tat ");
	}

	@Test
	void runWhenJsonIsMalformedReportsFile() throws Exception {
		Path file = Files.writeString(this.folder.resolve("profile.json"), "{ ");
		CommandResult result = CommandResult.of("explain", file.toString());
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).contains(file.toUri().toString(), "Reason: The profile is not JSON: ")
			.doesNotContain("\tat ");
	}

	@Test
	void runWhenPathIsInvalidFails() {
		CommandResult result = CommandResult.of("explain", "\0.yml");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("The command failed: ");
	}

	@Test
	void jarModeIsThatOfSpringFactories() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(JarMode.class)).singleElement()
			.isInstanceOfSatisfying(SeccompJarMode.class, (mode) -> {
				assertThat(mode.accepts("seccomp")).isTrue();
				assertThat(mode.accepts("tools")).isFalse();
			});
	}

}
