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

package dev.seccomp.kernel;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Recorders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the whole product works through {@link ForeignLibc} where JNA cannot unpack
 * its library. {@code PlatformFailureTests} has the other versions of Java.
 */
@EnabledForJreRange(minVersion = 22, disabledReason = "java.lang.foreign requires Java 22")
class ForeignApplicationTests {

	private static final String[] WITHOUT_JNA = { "-Djna.nosys=true", "-Djna.nounpack=true" };

	private final ChildJvm jvm = ChildJvm.of(ForeignApplication.class).options(WITHOUT_JNA);

	@Test
	void policyWhenJnaCannotLoadIsEnforcedAndReported() {
		ChildJvm.Outcome outcome = this.jvm.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("library")).isEqualTo("ForeignLibc");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("execve")).isEqualTo("EACCES");
		assertThat(outcome.output()).containsPattern("threads=(\\d+) of \\1\\.")
			.containsPattern("Denied clone \\(EACCES\\) .*, called by thread 'main' at"
					+ " dev\\.seccomp\\.testing\\.Attempt\\.exec\\(");
	}

	@Test
	void policyWhenJnaLoadsIsEnforcedThroughJna() {
		ChildJvm.Outcome outcome = ChildJvm.of(ForeignApplication.class).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("library")).isEqualTo("JnaLibc");
		assertThat(outcome.line("execve")).isEqualTo("EACCES");
	}

	/** A caller in a JNI critical section requires this. */
	@ParameterizedTest
	@ValueSource(strings = { "-Xint", "-XX:TieredStopAtLevel=1" })
	void supervisorAllocatesNothing(String compilers) {
		ChildJvm.Outcome outcome = this.jvm.options(compilers).run();
		assertThat(outcome.line("allocated")).isEqualTo("0");
		assertThat(outcome.line("allocated before")).isEqualTo("true");
	}

	@Test
	void readyFilterIsEnforced() {
		ChildJvm.Outcome outcome = this.jvm
			.arguments("--seccomp.presets=no-exec", "--seccomp.ready.syscalls[0].names=listen,flistxattr",
					"--seccomp.ready.syscalls[0].action=errno", "--seccomp.ready.syscalls[0].errno=EXFULL")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("library")).isEqualTo("ForeignLibc");
		assertThat(outcome.line("listen")).isEqualTo("EXFULL");
		assertThat(outcome.line("execve")).isEqualTo("EACCES");
		assertThat(outcome.output()).containsPattern("Denied listen \\(EXFULL\\) ");
	}

	@Test
	void logModeReports() {
		ChildJvm.Outcome outcome = this.jvm.arguments("--seccomp.mode=log").run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("library")).isEqualTo("ForeignLibc");
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.line("execve")).isEqualTo("EFAULT");
		assertThat(outcome.output()).containsPattern("execve .*called by thread 'main'");
	}

	@Test
	void learnModeRecords(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("learned.yml");
		ChildJvm.Outcome outcome = this.jvm
			.arguments("--seccomp.mode=learn", "--seccomp.learn.output=" + file, "--seccomp.presets=")
			.run();
		Recorders.awaitEnd(folder);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("library")).isEqualTo("ForeignLibc");
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(Files.readString(file)).contains("execve").contains("listen");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "--illegal-native-access requires Java 24")
	void nativeAccessIsDenied() {
		ChildJvm.Outcome outcome = this.jvm.options("--illegal-native-access=deny").run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output())
			.contains("This JVM does not allow native access, which system calls require: Illegal native access")
			.contains("Start the JVM with --enable-native-access=ALL-UNNAMED");
	}

}
