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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an unknown property or environment variable of seccomp is an error. With a
 * mistyped one an application would be less protected than its author believes.
 */
class UnknownPropertyTests {

	@Test
	void unknownPropertiesStopTheStart(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("application.yml"), """
				seccomp:
				  syscalls:
				    - name: execve
				      action: errno
				""");
		List<String> outputs = Starts.run(ChildJvm.of(Starts.class),
				List.of(List.of("--seccomp.default-acton=errno"), List.of("--seccomp.alow=execve"),
						List.of("--seccomp.one=1", "--seccomp.two=2"),
						List.of("--spring.config.location=" + folder + "/"), List.of("--seccompp.enabled=false"),
						List.of("--seccomp=1"), List.of("--seccomp=")));
		assertFailed(outputs.get(0));
		assertThat(outputs.get(0)).contains("Property: seccomp.default-acton")
			.contains("Value: \"errno\"")
			.contains("Origin: \"seccomp.default-acton\" from property source \"commandLineArgs\"")
			.contains("There is no property of this name.")
			.contains("Did you mean seccomp.default-action?");
		assertFailed(outputs.get(1));
		assertThat(outputs.get(1)).contains("Property: seccomp.alow")
			.doesNotContain("Did you mean")
			.contains("Valid names: seccomp.default-action, seccomp.enabled, ");
		assertFailed(outputs.get(2));
		assertThat(outputs.get(2)).contains("Property: seccomp.one").contains("Also not valid: seccomp.two.");
		assertFailed(outputs.get(3));
		assertThat(outputs.get(3)).contains("Property: seccomp.syscalls[0].name\n")
			.contains("Origin: URL [" + file.toUri().toString().replace("///", "/") + "] - 3:13")
			.contains("Did you mean seccomp.syscalls[].names?");
		assertThat(outputs.get(4)).contains("Seccomp filter in force").contains("exit code: 0");
		assertFailed(outputs.get(5));
		assertThat(outputs.get(5)).contains("Property: seccomp\n")
			.contains("The property has nested properties and cannot have a value.")
			.contains("Set a nested property instead. Valid names: seccomp.default-action, seccomp.enabled, ");
		assertThat(outputs.get(6)).contains("exit code: 0");
	}

	@Test
	void unknownSystemPropertyStopsTheStart() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).options("-Dseccomp.enable=false").run();
		assertFailed(outcome.output());
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("Property: seccomp.enable\n")
			.contains("Origin: \"seccomp.enable\" from property source \"systemProperties\"")
			.contains("Did you mean seccomp.enabled?");
	}

	@Test
	void unknownVariableStopsTheStart() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.environment("SECCOMP_SYSCALLS_0_NAME", "execve")
			.run();
		assertFailed(outcome.output());
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("Property: SECCOMP_SYSCALLS_0_NAME")
			.contains("Value: \"execve\"")
			.contains("No property corresponds to this environment variable.")
			.contains("Did you mean SECCOMP_SYSCALLS_0_NAMES?");
	}

	@Test
	void variableWithoutPropertyStopsTheStart() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class).environment("SECCOMP", "1").run();
		assertFailed(outcome.output());
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("Property: SECCOMP\n")
			.contains("Value: \"1\"")
			.contains("This environment variable sets the property 'seccomp'")
			.contains("Remove the variable, or set a nested property, for example SECCOMP_PRESETS.");
	}

	@Test
	void knownVariablesInTheirFormsAreNoErrors() {
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.environment("SECCOMP_SYSCALLS_0_NAMES", "acct")
			.environment("SECCOMP_SYSCALLS_0_ACTION", "errno")
			.environment("SECCOMP_SYSCALLS_0_ARGS_0_INDEX", "0")
			.environment("SECCOMP_SYSCALLS_0_ARGS_0_OP", "eq")
			.environment("SECCOMP_SYSCALLS_0_ARGS_0_VALUE", "1")
			.environment("SECCOMP_SYSCALLS_1_GROUPS_0", "debugging")
			.environment("SECCOMP_SYSCALLS_1_ACTION", "errno")
			.environment("SECCOMP_DEFAULTACTION", "allow")
			.environment("SECCOMP_SKIP_INTESTS", "true")
			.environment("SECCOMPANY", "of another name")
			.environment("SECCOMP", "")
			.run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.output()).contains("policy=[syscalls[0], syscalls[1], presets: no-exec]");
	}

	private static void assertFailed(String output) {
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The seccomp policy is not valid:")
			.doesNotContain("bean: made")
			.doesNotContain("exec: ");
	}

}
