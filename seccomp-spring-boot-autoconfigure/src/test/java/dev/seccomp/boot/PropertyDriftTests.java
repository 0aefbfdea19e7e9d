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
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application does not start if its complete environment has other
 * properties than those of the installed filter.
 */
class PropertyDriftTests {

	@TempDir
	Path library;

	@BeforeEach
	void createLibrary() throws IOException {
		Path factories = this.library.resolve("META-INF/spring.factories");
		Files.createDirectories(factories.getParent());
		Files.writeString(factories, "org.springframework.boot.EnvironmentPostProcessor="
				+ DriftApplication.ThirdPartyPostProcessor.class.getName());
		Files.writeString(this.library.resolve("change.properties"), "seccomp.presets=hardened");
	}

	@Test
	void changeAfterTheInstallationStopsTheStart() {
		List<String> starts = Starts.split(ChildJvm.of(DriftApplication.class).classPathFolder(this.library).run(), 6);
		for (String output : List.of(starts.get(0), starts.get(5))) {
			assertThat(output).contains("exit code: 0").contains("exec: ").doesNotContain("exec: ran");
		}
		for (String output : starts.subList(1, 5)) {
			assertChangeReported(output);
			assertThat(output).contains("exit code: 78");
		}
	}

	@Test
	void changeEndsTheJvm() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.classPathFolder(this.library)
			.arguments("--change.by=post-processor")
			.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertChangeReported(outcome.output());
	}

	private static void assertChangeReported(String output) {
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The seccomp properties have changed since the filter was installed:")
			.contains("seccomp.presets: installed not set, now [hardened]")
			.contains(
					"So are properties of an EnvironmentPostProcessor, @PropertySource, ApplicationContextInitializer or"
							+ " SpringApplication.setEnvironment.")
			.doesNotContain("bean: made")
			.doesNotContain("exec: ");
	}

}
