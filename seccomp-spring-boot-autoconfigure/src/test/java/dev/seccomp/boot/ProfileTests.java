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

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ProfileApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications under the profile of a container.
 */
class ProfileTests {

	private static final String PROFILE = "--seccomp.profile=classpath:container-profile.json";

	private static final String NO_PRESETS = "--seccomp.presets=";

	private static final String EXPOSED = "--management.endpoints.jmx.exposure.include=seccompprofile";

	private static final String VALUES = "--management.endpoint.seccomp.show-values=always";

	private static final String JMX = "--spring.jmx.enabled=true";

	@Test
	void applicationRunsUnderTheProfile() {
		ChildJvm.Outcome outcome = run(PROFILE, NO_PRESETS, "--logging.level.dev.seccomp=debug");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output())
			.contains("policy=[profile: classpath:container-profile.json]", "calls newer than the profile (ENOSYS)",
					"keyctl (EACCES)")
			.containsPattern("The profile names calls that .* does not have.*a_call_of_a_later_kernel")
			.contains("socket 2: opened", "socket 38: errno 1", "socket 40: errno 1", "exec: ran",
					"profile: {defaultAction=SCMP_ACT_ERRNO, defaultErrnoRet=1, architectures=[SCMP_ARCH_");
	}

	@Test
	void withoutTheProfileTheSocketsOpen() {
		ChildJvm.Outcome outcome = run("--seccomp.enabled=false");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).contains("socket 2: opened", "exec: ran", "profile: null")
			.doesNotContain("errno 1\n");
	}

	@Test
	void rulesAndPresetsComeBeforeTheProfile() {
		ChildJvm.Outcome outcome = run(PROFILE, "--seccomp.syscalls[0].names=socket",
				"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EACCES",
				"--seccomp.syscalls[0].args[0].index=0", "--seccomp.syscalls[0].args[0].op=eq",
				"--seccomp.syscalls[0].args[0].value=38", "--seccomp.default-action=errno");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output())
			.contains("policy=[syscalls[0], presets: no-exec, profile: classpath:container-profile.json]",
					"socket 38: errno 13", "socket 40: errno 1")
			.as("the profile allows programs, which the default preset denies")
			// JDK 17 and 25 word it differently
			.containsPattern("exec: Cannot run program.*error(=|: )13");
	}

	@Test
	void mistakeInTheProfileStopsTheStart() {
		ChildJvm.Outcome outcome = run("--seccomp.profile=classpath:mistaken-profile.json");
		assertThat(outcome.exitCode()).isEqualTo(SeccompStartException.EXIT_CODE);
		assertThat(outcome.output())
			.contains("Property: seccomp.profile", "Value: \"classpath:mistaken-profile.json\"",
					"Origin: \"seccomp.profile\" from property source \"commandLineArgs\"",
					"Reason: /syscalls/0/action of the profile is \"SCMP_ACT_ALOW\", which is not a known action.",
					"Did you mean SCMP_ACT_ALLOW")
			.doesNotContain("exec: ");
	}

	private static ChildJvm.Outcome run(String... arguments) {
		return ChildJvm.of(ProfileApplication.class).arguments(EXPOSED, VALUES, JMX).arguments(arguments).run();
	}

}
