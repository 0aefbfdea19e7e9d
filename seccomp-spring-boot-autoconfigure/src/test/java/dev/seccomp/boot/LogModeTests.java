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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.PrintedOutput;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code seccomp.mode: log}, each held against what the same policy does where
 * it is enforced.
 */
class LogModeTests {

	private static final String LOG = "--seccomp.mode=log";

	private static final String ENFORCE = "--seccomp.mode=enforce";

	private static final String[] POLICY = { "--seccomp.presets=no-exec", "--seccomp.syscalls[0].names=bind,flistxattr",
			"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EXFULL" };

	private static final String[] TOO_SHORT = { "--seccomp.presets=", "--seccomp.default-action=errno",
			"--seccomp.syscalls[0].action=allow",
			"--seccomp.syscalls[0].names=" + allBut("bind", "execve", "flistxattr") };

	@Test
	@ForkedJvm
	void nothingIsDeniedAndAllIsReported() throws Exception {
		ModesApplication application = start(LOG, POLICY);
		assertThat(shell()).isEqualTo("[output, problem], exit code 0");
		assertNothingDenied(application, application.attack());
		assertThat(application.endpoint().all().mode()).isEqualTo("log");
		assertThat(application.endpoint().all().status()).hasToString("{Seccomp=2, Seccomp_filters=1, NoNewPrivs=1}");
		assertThat(ModesApplication.threadFilters()).containsOnlyKeys("1");
		assertThat(application.health()).isEqualTo("UP");
		assertThat(application.events()).contains("execve log", "bind log");
		assertThat(application.endpoint().recent()).anyMatch((line) -> line.startsWith("bind log EXFULL by attacker"));
		assertThat(application.meters()).contains("seccomp.violations {action=log, syscall=bind} 3.0")
			.anyMatch((line) -> line.matches("seccomp\\.filter \\{hash=sha256:\\w+, mode=log, name=startup} 1\\.0"));
		assertThat(PrintedOutput.read()).contains("Seccomp filter in force: mode=log,")
			.contains("Would be denied: bind, flistxattr (EXFULL); starting a program or a process")
			.containsPattern("WARN .* seccomp\\.mode=log: violations are reported but not enforced\\.")
			.containsPattern("WARN .* seccomp\\.mode=log: 3 calls that the policy would deny cannot be reported:"
					+ " bind with some arguments, clone with some arguments, fork\\. They are in the kernel's log only\\.")
			.containsPattern("WARN .* Would deny execve \\(EACCES\\) path=/usr/bin/touch, called by thread 'attacker'"
					+ ".*\\. The rule 'presets: no-exec' denies starting a program or a process\\.")
			.containsPattern("WARN .* Would deny bind \\(EXFULL\\)")
			.doesNotContain("Denied ");
	}

	@Test
	@ForkedJvm
	void samePolicyIsEnforced() throws Exception {
		ModesApplication application = start(ENFORCE, POLICY);
		assertThat(shell()).contains("Permission denied");
		ModesApplication.Outcomes outcomes = application.attack();
		assertThat(outcomes.exec()).contains("Permission denied");
		assertThat(outcomes.bind()).isEqualTo("Exchange full");
		assertThat(outcomes.flistxattr()).isEqualTo("EXFULL");
		assertThat(application.endpoint().recent())
			.anyMatch((line) -> line.startsWith("bind errno EXFULL by attacker"));
		assertThat(application.meters()).contains("seccomp.violations {action=errno, syscall=bind} 3.0");
		assertThat(PrintedOutput.read()).doesNotContain("Would deny")
			.doesNotContain("not enforced")
			.doesNotContain("cannot be reported");
	}

	@Test
	@ForkedJvm
	void allowlistThatIsTooShortIsOnlyReported() throws Exception {
		ModesApplication application = start(LOG, TOO_SHORT);
		assertNothingDenied(application, application.attack());
		assertThat(application.endpoint().recent()).anyMatch((line) -> line.startsWith("bind log EPERM by attacker"))
			.anyMatch((line) -> line.startsWith("execve log EPERM by attacker"));
	}

	@Test
	@ForkedJvm
	void allowlistThatIsTooShortIsEnforced() throws Exception {
		ModesApplication.Outcomes outcomes = start(ENFORCE, TOO_SHORT).attack();
		assertThat(outcomes.exec()).contains("Operation not permitted");
		assertThat(outcomes.bind()).isEqualTo("Operation not permitted");
		assertThat(outcomes.flistxattr()).isEqualTo("EPERM");
	}

	@Test
	@ForkedJvm
	void withoutReportsTheKernelAloneLogs() throws Exception {
		ModesApplication application = start(LOG, "--seccomp.presets=no-exec", "--seccomp.violations.report=false");
		assertNothingDenied(application, application.attack());
		assertThat(application.endpoint().all().violations()).isNull();
		assertThat(application.endpoint().recent()).isEmpty();
		assertThat(PrintedOutput.read()).contains("seccomp.mode=log: violations are reported but not enforced.")
			.contains("Violation reports are disabled (seccomp.violations.report=false).")
			.doesNotContain("Would deny");
		SeccompPolicy policy = SeccompPolicy.builder(Platform.architecture()).presets(List.of("no-exec")).build();
		FilterStack stack = FilterStack.of(
				List.of(new FilterSpecification(Stage.STARTUP, FilterMode.LOG, policy, false)),
				NotificationSupport.NONE, Set.of());
		assertThat(application.endpoint().filter("startup").hash()).isEqualTo(stack.filters().get(0).hash());
	}

	/** A program that starts others, which write to both of its streams. */
	private static String shell() throws InterruptedException {
		try {
			Process shell = new ProcessBuilder("/bin/sh", "-c", "echo output | cat; /bin/sh -c 'echo problem >&2'")
				.start();
			String output = new String(shell.getInputStream().readAllBytes());
			String problem = new String(shell.getErrorStream().readAllBytes());
			return (output + problem).lines().toList() + ", exit code " + shell.waitFor();
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private static void assertNothingDenied(ModesApplication application, ModesApplication.Outcomes outcomes) {
		assertThat(outcomes.exec()).isEqualTo("ran");
		assertThat(application.bindBefore()).isEqualTo(ModesApplication.OPEN);
		assertThat(outcomes.bind()).isEqualTo(ModesApplication.OPEN);
		assertThat(outcomes.flistxattr()).isEqualTo("EBADF");
		assertThat(outcomes.server()).isEqualTo("served");
	}

	private static String allBut(String... syscalls) {
		return Platform.architecture()
			.syscalls()
			.names()
			.stream()
			.filter((name) -> !List.of(syscalls).contains(name))
			.collect(Collectors.joining(","));
	}

	private static ModesApplication start(String mode, String... policy) {
		return ModesApplication.start(Stream.concat(Stream.of(mode), Stream.of(policy)).toArray(String[]::new));
	}

}
