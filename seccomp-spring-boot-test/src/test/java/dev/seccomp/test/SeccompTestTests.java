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

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link SeccompTest} in log mode, with test classes that run one after the other
 * in another JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeccompTestTests {

	private TestRun run;

	@BeforeAll
	void run() throws Exception {
		this.run = TestRun.of(List.of(),
				List.of(List.of(Scenarios.WithoutSpringBoot.class), List.of(Scenarios.ExpectsWithoutSeccompTest.class),
						List.of(Scenarios.Unannotated.class), List.of(Scenarios.Logged.class),
						List.of(Scenarios.UnannotatedLater.class), List.of(Scenarios.StartsProgramWithContext.class),
						List.of(Scenarios.OtherPolicy.class), List.of(Scenarios.OtherPolicyOfProfile.class),
						List.of(Scenarios.OtherPolicyOfDynamicProperty.class), List.of(Scenarios.Disabled.class)));
	}

	@Test
	void testWithoutAnnotationIsNotChecked() {
		assertThat(this.run.result(Scenarios.Unannotated.class, "startsProgram")).isEqualTo(TestRun.PASSED);
		assertThat(this.run.result(Scenarios.UnannotatedLater.class, "startsProgram")).isEqualTo(TestRun.PASSED);
	}

	@Test
	void testRunsUnderFilterOfLogMode() {
		assertThat(this.run.result(Scenarios.Logged.class, "isFiltered")).isEqualTo(TestRun.PASSED);
		assertThat(this.run.output()).contains("Seccomp filter in force: mode=log, policy=[presets: no-exec]");
	}

	@Test
	void testWhenItViolatesPolicyFailsWithStackTraceAndRule() {
		assertThat(this.run.result(Scenarios.Logged.class, "startsProgram"))
			.startsWith("java.lang.AssertionError: 2 calls of this test violate the seccomp policy:")
			.contains("Would deny execve (EACCES) path=/bin/true, called by thread 'main' at dev.seccomp.test.Programs")
			.containsPattern(
					"Caused by: Call of execve(\\R\\tat .*)+\\R\\tat dev.seccomp.test.Scenarios\\$Logged.startsProgram"
							+ "\\(Scenarios.java:\\d+\\)")
			.contains("\n    seccomp.syscalls:\n      # called at dev.seccomp.test.Programs.start(")
			.contains("\n      # RISKY: starting a program or a process (runs another program in the calling process;"
					+ " attackers need it to open a shell)\n      - { names: [execve], action: allow }\n");
	}

	@Test
	void testWhenItFailsByItselfKeepsItsFailure() {
		assertThat(this.run.result(Scenarios.Logged.class, "startsProgramAndFails"))
			.startsWith("java.lang.IllegalStateException: own failure")
			.contains("Suppressed: java.lang.AssertionError: 2 calls of this test violate the seccomp policy:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "startsProgramInThread", "startsProgramInPool", "takesParameter" })
	void testWhenItsThreadsViolatePolicyFails(String method) {
		assertThat(this.run.result(Scenarios.Logged.class, method)).contains("2 calls of this test violate");
	}

	@Test
	void testWhenItViolatesPolicyManyTimesFailsWithAllCalls() {
		assertThat(this.run.result(Scenarios.Logged.class, "startsManyPrograms")).contains("60 calls of this test")
			.contains(" (30 times)");
	}

	@Test
	void nestedTestWhenItViolatesPolicyFails() {
		assertThat(this.run.result(Scenarios.Logged.Inner.class, "startsProgram")).contains("2 calls of this test");
		assertThat(this.run.result(Scenarios.Logged.Inner.class, "startsNothing")).isEqualTo(TestRun.PASSED);
		assertThat(this.run.result(Scenarios.Logged.Inner.class, "")).isEqualTo(TestRun.PASSED);
		assertThat(this.run.result(Scenarios.Logged.class, "")).isEqualTo(TestRun.PASSED);
	}

	@Test
	void expectedViolationWhenItOccursPasses() {
		assertThat(this.run.result(Scenarios.Logged.class, "expectsAny")).isEqualTo(TestRun.PASSED);
		assertThat(this.run.result(Scenarios.Logged.class, "expectsNames")).isEqualTo(TestRun.PASSED);
	}

	@Test
	void expectedViolationWhenItDoesNotOccurFails() {
		assertThat(this.run.result(Scenarios.Logged.class, "expectsInVain"))
			.contains("The expected violation of the seccomp policy did not occur: any call. Found: none.");
		assertThat(this.run.result(Scenarios.Logged.class, "expectsMore"))
			.contains("The expected violation of the seccomp policy did not occur: bpf. Found: execve.");
	}

	@Test
	void expectedViolationWhenAnotherOccursFails() {
		assertThat(this.run.result(Scenarios.Logged.class, "expectsOther")).contains("2 calls of this test violate");
	}

	@Test
	void expectedViolationWithoutSeccompTestFails() {
		assertThat(this.run.result(Scenarios.ExpectsWithoutSeccompTest.class, "startsProgram"))
			.contains("The class of a test with @ExpectedViolation must have @SeccompTest.");
	}

	@Test
	void contextWhenItViolatesPolicyFailsClass() {
		assertThat(this.run.result(Scenarios.StartsProgramWithContext.class, "startsNothing"))
			.isEqualTo(TestRun.PASSED);
		assertThat(this.run.result(Scenarios.StartsProgramWithContext.class, ""))
			.contains("2 calls of this test class, outside of its tests, violate the seccomp policy:")
			.contains("Scenarios$StartingApplication.starter(");
	}

	@ParameterizedTest
	@ValueSource(classes = { Scenarios.OtherPolicy.class, Scenarios.OtherPolicyOfProfile.class,
			Scenarios.OtherPolicyOfDynamicProperty.class })
	void classWithOtherPolicyFails(Class<?> testClass) {
		assertThat(this.run.result(testClass, "startsNothing"))
			.contains("Another policy or mode is in force in this JVM, and a filter cannot be removed.");
	}

	@Test
	void classWithoutViolationReportsFails() {
		assertThat(this.run.result(Scenarios.Disabled.class, "startsNothing"))
			.contains("The test would find no violations:")
			.contains("seccomp.enabled is false.");
	}

	@Test
	void classWithoutSpringBootFails() {
		assertThat(this.run.result(Scenarios.WithoutSpringBoot.class, "startsNothing"))
			.contains("No seccomp filter is in force, since Spring Boot started no application context for this test.");
	}

}
