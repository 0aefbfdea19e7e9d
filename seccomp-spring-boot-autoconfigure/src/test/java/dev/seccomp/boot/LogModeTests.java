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

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code seccomp.mode: log}, compared with the same policy when it is enforced.
 */
class LogModeTests {

	private static final String LOG = "--seccomp.mode=log";

	private static final String[] POLICY = { "--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=bind,flistxattr",
			"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EXFULL" };

	@Test
	void allViolationsAreReportedAndNoneIsEnforced() {
		ChildJvm.Outcome logged = run(LOG, POLICY);
		assertNothingDenied(logged);
		assertThat(logged.line("mode")).isEqualTo("log");
		assertThat(logged.line("status")).isEqualTo("{Seccomp=2, Seccomp_filters=1, NoNewPrivs=1}");
		assertThat(logged.line("thread filters")).matches("\\{1=\\d+}");
		assertThat(logged.line("health")).isEqualTo("UP");
		assertThat(logged.line("shell")).isEqualTo("[output, problem], exit code 0");
		assertThat(logged.output()).contains("Seccomp filter in force: mode=log")
			.contains("Would be denied: bind, flistxattr (EXFULL); starting a program or a process")
			.containsPattern("WARN .* seccomp\\.mode=log: violations are reported but not enforced\\.")
			.containsPattern("WARN .* Would deny execve \\(EACCES\\) path=/usr/bin/touch, called by thread 'attacker'"
					+ ".*\\. The policy denies starting a program or a process\\.")
			.containsPattern("WARN .* Would deny bind \\(EXFULL\\)")
			.contains("event: execve log")
			.contains("event: bind log")
			.contains("recent: bind log EXFULL by attacker")
			.containsPattern("meter: seccomp.violations \\{action=log, syscall=bind} 3\\.0")
			.containsPattern("meter: seccomp.filter \\{hash=sha256:\\w+, mode=log, name=startup} 1\\.0")
			.doesNotContain("Denied ");

		ChildJvm.Outcome enforced = run("--seccomp.mode=enforce", POLICY);
		assertThat(enforced.line("exec")).contains("Permission denied");
		assertThat(enforced.line("shell")).contains("Permission denied");
		assertThat(enforced.line("bind")).isEqualTo("Exchange full");
		assertThat(enforced.line("flistxattr")).isEqualTo("EXFULL");
		assertThat(enforced.output()).contains("recent: bind errno EXFULL by attacker")
			.contains("meter: seccomp.violations {action=errno, syscall=bind} 3.0")
			.doesNotContain("Would deny")
			.doesNotContain("not enforced");
	}

	@Test
	void callsThatAnAllowlistLacksAreOnlyReported() {
		String[] policy = { "--seccomp.presets=", "--seccomp.default-action=errno",
				"--seccomp.syscalls[0].action=allow",
				"--seccomp.syscalls[0].names=" + allBut("bind", "execve", "flistxattr") };
		ChildJvm.Outcome logged = run(LOG, policy);
		assertNothingDenied(logged);
		assertThat(logged.output()).contains("recent: bind log EPERM by attacker")
			.contains("recent: execve log EPERM by attacker");

		ChildJvm.Outcome enforced = run("--seccomp.mode=enforce", policy);
		assertThat(enforced.line("exec")).contains("Operation not permitted");
		assertThat(enforced.line("bind")).isEqualTo("Operation not permitted");
		assertThat(enforced.line("flistxattr")).isEqualTo("EPERM");
	}

	@Test
	void withoutReportsTheKernelAloneLogs() {
		ChildJvm.Outcome outcome = run(LOG, "--seccomp.presets=no-exec", "--seccomp.violations.report=false");
		assertNothingDenied(outcome);
		assertThat(outcome.output()).contains("seccomp.mode=log: violations are reported but not enforced.")
			.contains("Violation reports are disabled (seccomp.violations.report=false).")
			.doesNotContain("Would deny")
			.doesNotContain("recent: ")
			.doesNotContain("violations: ");
		SeccompPolicy policy = SeccompPolicy.builder(Platform.architecture()).presets(List.of("no-exec")).build();
		FilterStack stack = FilterStack.of(
				List.of(new FilterSpecification(Stage.STARTUP, FilterMode.LOG, policy, false)),
				NotificationSupport.NONE, Set.of());
		assertThat(outcome.line("filter startup")).startsWith(stack.filters().get(0).hash() + " ");
	}

	private static void assertNothingDenied(ChildJvm.Outcome outcome) {
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.line("bind before")).isEqualTo("port is open");
		assertThat(outcome.line("bind")).isEqualTo("port is open");
		assertThat(outcome.line("flistxattr")).isEqualTo("EBADF");
		assertThat(outcome.line("server")).isEqualTo("served");
	}

	private static String allBut(String... syscalls) {
		return Platform.architecture()
			.syscalls()
			.names()
			.stream()
			.filter((name) -> !List.of(syscalls).contains(name))
			.collect(Collectors.joining(","));
	}

	private static ChildJvm.Outcome run(String mode, String... policy) {
		return ChildJvm.of(ModesApplication.class)
			.arguments("--management.endpoints.web.exposure.include=seccomp", ModesApplication.SHELL, mode)
			.arguments(policy)
			.run();
	}

}
