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

package dev.seccomp.test;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link SeccompTest} with parallel tests, in enforce mode, and with two filters.
 */
class SeccompTestModesTests {

	private static final String PARALLEL = "-Djunit.jupiter.execution.parallel.";

	@Test
	void parallelTestsFailForTheirOwnViolationsOnly() throws Exception {
		TestRun run = TestRun.of(
				List.of(PARALLEL + "enabled=true", PARALLEL + "mode.classes.default=concurrent",
						PARALLEL + "config.strategy=fixed", PARALLEL + "config.fixed.parallelism=6"),
				List.of(List.of(Scenarios.Parallel.class, Scenarios.ParallelUnannotated.class),
						List.of(Scenarios.ParallelPool.class)));
		assertThat(run.result(Scenarios.Parallel.class, "startsNothing")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.Parallel.class, "startsProgram")).contains("2 calls of this test violate")
			.contains("Scenarios$Parallel.startsProgram(");
		assertThat(run.result(Scenarios.Parallel.class, "startsProgramInThreadOfTest"))
			.contains("2 calls of this test violate")
			.contains("Scenarios$Parallel.lambda$startsProgramInThreadOfTest$");
		assertThat(run.result(Scenarios.Parallel.class, "")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.ParallelUnannotated.class, "startsProgram")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.ParallelUnannotated.class, "")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.ParallelPool.class, "startsProgramInPool")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.ParallelPool.class, ""))
			.contains("2 calls of this test class, outside of its tests, violate");
	}

	@Test
	void enforceModeDeniesCallsInJvmOfItsOwn() throws Exception {
		String agent = Path.of(Mockito.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		TestRun run = TestRun.of(List.of("-javaagent:" + agent),
				List.of(List.of(Scenarios.Enforced.class), List.of(Scenarios.Unannotated.class)));
		assertThat(run.result(Scenarios.Enforced.class, "usesMock")).as(run.output()).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.Enforced.class, "expectsDenial")).as(run.output()).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.Enforced.class, "startsProgram")).contains("1 call of this test violates")
			.contains("Denied clone (EACCES)");
		assertThat(run.result(Scenarios.Unannotated.class, "")).contains("Unannotated cannot run in this JVM")
			.contains("Enforced enforces its seccomp policy and needs a JVM of its own");
	}

	/** Without its agent as an option, Mockito would start a JVM. */
	@Test
	void enforceModeWithoutAgentOptionBreaksMocks() throws Exception {
		TestRun run = TestRun.of(List.of(), List.of(List.of(Scenarios.Enforced.class)));
		assertThat(run.result(Scenarios.Enforced.class, "usesMock")).isNotEqualTo(TestRun.PASSED);
		assertThat(run.output()).contains("MockitoInitializationException", "Permission denied");
	}

	/** Mockito attaches its agent, which starts a JVM and lets this one open a socket. */
	@Test
	void readyFilterIgnoresAgentOfMockitoAndRefusesSecondContext() throws Exception {
		TestRun run = TestRun.of(List.of(),
				List.of(List.of(Scenarios.Ready.class), List.of(Scenarios.ReadyAgain.class)));
		assertThat(run.output()).contains("path=", "at net.bytebuddy.agent.ByteBuddyAgent.installExternal(")
			.contains("Would deny bind", "called by thread 'Attach Listener'");
		assertThat(run.result(Scenarios.Ready.class, "startsNothing")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.Ready.class, "")).isEqualTo(TestRun.PASSED);
		assertThat(run.result(Scenarios.ReadyAgain.class, "startsNothing"))
			.contains("The filter of 'seccomp.ready' is in force in this JVM");
	}

}
