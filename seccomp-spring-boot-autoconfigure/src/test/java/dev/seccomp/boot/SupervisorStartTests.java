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
import java.util.ArrayList;
import java.util.List;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.SlowClassLoader;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the supervisor is prepared before a filter is in force, which could deny the
 * calls with which it prepares itself.
 */
class SupervisorStartTests {

	@Test
	void startWhenSupervisorIsSlowReportsTheCallsThatPreventIt(@TempDir Path jars) {
		List<String> allowed = new ArrayList<>(JvmCheck.purposes(Platform.architecture()).keySet());
		allowed.addAll(List.of("lseek", "pread64"));
		ChildJvm.Outcome outcome = ChildJvm.of(TestApplication.class)
			.withJarsOnly(jars)
			.options("-Djava.system.class.loader=" + SlowClassLoader.class.getName())
			.arguments("--seccomp.presets=", "--seccomp.default-action=errno", "--seccomp.syscalls[0].action=allow",
					"--seccomp.syscalls[0].names=" + String.join(",", allowed))
			.run();
		assertThat(outcome.output()).doesNotContain("does not respond")
			.contains("The start failed under a seccomp policy that denies calls with which Java reads files");
	}

}
