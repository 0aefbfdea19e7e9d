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

import java.nio.file.Path;

import java.util.List;

import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no filter is installed where it would do harm.
 */
@ExtendWith(OutputCaptureExtension.class)
class SkippedStartTests {

	@Test
	void thisTestHasNoFilter(CapturedOutput output) {
		List<String> before = ThreadStatus.ofAll().stream().map(SkippedStartTests::state).distinct().toList();
		Starts.start(new SpringApplication(TestApplication.class));
		assertThat(ThreadStatus.ofAll()).extracting(SkippedStartTests::state).allMatch(before::contains);
		assertThat(output)
			.contains("No seccomp filter was installed: a test runs the application and seccomp.skip.in-tests is true.")
			.contains("exec: ran");
	}

	@Test
	void testMayAskForTheFilter() {
		ChildJvm jvm = ChildJvm.of(JUnitApplication.class);
		assertThat(jvm.run().line("exec")).isEqualTo("ran");
		assertThat(jvm.arguments("--seccomp.skip.in-tests=false").run().line("exec")).contains("Permission denied");
	}

	@Test
	void aheadOfTimeProcessing(@TempDir Path folder) {
		ChildJvm.Outcome outcome = ChildJvm.of(SpringApplicationAotProcessor.class)
			.arguments(TestApplication.class.getName(), folder.resolve("sources").toString(),
					folder.resolve("resources").toString(), folder.resolve("classes").toString(), "group", "artifact")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output())
			.contains("No seccomp filter was installed: ahead-of-time processing runs the application.");
		assertThat(folder.resolve("sources")).isNotEmptyDirectory();
	}

	/** Anybody can set it, as in JAVA_TOOL_OPTIONS. */
	@Test
	void propertyOfAheadOfTimeProcessingAloneSkipsNothing() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).options("-Dspring.aot.processing=true").run();
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	@Test
	void warDeployment() {
		assertThat(getClass().getClassLoader()
			.getResource(
					"org/springframework/boot/web/servlet/support/ServletContextApplicationContextInitializer.class"))
			.as("what Spring Boot calls it")
			.isNotNull();
		ChildJvm jvm = ChildJvm.of(WarApplication.class);
		ChildJvm.Outcome refused = jvm.run();
		assertThat(refused.exitCode()).isEqualTo(78);
		assertThat(refused.output()).contains("APPLICATION FAILED TO START")
			.contains("The application is deployed to a servlet container as a WAR")
			.contains("Run the application as an executable jar")
			.doesNotContain("bean: made");
		assertThat(jvm.arguments("--seccomp.enabled=false").run().line("exec")).isEqualTo("ran");
	}

	private static String state(ThreadStatus thread) {
		return thread.seccomp() + " " + thread.filters();
	}

}
