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

import dev.seccomp.boot.actuate.EndpointView;
import dev.seccomp.boot.actuate.SeccompEndpoint.FilterDescriptor;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.PrintedOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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

	private static final String[] DENIES_BIND = { "--seccomp.syscalls[0].names=bind",
			"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EMLINK" };

	@Test
	@ForkedJvm
	void secondFilterIsAddedToTheFirst() throws Exception {
		ModesApplication application = start(STARTUP, READY);
		assertBoth(application, application.attack());
		assertThat(application.endpoint().all().mode()).isEqualTo("enforce");
		assertThat(application.endpoint().all().violations().unsupervised()).isNull();
		assertThat(application.health()).isEqualTo("UP");
		assertThat(PrintedOutput.read())
			.containsPattern("Seccomp filter for the ready application in force: mode=enforce,"
					+ " policy=\\[ready\\.syscalls\\[0]], hash=sha256:\\w{64}, instructions=\\d+, threads=(\\d+) of \\1\\."
					+ " Denied: (bind|listen|flistxattr|, )+ \\(EXFULL\\); io_uring, which could make bind \\(ENOSYS\\)\\.")
			.containsPattern("Denied bind \\(EXFULL\\) .*, called by thread 'main' at"
					+ " dev\\.seccomp\\.boot\\.ModesApplication\\.bind\\(");
		assertThat(application.endpoint().recent().toString())
			.containsPattern("bind errno EXFULL by main .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.containsPattern("bind errno EXFULL by attacker .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.containsPattern("clone errno EACCES by attacker .* at dev.seccomp.boot.ModesApplication.attackInThread\\(")
			.containsPattern("socket errno EMLINK by attacker .* at dev.seccomp.boot.ModesApplication.socket\\(");
		assertThat(application.endpoint().all().recent()).extracting("syscall", "filter", "rule")
			.contains(tuple("bind", "ready", "ready.syscalls[0]"), tuple("clone", "startup", "presets: no-exec"),
					tuple("socket", "startup", "syscalls[0]"));
		assertThat(application.meters()).contains("seccomp.violations {action=errno, syscall=bind} 2.0",
				"seccomp.violations {action=errno, syscall=clone} 1.0",
				"seccomp.violations {action=errno, syscall=socket} 1.0");
		for (String name : List.of("startup", "ready")) {
			String hash = application.endpoint().filter(name).hash();
			assertThat(application.meters())
				.contains("seccomp.filter {hash=" + hash + ", mode=enforce, name=" + name + "} 1.0");
		}
	}

	@Test
	@ForkedJvm
	void filterThatDecidesIsNamed() {
		EndpointView endpoint = start(STARTUP, READY).endpoint();
		assertThat(endpoint.syscall("execve")).contains("action=errno, errno=EACCES, filter=startup")
			.contains("rule=presets: no-exec")
			.contains("alternatives=null");
		assertThat(endpoint.syscall("bind")).contains("action=errno, errno=EXFULL, filter=ready")
			.contains("rule=ready.syscalls[0]");
		assertThat(endpoint.syscall("getpid")).contains("action=allow").contains("rule=ready.default-action");
		assertThat(endpoint.syscall("socket")).contains("action=null, errno=null, filter=null, rule=null")
			.containsSubsequence("args=[arg0 == 1], action=errno, errno=EMLINK, filter=startup, rule=syscalls[0]",
					"args=null, action=allow, errno=null, filter=startup, rule=default-action",
					"args=null, action=allow, errno=null, filter=ready, rule=ready.default-action");
	}

	@Test
	void secondFilterCanKillForWhatTheFirstDenies() {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class)
			.arguments(DENIES_BIND)
			.arguments("--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=kill_process")
			.run();
		assertThat(outcome.line("bind before")).isEqualTo("Too many links");
		assertThat(outcome.exitCode()).as("killed by SIGSYS").isEqualTo(128 + 31);
		assertThat(outcome.output()).doesNotContain("bind when ready");
	}

	@Test
	@ForkedJvm
	void withoutSecondFilterWhatTheFirstDeniesIsDenied() {
		assertThat(ModesApplication.start(DENIES_BIND).bindWhenReady()).isEqualTo("Too many links");
	}

	@Test
	@ForkedJvm
	void sameCallInBothFilters() throws Exception {
		ModesApplication application = start(STARTUP,
				List.of("--seccomp.ready.syscalls[0].names=execve,clone", "--seccomp.ready.syscalls[0].action=log",
						"--seccomp.ready.syscalls[1].names=socket", "--seccomp.ready.syscalls[1].action=errno",
						"--seccomp.ready.syscalls[1].errno=EXFULL"));
		ModesApplication.Outcomes outcomes = application.attack();
		assertThat(outcomes.exec()).contains("Permission denied");
		assertThat(outcomes.inetSocket()).isEqualTo("EXFULL");
		assertThat(outcomes.unixSocket()).as("the newest of two errors").isEqualTo("EXFULL");
		assertThat(application.endpoint().syscall("execve")).contains("action=errno, errno=EACCES, filter=startup");
		assertThat(application.endpoint().syscall("socket")).contains("action=errno, errno=EXFULL, filter=ready")
			.contains("rule=ready.syscalls[1]");
	}

	@Test
	@ForkedJvm
	void withoutReports() throws Exception {
		ModesApplication application = start(STARTUP, READY, "--seccomp.violations.report=false");
		assertBoth(application, application.attack());
		assertThat(application.endpoint().recent()).isEmpty();
		assertThat(PrintedOutput.read()).doesNotContain("Denied bind");
	}

	@Test
	@ForkedJvm
	void inLogMode() throws Exception {
		ModesApplication application = start(STARTUP, READY, "--seccomp.mode=log");
		assertNothingDenied(application, application.attack());
		assertFilters(application);
		assertThat(PrintedOutput.read()).containsPattern("ready application in force: mode=log, .*Would be denied: ");
		assertThat(application.endpoint().recent().toString())
			.containsPattern("bind log EXFULL by main .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.contains("execve log EACCES by attacker")
			.contains("socket log EMLINK by attacker");
		assertThat(application.meters()).contains("seccomp.violations {action=log, syscall=bind} 2.0");
	}

	@Test
	@ForkedJvm
	void withoutAnyFilter() throws Exception {
		ModesApplication application = start(STARTUP, READY, "--seccomp.enabled=false");
		assertNothingDenied(application, application.attack());
		assertThat(ModesApplication.threadFilters()).containsOnlyKeys("0");
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
			.contains("The kernel cannot synchronize the filter to all threads. Thread 'lone-wolf' (id ")
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
	void whatIsDeniedStaysDeniedDuringTheChange() {
		String[] policy = Stream
			.concat(READY.stream(), Stream.of("--seccomp.syscalls[0].names=chroot",
					"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EMLINK"))
			.toArray(String[]::new);
		ChildJvm.Outcome outcome = ChildJvm.of(ChangeOverApplication.class).arguments(policy).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("outcomes before")).isEqualTo("[EMLINK]");
		// Between two listeners the calls fail
		assertThat(outcome.line("outcomes during the change")).matches("\\[EMLINK(, ENOSYS)?]");
		assertThat(outcome.line("outcomes after")).isEqualTo("[EMLINK]");
		assertThat(outcome.line("filters")).isEqualTo("2");
		assertThat(outcome.line("answered")).isEqualTo(outcome.line("counted"));

		ChildJvm.Outcome unfiltered = ChildJvm.of(ChangeOverApplication.class)
			.arguments("--seccomp.enabled=false")
			.run();
		assertThat(unfiltered.line("outcomes during the change")).isEqualTo("[ENOENT]");
	}

	private static void assertBoth(ModesApplication application, ModesApplication.Outcomes outcomes) throws Exception {
		assertFilters(application);
		assertThat(application.bindBefore()).isEqualTo(ModesApplication.OPEN);
		assertThat(application.bindWhenReady()).isEqualTo("Exchange full");
		assertThat(outcomes.bind()).isEqualTo("Exchange full");
		assertThat(outcomes.flistxattr()).isEqualTo("EXFULL");
		assertThat(outcomes.exec()).contains("Permission denied");
		assertThat(outcomes.unixSocket()).isEqualTo("EMLINK");
		assertThat(outcomes.inetSocket()).isEqualTo("opened");
		assertThat(outcomes.server()).isEqualTo("served");
	}

	private static void assertFilters(ModesApplication application) throws Exception {
		assertThat(ModesApplication.threadFilters()).containsOnlyKeys("2");
		assertThat(application.endpoint().all().status()).hasToString("{Seccomp=2, Seccomp_filters=2, NoNewPrivs=1}");
		assertThat(application.endpoint().all().filters()).extracting(FilterDescriptor::name)
			.containsExactly("startup", "ready");
		assertThat(application.endpoint().all().filters()).extracting(FilterDescriptor::installedOn)
			.containsExactly("ApplicationStartingEvent", "ApplicationReadyEvent");
	}

	private static void assertNothingDenied(ModesApplication application, ModesApplication.Outcomes outcomes) {
		assertThat(application.bindWhenReady()).isEqualTo(ModesApplication.OPEN);
		assertThat(outcomes.bind()).isEqualTo(ModesApplication.OPEN);
		assertThat(outcomes.flistxattr()).isEqualTo("EBADF");
		assertThat(outcomes.exec()).isEqualTo("ran");
		assertThat(outcomes.unixSocket()).isEqualTo("opened");
		assertThat(outcomes.server()).isEqualTo("served");
	}

	private static ModesApplication start(List<String> startup, List<String> ready, String... more) {
		return ModesApplication
			.start(Stream.of(startup, ready, List.of(more)).flatMap(List::stream).toArray(String[]::new));
	}

}
