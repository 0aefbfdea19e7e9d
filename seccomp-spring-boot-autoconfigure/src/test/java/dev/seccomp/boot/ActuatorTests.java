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

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Actuator shows the filter in force, and that the filter does not require
 * Actuator.
 */
class ActuatorTests {

	@Test
	void endpointAndHealthOfAFilter() {
		ChildJvm.Outcome outcome = ChildJvm.of(EndpointApplication.class)
			.arguments("--management.endpoints.web.exposure.include=seccomp")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.line("mode")).isEqualTo("enforce");
		assertThat(outcome.line("status")).isEqualTo("{Seccomp=2, Seccomp_filters=1, NoNewPrivs=1}");
		assertThat(outcome.line("threads")).matches("ThreadsDescriptor\\[total=(\\d+), filtered=\\1]");
		assertThat(outcome.line("filters")).isEqualTo("1");
		assertThat(outcome.line("health")).startsWith("UP ");
		assertThat(outcome.output()).contains("policy=[presets: no-exec], hash=" + outcome.line("hash")
				+ ", instructions=" + outcome.line("instructions") + ", ");
	}

	@Test
	void applicationWithoutActuator() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.withoutJars("spring-boot-actuator", "spring-boot-health")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("Seccomp filter in force");
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

}
