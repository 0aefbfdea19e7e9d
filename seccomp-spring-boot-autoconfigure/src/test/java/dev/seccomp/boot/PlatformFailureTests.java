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

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.OuterFilter;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application does not start if the platform does not allow the filter, and
 * that the report has the reason and the remedy. {@link StartupTests} shows that it
 * starts otherwise.
 */
class PlatformFailureTests {

	private static final String ALLOW_CALLS = "Allow the system calls seccomp and prctl in the outer filter";

	private static final String WARN = "--seccomp.on-unsupported=warn";

	private final ChildJvm jvm = ChildJvm.of(TestApplication.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-Dos.name=Mac OS X | Only Linux has seccomp, and this is 'Mac OS X'
			-Dos.arch=sparcv9  | There is no system call table for the architecture 'sparcv9'
			""")
	void unsupportedPlatform(String option, String reason) {
		assertFailed(this.jvm.options(option).run(), reason, "Run the application on Linux on one of x86_64, aarch64,");
		assertStartedWithWarning(this.jvm.arguments(WARN).run(), reason);
	}

	@Test
	void kernelWithoutSeccomp() {
		this.jvm.under(outerFilter("seccomp", "ENOSYS", "any").under(outerFilter("prctl", "EINVAL", "21")));
		String reason = "seccomp(2) failed with ENOSYS and prctl(PR_GET_SECCOMP) with EINVAL";
		assertFailed(this.jvm.run(), reason, "Run the application on Linux");
		assertStartedWithWarning(this.jvm.arguments(WARN).run(), reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			seccomp | EPERM  | any | The system call seccomp(2) failed with EPERM.
			prctl   | EPERM  | any | prctl(PR_SET_NO_NEW_PRIVS) failed with EPERM
			prctl   | EPERM  | 38  | prctl(PR_SET_NO_NEW_PRIVS) failed with EPERM
			""")
	void outerFilterForbidsTheInstallation(String call, String errno, String argument, String reason) {
		// The platform has seccomp, so on-unsupported does not apply
		ChildJvm.Outcome outcome = this.jvm.under(outerFilter(call, errno, argument)).arguments(WARN).run();
		assertFailed(outcome, reason, ALLOW_CALLS);
		assertThat(outcome.output()).contains("the seccomp profile of the container runtime or Kubernetes");
	}

	@Test
	void outerFilterHidesSeccomp() {
		ChildJvm.Outcome outcome = this.jvm.under(outerFilter("seccomp", "ENOSYS", "any")).arguments(WARN).run();
		assertFailed(outcome, "The filter is not in force on ", ALLOW_CALLS);
		assertThat(outcome.output()).contains("Seccomp: 2, Seccomp_filters: 1, NoNewPrivs: 1; expected 2 filters.")
			.contains("prctl(2) filters the calling thread only");
	}

	@Test
	void outerFilterThatForbidsSomethingElse() {
		ChildJvm.Outcome outcome = this.jvm.under(outerFilter("acct", "EPERM", "any")).run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	@Test
	void threadWithAFilterOfItsOwn() {
		ChildJvm.Outcome outcome = ChildJvm.of(FilteredThreadApplication.class).run();
		assertFailed(outcome, "Thread 'lone-wolf' (id ",
				"A library or agent installed a filter on one of its threads before the application started.");
	}

	@ParameterizedTest
	@CsvSource({ "noexec, failed to map segment from shared object", "ro, is not writable" })
	@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Java 22 needs no JNA")
	void jnaCannotUnpackItsLibrary(String mountOption, String reason, @TempDir Path folder) {
		assertFailed(withJnaFolder(mountOption, folder).run(), reason,
				"Set -Djna.tmpdir=/some/folder to a folder on another file system. Or unpack libjnidispatch.so");
	}

	@ParameterizedTest
	@ValueSource(strings = { "noexec", "ro" })
	@EnabledForJreRange(minVersion = 22, disabledReason = "java.lang.foreign requires Java 22")
	void jnaCannotUnpackItsLibraryAndIsNotNeeded(String mountOption, @TempDir Path folder) {
		assertEnforced(withJnaFolder(mountOption, folder).run());
	}

	private ChildJvm withJnaFolder(String mountOption, Path folder) {
		Requirement.requireCommand("Mounts a file system, in a namespace of its own, which needs root",
				List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder.toString()));
		String mount = "mount -t tmpfs -o " + mountOption + " tmpfs " + folder + " && exec \"$@\"";
		return this.jvm.under(List.of("unshare", "-m", "sh", "-c", mount, "sh")).options("-Djna.tmpdir=" + folder);
	}

	@Test
	void procIsNotMounted() {
		Requirement.requireCommand("Mounts over /proc, in a namespace of its own, which needs root",
				List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/proc"));
		this.jvm.under(List.of("unshare", "-m", "sh", "-c",
				"mount -t tmpfs tmpfs /proc && LD_LIBRARY_PATH=" + System.getProperty("java.home") + "/lib exec \"$@\"",
				"sh"));
		assertFailed(this.jvm.run(),
				"since /proc cannot be read: /proc/thread-self/status (No such file or directory).",
				"Mount /proc (mount -t proc proc /proc)");
	}

	/** SECCOMP_FILTER_FLAG_NEW_LISTENER is 8. */
	@Test
	void outerFilterForbidsTheListenerOnly() {
		ChildJvm.Outcome outcome = this.jvm.under(outerFilter("seccomp", "EPERM", "flag:1:8")).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.output()).containsPattern(
				"WARN .* This application cannot report the callers of denied calls: seccomp\\(2\\) failed with EPERM for"
						+ " the notification listener, which an outer filter denies\\. Allow"
						+ " SECCOMP_FILTER_FLAG_NEW_LISTENER there, or set 'seccomp\\.violations\\.report: false'\\.");
		ChildJvm.Outcome unreported = this.jvm.arguments("--seccomp.violations.report=false").run();
		assertThat(unreported.line("exec")).contains("Permission denied");
		assertThat(unreported.output()).doesNotContain("cannot report the callers");
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Java 22 needs no JNA")
	void jnaIsMissing() {
		assertFailed(this.jvm.withoutJars("jna-").run(), "JNA is not on the class path",
				"Add the dependency net.java.dev.jna:jna");
	}

	@Test
	@EnabledForJreRange(minVersion = 22, disabledReason = "java.lang.foreign requires Java 22")
	void jnaIsMissingAndIsNotNeeded() {
		assertEnforced(this.jvm.withoutJars("jna-").run());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24)
	void nativeAccessIsDenied() {
		this.jvm.options("--illegal-native-access=deny");
		assertFailed(this.jvm.run(),
				"This JVM does not allow native access, which system calls require: Illegal native access",
				"Start the JVM with --enable-native-access=ALL-UNNAMED");
		assertEnforced(this.jvm.options("--enable-native-access=ALL-UNNAMED").run());
	}

	private static ChildJvm outerFilter(String call, String errno, String argument) {
		return ChildJvm.of(OuterFilter.class).arguments(call, errno, argument);
	}

	private static void assertEnforced(ChildJvm.Outcome outcome) {
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	private static void assertFailed(ChildJvm.Outcome outcome, String reason, String action) {
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains("The seccomp filter is not in force:")
			.contains(reason)
			.containsSubsequence("Action:", action)
			.doesNotContain("bean: made")
			.doesNotContain("exec: ");
		assertThat(outcome.exitCode()).isEqualTo(78);
	}

	private static void assertStartedWithWarning(ChildJvm.Outcome outcome, String reason) {
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.output().lines().filter((line) -> line.contains(" WARN ")).toList())
			.anySatisfy((line) -> assertThat(line).contains("No seccomp filter was installed: ")
				.contains(reason)
				.contains("The application runs without protection, since seccomp.on-unsupported is warn."));
	}

}
