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

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no thread and no way to start a program escapes the filter.
 */
class ThreadCoverageTests {

	private static final List<String> THREADS = List.of("platform thread, older", "fixed pool, older",
			"common pool, older", "native thread, older", "main thread", "platform thread, younger",
			"native thread, younger");

	private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

	@ParameterizedTest
	@CsvSource({ "POSIX_SPAWN, execve", "VFORK, execveat", "FORK, memfd" })
	void noThreadCanStartAProgram(String launchMechanism, String replacement) {
		ChildJvm.Outcome filtered = run(launchMechanism);
		for (String thread : THREADS) {
			assertThat(filtered.line(thread)).as(thread).contains("Permission denied");
		}
		assertThat(filtered.line("virtual thread"))
			.contains((HAS_VIRTUAL_THREADS) ? "Permission denied" : "none before Java 21");
		assertThat(filtered.line("threads")).matches("\\{NoNewPrivs: 1, Seccomp: 2=\\d{2}\\}");
		assertThat(filtered.line("system(3)")).isEqualTo("no effect");
		for (String call : List.of("memfd", "execveat", "execve")) {
			assertThat(filtered.line(call)).as(call).isEqualTo("EACCES");
		}
		assertThat(filtered.output()).doesNotContain("replaced: ran");
		assertThat(filtered.exitCode()).isZero();

		ChildJvm.Outcome unfiltered = run(launchMechanism, "--seccomp.enabled=false", "--only=" + replacement);
		for (String thread : THREADS) {
			assertThat(unfiltered.line(thread)).as(thread).isEqualTo("ran");
		}
		assertThat(unfiltered.line("virtual thread")).isEqualTo((HAS_VIRTUAL_THREADS) ? "ran" : "none before Java 21");
		assertThat(unfiltered.line("threads")).matches("\\{NoNewPrivs: 0, Seccomp: 0=\\d{2}\\}");
		assertThat(unfiltered.line("system(3)")).isEqualTo("ran");
		assertThat(unfiltered.line("replaced")).isEqualTo("ran");
		assertThat(unfiltered.exitCode()).isZero();
	}

	private static ChildJvm.Outcome run(String launchMechanism, String... arguments) {
		return ChildJvm.of(ThreadsApplication.class)
			.options("-Djdk.lang.Process.launchMechanism=" + launchMechanism)
			.arguments(arguments)
			.run();
	}

}
