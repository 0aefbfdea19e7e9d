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

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.OuterFilter;
import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several starts in one JVM: a filter is installed once, and the record of the
 * installed filters is verified with the kernel.
 */
class RepeatedStartTests {

	private static final String OTHERS_WARNING = "Filters of another application of this JVM are in force as well.";

	/** The supervisor of the first application would let calls through. */
	@Test
	void startWhenAnotherApplicationFailedHasItsOwnMode() {
		ChildJvm.Outcome outcome = ChildJvm.of(RestartedApplication.class).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("first")).isEqualTo("failed");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.output())
			.containsPattern("Denied (clone|vfork) \\(EACCES\\) .*, called by thread 'main' at "
					+ "dev\\.seccomp\\.testing\\.Attempt\\.exec")
			.doesNotContain("cannot be reported");
	}

	@Test
	void startWhenSupervisorHasAnotherModeDoesNotReportCallers() {
		List<String> starts = Starts.run(ChildJvm.of(Starts.class),
				List.of(List.of(), List.of("--seccomp.mode=log", "--seccomp.presets=hardened")));
		assertThat(starts.get(0)).contains("mode=enforce").doesNotContain("cannot be reported");
		assertThat(starts.get(1)).contains("mode=log")
			.contains(
					"cannot report the callers of denied calls: the supervisor of this JVM belongs to another application with a"
							+ " different seccomp.mode.")
			.contains("exit code: 0");
		assertThat(starts).allSatisfy((output) -> assertThat(output).contains("Permission denied"));
	}

	@Test
	void oneFilterIsInstalledOnce() {
		List<String> starts = Starts.split(ChildJvm.of(RepeatedStartApplication.class).run(), 8);
		assertThat(starts.get(0)).contains("filters: 0");
		for (String output : starts.subList(1, 5)) {
			assertThat(output).contains("Seccomp filter in force: mode=enforce, policy=[presets: no-exec]")
				.contains("filters: 1")
				.doesNotContain(OTHERS_WARNING);
		}
		assertThat(starts.get(3).split("Seccomp filter in force")).hasSize(3);
		String unsupervised = "cannot report the callers of denied calls: another class loader of this JVM installed the filter,";
		assertThat(starts.get(4)).contains(unsupervised);
		assertThat(String.join("", starts.subList(0, 4))).doesNotContain("cannot be reported");
		for (String output : starts.subList(5, 7)) {
			assertThat(output).contains("filters: 2").contains(OTHERS_WARNING);
		}
		assertThat(starts.get(7)).contains("No seccomp filter was installed: seccomp.enabled is false.")
			.contains("Filters of another application of this JVM remain in force: sha256:")
			.contains("filters: 2");
		assertThat(String.join("", starts)).doesNotContain("exec: ran").doesNotContain("exit code: 78");
	}

	@Test
	void startWhenRecordIsForgedFails() {
		String hash = hash(ChildJvm.of(TestApplication.class).run());
		assertForgeryFails(jvm(record(hash)), "Seccomp: 0, Seccomp_filters: 0, NoNewPrivs: 0; expected 1 filter.");
		// The number of filters is that of an outer filter, so a call has to show it
		ChildJvm outer = ChildJvm.of(OuterFilter.class).arguments("acct", "EPERM", "any");
		assertForgeryFails(jvm(record(hash)).under(outer), "execve, which the filter denies with EACCES, returned -1");
		assertForgeryFails(jvm(record("sha256:0")), "expected 1 filter.");
		assertForgeryFails(jvm("true"), "has a value that seccomp for Spring Boot did not write: 'true'");
		assertForgeryFails(jvm("true").arguments("--seccomp.enabled=false"),
				"has a value that seccomp for Spring Boot did not write: 'true'");
	}

	/** The program depends on the options of the JVM. */
	private static String hash(ChildJvm.Outcome outcome) {
		Matcher hash = Pattern.compile("sha256:[0-9a-f]{64}").matcher(outcome.output());
		assertThat(hash.find()).as(outcome.output()).isTrue();
		return hash.group();
	}

	private static String record(String hash) {
		return String.join("|", "startup", hash, "18", Platform.architecture().id(), "seccomp-tsync",
				Instant.now().toString(), "1");
	}

	private static ChildJvm jvm(String record) {
		return ChildJvm.of(TestApplication.class).options("-Ddev.seccomp.filters=" + record);
	}

	private static void assertForgeryFails(ChildJvm jvm, String reason) {
		ChildJvm.Outcome outcome = jvm.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains("The system property 'dev.seccomp.filters'")
			.contains(reason)
			.contains("Do not set this property.")
			.doesNotContain("bean: made");
	}

}
