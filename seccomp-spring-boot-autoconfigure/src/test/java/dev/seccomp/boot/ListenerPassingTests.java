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

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for native code that gives the notification listener to a process outside the
 * filter, which lets denied calls through.
 */
class ListenerPassingTests {

	private static final String LET_THROUGH = "EBADF";

	private static final String SEALED = """
			seccomp:
			  presets: [no-exec]
			  violations: { report: %s }
			""";

	@TempDir
	private Path folder;

	/** This is a documented limit, and shows that the attack is real. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void processOutsideLetsReportedCallsThrough(boolean rights) {
		ChildJvm.Outcome outcome = jvm(rights).run();
		assertThat(outcome.line("denied before")).as(outcome.output()).isEqualTo("EBUSY");
		assertThat(outcome.line("exec before")).contains("Permission denied");
		assertThat(outcome.line("flistxattr")).isEqualTo(LET_THROUGH);
		assertThat(outcome.line("exec")).isEqualTo("ran");
	}

	@Test
	void processOutsideLetsReportedCallsOfSealedPolicyThrough() throws IOException {
		ChildJvm.Outcome outcome = sealed(true, false).run();
		assertThat(outcome.line("exec before")).as(outcome.output()).contains("Permission denied");
		assertThat(outcome.line("exec")).isEqualTo("ran");
	}

	/** The process outside responds to the calls that the other filter denies. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void processOutsideDoesNotLetCallsOfUnreportedSealedPolicyThrough(boolean rights) throws IOException {
		ChildJvm.Outcome outcome = sealed(false, rights).run();
		assertThat(outcome.line("flistxattr")).as(outcome.output()).isEqualTo(LET_THROUGH);
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	private ChildJvm sealed(boolean report, boolean rights) throws IOException {
		Files.writeString(this.folder.resolve("seccomp-sealed.yml"), SEALED.formatted(report));
		return jvm(rights).classPathFolder(this.folder);
	}

	private static ChildJvm jvm(boolean rights) {
		return ChildJvm.of(ListenerPassingApplication.class)
			.options("-Djdk.lang.Process.launchMechanism=VFORK", "-Drights=" + rights)
			.arguments("--seccomp.violations.report=true", "--seccomp.presets=no-exec",
					"--seccomp.syscalls[0].names=flistxattr", "--seccomp.syscalls[0].action=errno",
					"--seccomp.syscalls[0].errno=EBUSY");
	}

}
