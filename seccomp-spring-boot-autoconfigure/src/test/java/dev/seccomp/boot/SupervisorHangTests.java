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
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ListeningLauncher;
import dev.seccomp.testing.LockedClassLoader;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the supervisor, which answers denied calls in the JVM that makes them,
 * brings the application to a standstill in no way: each child says what it was doing
 * where it takes too long, and is ended where it does not end.
 */
class SupervisorHangTests {

	/** As a shell has it: 128 and SIGABRT. */
	private static final int ABORTED = 134;

	/** Of the kernel without a filter, since there is no such program. */
	private static final String ALLOWED = "ENOENT";

	@Test
	void callersMayHoldAnyLock() {
		List<String> situations = List.of("appender", "streams", "class-loader", "initializer", "own-loader");
		ChildJvm.Outcome denied = run(situations, "listener", "monitors");
		ChildJvm.Outcome allowed = run(situations, "--seccomp.enabled=false");
		for (String situation : situations) {
			assertThat(denied.line(situation).split(" ")).as(situation).containsOnly("EACCES");
			assertThat(allowed.line(situation).split(" ")).as(situation).containsOnly(ALLOWED);
		}
		assertThat(denied.line("appender-first")).isEqualTo("EACCES");
		assertThat(denied.line("monitors")).isEqualTo("EACCES with all");
		assertThat(denied.line("listener")).isEqualTo("EACCES EACCES execve EACCES, counted beyond the calls: 0");
	}

	@Test
	void callersMayHoldTheLockOfTheLoaderOfAllClasses() {
		ChildJvm.Outcome outcome = ChildJvm.of(HangApplication.class)
			.options("-Djava.system.class.loader=" + LockedClassLoader.class.getName())
			.arguments("own-loader")
			.run();
		assertThat(outcome.line("early")).isEqualTo("EACCES");
		assertThat(outcome.line("own-loader")).isEqualTo("EACCES");
	}

	@Test
	void signalsInterruptsAndFailuresChangeNothing() {
		ChildJvm.Outcome outcome = run(List.of("interrupts", "publisher", "failing-listener", "signals"),
				"stuck-listener");
		assertThat(outcome.line("interrupts")).isEqualTo("EACCES EACCES, counted 2, told true, with stack true");
		assertThat(outcome.line("publisher")).isEqualTo("2 calls for 2, counted 4");
		assertThat(outcome.line("failing-listener")).isEqualTo("told of both: true");
		assertThat(outcome.line("signals")).isEqualTo("handled true, denied true, otherwise 0, counted exactly true");
		assertThat(outcome.line("stuck-listener")).isEqualTo("of all calls denied and counted: true");
		assertThat(outcome.exitCode()).isZero();
	}

	@Test
	void withoutSupervisorCallsFail() {
		ChildJvm.Outcome outcome = run(List.of("dead-supervisor"), "health");
		assertThat(outcome.line("dead-supervisor")).startsWith("1 closed, ENOSYS ENOSYS, failed true, program ")
			.contains("Function not implemented");
		assertThat(outcome.line("health")).startsWith("DOWN ")
			.contains("supervisor=the supervisor of denied calls has died");
		assertThat(run(List.of("health")).line("health")).startsWith("UP ").contains("supervisor=responding");
	}

	@Test
	void callsReturnWithoutMemory() {
		ChildJvm.Outcome outcome = run(List.of("out-of-memory"));
		assertThat(outcome.line("out-of-memory")).isEqualTo("all denied true, then true");
		assertThat(outcome.exitCode()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "FORK", "VFORK", "POSIX_SPAWN" })
	void launchMechanisms(String mechanism) {
		ChildJvm.Outcome outcome = ChildJvm.of(HangApplication.class)
			.options("-Djdk.lang.Process.launchMechanism=" + mechanism)
			.arguments("launches")
			.run();
		assertThat(outcome.line("launches")).isEqualTo("100 denied");
	}

	@Test
	void anotherListenerIsReportedOnce() {
		ChildJvm.Outcome outcome = ChildJvm.of(HangApplication.class)
			.arguments("own-loader", "launches", "health")
			.under(ChildJvm.of(ListeningLauncher.class))
			.run();
		assertThat(outcome.line("own-loader")).isEqualTo("EACCES");
		assertThat(outcome.line("launches")).isEqualTo("100 denied");
		assertThat(outcome.line("health")).startsWith("UP ")
			.contains("another program, such as the container runtime, has it");
		assertThat(outcome.output())
			.containsOnlyOnce("Their callers cannot be reported: a process can have one listener only");
		assertThat(outcome.exitCode()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "exit", "return", "signal", "no-hook" })
	void nativeCodeMayMakeCallsAsTheJvmEnds(String end, @TempDir Path folder) throws Exception {
		Path library = library(folder);
		ChildJvm.Outcome denied = ChildJvm.of(ExitApplication.class).arguments(library.toString(), end).run();
		if (!end.equals("no-hook")) {
			assertThat(denied.line("closing")).contains("Permission denied");
		}
		// ENOSYS
		assertThat(denied.line("at exit")).isEqualTo("38");
		assertThat(denied.line("destructor")).isEqualTo("38");
		ChildJvm.Outcome allowed = ChildJvm.of(ExitApplication.class)
			.arguments(library.toString(), end, "--seccomp.enabled=false")
			.run();
		// ENOENT
		assertThat(allowed.line("at exit")).isEqualTo("2");
		assertThat(allowed.exitCode()).isEqualTo(denied.exitCode());
	}

	private static Path library(Path folder) throws IOException, InterruptedException {
		Path source = Files.writeString(folder.resolve("library.c"), """
				#include <errno.h>
				#include <stdio.h>
				#include <stdlib.h>
				#include <unistd.h>

				static void call(const char *name) {
					execve("/no/such/program", NULL, NULL);
					dprintf(1, "%s: %d\\n", name, errno);
				}

				static void at_exit(void) {
					call("at exit");
				}

				__attribute__((constructor)) static void load(void) {
					atexit(at_exit);
				}

				__attribute__((destructor)) static void unload(void) {
					call("destructor");
				}
				""");
		Path library = folder.resolve("library.so");
		Requirement.requireCommand("gcc compiles a native library",
				List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
		return library;
	}

	@ParameterizedTest
	@CsvSource({ "memory, OnOutOfMemoryError, command", "memory, OnOutOfMemoryError, file",
			"memory, OnOutOfMemoryError, nested", "memory, OnOutOfMemoryError, variable", "crash, OnError, command" })
	void programsThatTheJvmStartsItself(String error, String option, String place, @TempDir Path folder)
			throws IOException {
		Path effect = folder.resolve("effect");
		ChildJvm.Outcome denied = fail(error, option, place, folder, effect);
		assertThat(effect).doesNotExist();
		ChildJvm.Outcome allowed = fail(error, option, place, folder, effect, "--seccomp.enabled=false");
		assertThat(effect).exists();
		assertThat(denied.output())
			.contains("The policy denies the programs that these JVM options start, so they have no" + " effect: -XX:"
					+ option);
		if (error.equals("memory")) {
			assertThat(denied.line("array")).isEqualTo("none");
			assertThat(List.of(denied.exitCode(), allowed.exitCode())).containsOnly(0);
		}
		else {
			// A JVM that crashes exits or aborts, as it happens
			assertThat(List.of(denied.exitCode(), allowed.exitCode())).isSubsetOf(1, ABORTED);
		}
	}

	private static ChildJvm.Outcome fail(String error, String option, String place, Path folder, Path effect,
			String... arguments) throws IOException {
		String command = "-XX:" + option + "=/usr/bin/touch${IFS}" + effect;
		ChildJvm jvm = ChildJvm.of(OutOfMemoryApplication.class)
			.options("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("error.log"))
			.arguments(error)
			.arguments(arguments);
		Path inner = Files.writeString(folder.resolve("inner"), command + "\n");
		Path outer = Files.writeString(folder.resolve("outer"), "-XX:VMOptionsFile=" + inner + "\n");
		switch (place) {
			case "file" -> jvm.options("@" + inner);
			case "nested" -> jvm.options("@" + outer);
			case "variable" -> jvm.environment("JAVA_TOOL_OPTIONS", command);
			default -> jvm.options(command);
		}
		return jvm.run();
	}

	@Test
	void floodIsCountedExactlyAndTakesNoMemory() {
		ChildJvm.Outcome outcome = ChildJvm.of(FloodApplication.class)
			.arguments("10", "10000", "2", "--seccomp.violations.history=40")
			.run();
		assertThat(outcome.line("allowed")).isEqualTo("0");
		assertThat(outcome.line("counted beyond the calls")).isEqualTo("0");
		assertThat(outcome.line("recent")).isEqualTo("40");
		assertThat(Long.parseLong(outcome.line("memory"))).isLessThan(4096);
		assertThat(Long.parseLong(outcome.line("calls"))).isGreaterThan(1000);
		assertThat(outcome.exitCode()).isZero();
	}

	private static ChildJvm.Outcome run(List<String> situations, String... arguments) {
		return ChildJvm.of(HangApplication.class)
			.arguments(situations.toArray(String[]::new))
			.arguments(arguments)
			.run();
	}

}
