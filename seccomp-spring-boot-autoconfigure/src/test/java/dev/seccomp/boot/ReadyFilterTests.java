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
import java.util.stream.Stream;

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the filter of {@code seccomp.ready}.
 */
class ReadyFilterTests {

	private static final List<String> STARTUP = List.of("--seccomp.presets=no-exec",
			"--seccomp.syscalls[0].names=socket", "--seccomp.syscalls[0].action=errno",
			"--seccomp.syscalls[0].errno=EMLINK", "--seccomp.syscalls[0].args[0].index=0",
			"--seccomp.syscalls[0].args[0].op=eq", "--seccomp.syscalls[0].args[0].value=1");

	private static final List<String> READY = List.of("--seccomp.ready.syscalls[0].names=bind,listen,flistxattr",
			"--seccomp.ready.syscalls[0].action=errno", "--seccomp.ready.syscalls[0].errno=EXFULL");

	@Test
	void secondFilterIsAddedToTheFirst() {
		ChildJvm.Outcome outcome = run(STARTUP, READY);
		assertFirstAlone(outcome);
		assertBoth(outcome);
		assertThat(outcome.line("mode")).isEqualTo("enforce");
		assertThat(outcome.line("health")).isEqualTo("UP");
		assertThat(outcome.line("unsupervised")).isEqualTo("null");
		assertThat(outcome.output()).containsPattern("Seccomp filter for the ready application in force: mode=enforce,"
				+ " policy=\\[ready\\.syscalls\\[0]], hash=sha256:\\w{64}, instructions=\\d+, threads=(\\d+) of \\1\\."
				+ " Denied: (bind|listen|flistxattr|, )+ \\(EXFULL\\)\\.")
			.containsPattern("Denied bind \\(EXFULL\\) .*, called by thread 'main' at"
					+ " dev\\.seccomp\\.boot\\.ModesApplication\\.bind\\(")
			.containsPattern("recent: bind errno EXFULL by main .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.containsPattern("recent: bind errno EXFULL by attacker .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.containsPattern("recent: clone errno EACCES by attacker .* at dev.seccomp.boot.ModesApplication.attack\\(")
			.containsPattern(
					"recent: socket errno EMLINK by attacker .* at dev.seccomp.boot.ModesApplication.socket\\(")
			.contains("meter: seccomp.violations {action=errno, syscall=bind} 2.0")
			.contains("meter: seccomp.violations {action=errno, syscall=clone} 1.0")
			.contains("meter: seccomp.violations {action=errno, syscall=socket} 1.0");
		for (String name : List.of("startup", "ready")) {
			String hash = outcome.line("filter " + name).split(" ")[0];
			assertThat(outcome.output())
				.contains("meter: seccomp.filter {hash=" + hash + ", mode=enforce, name=" + name + "} 1.0");
		}
	}

	@Test
	void endpointNamesTheFilterThatDecides() {
		ChildJvm.Outcome outcome = run(STARTUP, READY);
		assertThat(outcome.line("syscall execve")).contains("action=errno, errno=EACCES, filter=startup")
			.contains("rule=presets: no-exec")
			.contains("alternatives=null");
		assertThat(outcome.line("syscall bind")).contains("action=errno, errno=EXFULL, filter=ready")
			.contains("rule=ready.syscalls[0]");
		assertThat(outcome.line("syscall getpid")).contains("action=allow").contains("rule=default-action");
		assertThat(outcome.line("syscall socket")).contains("action=null, errno=null, filter=null, rule=null")
			.containsSubsequence("args=[arg0 == 1], action=errno, errno=EMLINK, filter=startup, rule=syscalls[0]",
					"args=null, action=allow, errno=null, filter=startup, rule=default-action",
					"args=null, action=allow, errno=null, filter=ready, rule=default-action");
	}

	@Test
	void secondFilterCanKillCallersThatTheFirstDenies() {
		List<String> startup = List.of("--seccomp.syscalls[0].names=bind", "--seccomp.syscalls[0].action=errno",
				"--seccomp.syscalls[0].errno=EMLINK");
		ChildJvm.Outcome outcome = run(startup,
				List.of("--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=kill_process"));
		assertThat(outcome.line("bind before")).isEqualTo("Too many links");
		assertThat(outcome.exitCode()).as("killed by SIGSYS").isEqualTo(128 + 31);
		assertThat(outcome.output()).doesNotContain("bind when ready");
		assertThat(run(startup, List.of()).line("bind when ready")).isEqualTo("Too many links");
	}

	@Test
	void sameCallInBothFilters() {
		ChildJvm.Outcome outcome = run(STARTUP,
				List.of("--seccomp.ready.syscalls[0].names=execve,clone", "--seccomp.ready.syscalls[0].action=log",
						"--seccomp.ready.syscalls[1].names=socket", "--seccomp.ready.syscalls[1].action=errno",
						"--seccomp.ready.syscalls[1].errno=EXFULL"));
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("socket inet")).isEqualTo("EXFULL");
		assertThat(outcome.line("socket unix")).as("the newest of two errors").isEqualTo("EXFULL");
		assertThat(outcome.line("syscall execve")).contains("action=errno, errno=EACCES, filter=startup");
		assertThat(outcome.line("syscall socket")).contains("action=errno, errno=EXFULL, filter=ready")
			.contains("rule=ready.syscalls[1]");
	}

	@Test
	void withoutReports() {
		ChildJvm.Outcome outcome = run(STARTUP, READY, "--seccomp.violations.report=false");
		assertFirstAlone(outcome);
		assertBoth(outcome);
		assertThat(outcome.output()).doesNotContain("recent: ").doesNotContain("Denied bind");
	}

	@Test
	void inLogMode() {
		ChildJvm.Outcome outcome = run(STARTUP, READY, "--seccomp.mode=log");
		assertThat(outcome.exitCode()).isZero();
		assertNothingDenied(outcome);
		assertFilters(outcome);
		assertThat(outcome.output())
			.containsPattern("Seccomp filter for the ready application in force: mode=log, .* Would be denied: ")
			.containsPattern("recent: bind log EXFULL by main .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.contains("recent: execve log EACCES by attacker")
			.contains("recent: socket log EMLINK by attacker")
			.contains("meter: seccomp.violations {action=log, syscall=bind} 2.0");
	}

	@Test
	void withoutAnyFilter() {
		ChildJvm.Outcome outcome = run(STARTUP, READY, "--seccomp.enabled=false");
		assertThat(outcome.exitCode()).isZero();
		assertNothingDenied(outcome);
		assertThat(outcome.line("thread filters")).matches("\\{0=\\d+}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void filterThatCannotBeAddedStopsTheApplication(boolean report) {
		ChildJvm jvm = ChildJvm.of(LateFilteredThreadApplication.class)
			.arguments(READY.toArray(String[]::new))
			.arguments("--seccomp.violations.report=" + report);
		ChildJvm.Outcome outcome = jvm.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains("The seccomp filter of 'seccomp.ready' is not in force:")
			.contains("The kernel cannot put the filter on all threads. Thread 'lone-wolf' (id ")
			.contains("A library or agent installed a filter on one of its threads")
			.doesNotContain("own listener: called");
	}

	@Test
	void filterIsAddedOnce() {
		ChildJvm.Outcome outcome = ChildJvm.of(RepeatedReadyApplication.class)
			.arguments(READY.toArray(String[]::new))
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("no application")).isEqualTo("0");
		assertThat(outcome.line("parent and child")).isEqualTo("2");
		assertThat(outcome.line("ready again")).isEqualTo("2");
		assertThat(outcome.line("sibling")).isEqualTo("2");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("bind")).isEqualTo("Exchange full");
	}

	@Test
	void callsAreDeniedWhileTheSecondFilterIsInstalled() {
		String[] policy = Stream
			.concat(READY.stream(), Stream.of("--seccomp.syscalls[0].names=chroot",
					"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EMLINK"))
			.toArray(String[]::new);
		ChildJvm.Outcome outcome = ChildJvm.of(ChangeOverApplication.class).arguments(policy).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("outcomes before")).isEqualTo("[EMLINK]");
		// Between two listeners the kernel returns ENOSYS
		assertThat(outcome.line("outcomes during the change")).matches("\\[EMLINK(, ENOSYS)?]");
		assertThat(outcome.line("outcomes after")).isEqualTo("[EMLINK]");
		assertThat(outcome.line("filters")).isEqualTo("2");
		assertThat(outcome.line("answered")).isEqualTo(outcome.line("counted"));

		ChildJvm.Outcome unfiltered = ChildJvm.of(ChangeOverApplication.class)
			.arguments("--seccomp.enabled=false")
			.run();
		assertThat(unfiltered.line("outcomes during the change")).isEqualTo("[ENOENT]");
	}

	private static void assertFirstAlone(ChildJvm.Outcome outcome) {
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("bind before")).isEqualTo("port is open");
	}

	private static void assertBoth(ChildJvm.Outcome outcome) {
		assertFilters(outcome);
		assertThat(outcome.line("bind when ready")).isEqualTo("Exchange full");
		assertThat(outcome.line("bind")).isEqualTo("Exchange full");
		assertThat(outcome.line("flistxattr")).isEqualTo("EXFULL");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("socket unix")).isEqualTo("EMLINK");
		assertThat(outcome.line("socket inet")).isEqualTo("opened");
		assertThat(outcome.line("server")).isEqualTo("served");
	}

	private static void assertFilters(ChildJvm.Outcome outcome) {
		assertThat(outcome.line("thread filters")).matches("\\{2=\\d+}");
		assertThat(outcome.line("status")).isEqualTo("{Seccomp=2, Seccomp_filters=2, NoNewPrivs=1}");
		assertThat(outcome.line("filter startup")).endsWith(" ApplicationStartingEvent");
		assertThat(outcome.line("filter ready")).endsWith(" ApplicationReadyEvent");
		assertThat(outcome.output()).containsSubsequence("\nfilter startup: ", "\nfilter ready: ");
	}

	private static void assertNothingDenied(ChildJvm.Outcome outcome) {
		assertThat(outcome.line("bind when ready")).isEqualTo("port is open");
		assertThat(outcome.line("bind")).isEqualTo("port is open");
		assertThat(outcome.line("flistxattr")).isEqualTo("EBADF");
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.line("socket unix")).isEqualTo("opened");
		assertThat(outcome.line("server")).isEqualTo("served");
	}

	private static ChildJvm.Outcome run(List<String> startup, List<String> ready, String... more) {
		return ChildJvm.of(ModesApplication.class)
			.arguments("--management.endpoints.web.exposure.include=seccomp")
			.arguments(startup.toArray(String[]::new))
			.arguments(ready.toArray(String[]::new))
			.arguments(more)
			.run();
	}

}
