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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExposureCommand}, and that its page shows its real output.
 */
class ExposureCommandTests {

	private static final Path PAGE = Path.of("..", "docs", "exposure.md");

	private static final String COMMAND = "$ java -Djarmode=seccomp -jar app.jar exposure";

	@TempDir
	Path folder;

	@Test
	void pageShowsTheOutput() throws IOException {
		String output = CommandResult.of("exposure", "--arch=x86_64").out();
		assertThat(Files.readString(PAGE)).contains("```\n" + COMMAND + "\n" + output + "```\n");
	}

	@Test
	void pageShowsTheOpenExploits() throws IOException {
		String output = CommandResult.of("exposure", "web-service", "--arch=x86_64", "--open").out();
		assertThat(Files.readString(PAGE)).contains(output.substring(output.indexOf("Not blocked under ")));
	}

	@Test
	void pageCountsTheExploits() throws IOException {
		List<Exploit> exploits = Exploits.all();
		long recent = exploits.stream().filter((exploit) -> exploit.set() == Exploit.Set.RECENT).count();
		assertThat(Files.readString(PAGE)).contains(recent + " public exploits");
	}

	@Test
	void exposureOfApplicationShowsPhases() {
		CommandResult result = CommandResult.of("exposure", "--arch=x86_64", "--seccomp.presets=hardened",
				"--seccomp.ready.syscalls[0].names=epoll_ctl,epoll_wait,epoll_pwait",
				"--seccomp.ready.syscalls[0].action=errno");
		assertThat(result.exitCode()).isZero();
		assertThat(row(result, "hardened")).isEqualTo("308 of 385 5 22 of 36 31 of 41");
		assertThat(row(result, "application, start")).isEqualTo("308 of 385 5 22 of 36 31 of 41");
		assertThat(row(result, "application, serving")).isEqualTo("305 of 385 5 24 of 36 31 of 41");
	}

	@Test
	void exposureWhenConditionsOnOptionsCloseExploitCountsIt() throws IOException {
		Path policy = Files.writeString(this.folder.resolve("policy.yml"),
				"""
						seccomp:
						  presets: hardened
						  syscalls:
						    - { names: [setsockopt], args: [{ index: 1, op: le, value: 41 }, { index: 2, op: eq, value: 64 }], action: errno }
						""");
		CommandResult result = CommandResult.of("exposure", policy.toString(), "--arch=x86_64", "--open");
		assertThat(row(result, "policy.yml")).startsWith("308 of 385 6 25 of 36 ");
		assertThat(result.out()).doesNotContain("CVE-2016-4997").contains("CVE-2017-18509");
	}

	@Test
	void exposureOfOtherArchitectureCountsItsCalls() {
		CommandResult result = CommandResult.of("exposure", "hardened", "--arch=aarch64");
		assertThat(row(result, "no filter")).startsWith("327 of 327 0 ");
	}

	private static String row(CommandResult result, String policy) {
		return result.out()
			.lines()
			.filter((line) -> line.startsWith(policy + "  "))
			.map((line) -> line.substring(policy.length()).strip().replaceAll(" +", " "))
			.findFirst()
			.orElseThrow();
	}

}
