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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application that fails to start reports the calls that were denied until
 * then.
 */
class FailedStartReportTests {

	private static final String HEADING = "Denied system calls before the start failed";

	private static final String CALL = "flock (EXFULL), called at dev.seccomp.testing.Libc";

	private static final String HINT = "denies calls with which Java reads files";

	/** In the first phase and on an exit, Spring Boot itself reports nothing. */
	@ParameterizedTest
	@CsvSource({ "starting, 1", "environment, 1", "exit, 3", "runner, 1" })
	void deniedCallsAreReportedOnce(String phase, int exitCode) {
		ChildJvm.Outcome outcome = run(phase);
		assertThat(outcome.exitCode()).isEqualTo(exitCode);
		assertThat(outcome.line("outcome")).isEqualTo(HarmlessCall.ERRNO);
		assertThat(outcome.output()).containsOnlyOnce(HEADING)
			.containsOnlyOnce(CALL)
			.contains(", denied by rule 'syscalls[0]'")
			.contains(
					"    # Add to the list 'seccomp.syscalls', before its other rules:\n        # called at dev.seccomp.testing.Libc")
			.contains("\n        - { names: [flock], action: allow }\n")
			.contains("Calls that cannot be reported are in the kernel's log.")
			.doesNotContain(HINT);
		assertThat(outcome.output().contains("Application run failed"))
			.isEqualTo(exitCode == 1 && !phase.equals("starting"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "starting", "environment", "exit", "runner" })
	void nothingIsReportedWhenNoCallWasDenied(String phase) {
		assertSilent(run(phase, "no-call"));
		assertSilent(run(phase, "--seccomp.enabled=false"));
		assertSilent(run(phase, "no-call", "--seccomp.presets=web-service"));
	}

	@Test
	void nothingIsReportedWhenTheCallWasNotDenied() {
		ChildJvm.Outcome outcome = run("environment", "--seccomp.mode=log");
		assertThat(outcome.line("outcome")).isNotEqualTo(HarmlessCall.ERRNO);
		assertSilent(outcome);
	}

	@Test
	void nothingIsReportedWhenTheStartSucceeds() {
		ChildJvm.Outcome outcome = run("none");
		assertThat(outcome.exitCode()).isZero();
		assertSilent(outcome);
	}

	/**
	 * Spring Boot finds the file by either call, depending on the JDK. Other arguments of
	 * newfstatat would break the installation.
	 */
	@Test
	void hintNamesDeniedCallsThatCannotBeReported(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("application.properties"), "found=true");
		ChildJvm.Outcome outcome = start(folder, file);
		assertThat(outcome.exitCode()).isZero();
		String first = "--seccomp.syscalls[0].";
		String second = "--seccomp.syscalls[1].";
		String argument = second + "args[0].";
		outcome = start(folder, file, first + "names=stat", first + "action=errno", second + "names=newfstatat",
				second + "action=errno", argument + "index=0", argument + "op=masked-eq", argument + "mask=0xffffffff",
				argument + "value=0xffffff9c");
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).contains("does not exist")
			.contains(HINT + ": newfstatat, stat.")
			.doesNotContain(HEADING);
	}

	private static ChildJvm.Outcome start(Path folder, Path file, String... arguments) {
		return ChildJvm.of(TestApplication.class)
			.withJarsOnly(folder)
			.arguments("--spring.config.location=" + file.toUri())
			.arguments(arguments)
			.run();
	}

	/** The filter's own code fails, since it cannot list the threads. */
	@Test
	void hintExplainsUnexpectedFailuresOfTheInstallation(@TempDir Path folder) {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.withJarsOnly(folder)
			.arguments("--seccomp.syscalls[0].names=open,openat", "--seccomp.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains(HINT + ": open, openat.");
	}

	@Test
	void nothingIsReportedWhenTheFilterExplainsTheFailure() {
		ChildJvm.Outcome outcome = run("change");
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.line("outcome")).isEqualTo(HarmlessCall.ERRNO);
		assertThat(outcome.output()).contains("The seccomp properties have changed");
		assertSilent(outcome);
	}

	private static ChildJvm.Outcome run(String phase, String... arguments) {
		List<String> all = new ArrayList<>(List.of(phase));
		HarmlessCall.FLOCK.toProperties().forEach((name, value) -> all.add("--" + name + "=" + value));
		all.addAll(Arrays.asList(arguments));
		return ChildJvm.of(FailingApplication.class).arguments(all.toArray(String[]::new)).run();
	}

	private static void assertSilent(ChildJvm.Outcome outcome) {
		assertThat(outcome.output()).doesNotContain(HEADING).doesNotContain(HINT);
	}

}
