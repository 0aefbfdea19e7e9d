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

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ProgramReader;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the program which the kernel holds is the one that the endpoint shows.
 */
class KernelProgramTests {

	private static final String INSTRUCTIONS = "instructions";

	private static final String HASH = "hash";

	@ParameterizedTest
	@ValueSource(strings = { "no-exec", "hardened", "web-service" })
	void kernelHoldsTheProgramThatTheEndpointShows(String preset) throws IOException {
		Process application = ChildJvm.of(EndpointApplication.class)
			.arguments("--seccomp.presets=" + preset, "--management.endpoints.web.exposure.include=seccomp")
			.start();
		try (BufferedReader output = application.inputReader()) {
			ChildJvm.Outcome shown = readUntil(output, HASH);
			ChildJvm.Outcome held = read(application, 0);
			assertThat(held.line(INSTRUCTIONS)).isEqualTo(shown.line(INSTRUCTIONS));
			assertThat(held.line(HASH)).isEqualTo(shown.line(HASH));
		}
		finally {
			application.destroyForcibly();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "enforce", "log" })
	void kernelHoldsBothProgramsOfAnApplicationThatIsReady(String mode) throws IOException {
		Process application = ChildJvm.of(ModesApplication.class)
			.arguments("--management.endpoints.web.exposure.include=seccomp", "--seccomp.mode=" + mode,
					"--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=errno",
					ModesApplication.WAIT)
			.start();
		try (BufferedReader output = application.inputReader()) {
			ChildJvm.Outcome shown = readUntil(output, "waiting");
			List<String> names = List.of("startup", "ready");
			for (int filter = 0; filter < names.size(); filter++) {
				ChildJvm.Outcome held = read(application, filter);
				assertThat(shown.line("filter " + names.get(filter)))
					.startsWith(held.line(HASH) + " " + held.line(INSTRUCTIONS) + " ");
			}
			assertThat(ChildJvm.of(ProgramReader.class).arguments("" + application.pid(), "2").run().output())
				.contains("PTRACE_SECCOMP_GET_FILTER failed with errno 2");
		}
		finally {
			application.destroyForcibly();
		}
	}

	private static ChildJvm.Outcome read(Process application, int filter) {
		ChildJvm.Outcome held = ChildJvm.of(ProgramReader.class).arguments("" + application.pid(), "" + filter).run();
		Requirement.require(
				!held.output().contains(" failed with errno 1\n") && !held.output().contains(" failed with errno 13\n"),
				"Reading a filter takes CAP_SYS_ADMIN, and that this test is under none itself: " + held.output());
		return held;
	}

	private static ChildJvm.Outcome readUntil(BufferedReader output, String label) throws IOException {
		StringBuilder text = new StringBuilder();
		String line;
		do {
			line = output.readLine();
			assertThat(line).as(text.toString()).isNotNull();
			text.append(line).append('\n');
		}
		while (!line.startsWith(label + ": "));
		return new ChildJvm.Outcome(0, text.toString());
	}

}
