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
import java.util.List;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that native code in the process of the supervisor cannot have a denied call made.
 */
class SupervisorAttackTests {

	private static final String DENIED = "EACCES";

	private static final String CALLER = "caller after ";

	@TempDir
	Path folder;

	/** The attack is real: with nothing to guard the supervisor, the program runs. */
	@ParameterizedTest
	@ValueSource(strings = { "answer", "answer-garbage", "listen", "listen-next" })
	void deniedProgramRunsWithoutTheGuard(String attack) {
		ChildJvm.Outcome outcome = run(attack);
		assertThat(outcome.line("denied")).isEqualTo(DENIED);
		assertThat(effect()).exists();
	}

	@Test
	void pageStaysAsItIs() {
		Requirement.require(Files.isWritable(Path.of("/proc/sys/kernel/core_pattern")),
				"Only root can open the file of a mapping.");
		ChildJvm.Outcome outcome = run("page");
		for (PageAttack attack : PageAttack.all()) {
			assertThat(outcome.line("before " + attack.name())).as(attack.name()).isEqualTo(attack.before());
			assertThat(outcome.line("after " + attack.name())).as(attack.name()).isEqualTo(attack.after());
			assertThat(outcome.line("execve after " + attack.name())).as(attack.name()).isEqualTo(DENIED);
		}
		assertThat(outcome.line("answering")).isEqualTo("true");
		assertThat(effect()).doesNotExist();
	}

	@Test
	void nobodyElseHasACallMade() {
		ChildJvm.Outcome outcome = run("guarded");
		assertSupervisorAnswersAfterwards(outcome);
		assertOwnAnswersAreRefused(outcome);
		assertCallersAreLiedToAtWorst(outcome);
		assertNobodyElseListens(outcome);
		assertThat(effect()).doesNotExist();
	}

	/** Whoever installs the sealed program in the supervisor's place can but deny. */
	@Test
	void nobodyHasACallMadeByTheListenerOfTheNextFilter() {
		ChildJvm.Outcome outcome = run("guarded-next");
		assertThat(outcome.line("denied")).isEqualTo(DENIED);
		assertThat(outcome.line("next listener beside the supervisor's")).isEqualTo("EBUSY");
		assertThat(outcome.line("execve beside the supervisor's")).isEqualTo(DENIED);
		assertThat(outcome.line("execve once the listener is closed")).isEqualTo("ENOSYS");
		for (String offset : List.of("-16", "8", "16", "4294967296", "72057594037927936", "-9223372036854775808")) {
			assertThat(outcome.line("next listener, address off by " + offset)).as(offset).isEqualTo("EPERM");
		}
		assertThat(outcome.line("own listener")).isEqualTo("EPERM");
		assertThat(outcome.line("filters")).isEqualTo("2");
		assertThat(outcome.line("supervisor answers")).isEqualTo("false");
		assertOwnAnswersAreRefused(outcome);
		assertSuccessesAreNone(outcome);
		assertThat(outcome.line("page")).isEqualTo("EPERM");
		assertThat(outcome.line("execve once the next listener is closed")).isEqualTo("ENOSYS");
		assertThat(outcome.line("next listener once more")).isEqualTo("EPERM");
		assertThat(outcome.line("own listener under the next filter")).isEqualTo("EPERM");
		assertThat(outcome.line("execve in the end")).isEqualTo("ENOSYS");
		assertThat(effect()).doesNotExist();
	}

	private static void assertOwnAnswersAreRefused(ChildJvm.Outcome outcome) {
		for (String answer : List.of("own answer", "own answer that denies", "own answer, request with garbage",
				"address off by -16", "address off by 4", "address off by 20", "address off by 4294967296",
				"address off by 72057594037927936", "address off by -9223372036854775808")) {
			assertAnswer(outcome, answer, "EPERM", AttackedSupervisor.MARK);
		}
		assertAnswer(outcome, "flags of the listener", "0", AttackedSupervisor.MARK);
		if (Platform.architecture() == Architecture.X86_64) {
			assertAnswer(outcome, "int 0x80", "ENOSYS", AttackedSupervisor.MARK);
			assertAnswer(outcome, "x32", "ENOSYS", AttackedSupervisor.MARK);
		}
	}

	/**
	 * What remains: a caller that is told of a success, though nothing was done, and one
	 * that is told nothing until the listener is closed.
	 */
	private static void assertCallersAreLiedToAtWorst(ChildJvm.Outcome outcome) {
		assertSuccessesAreNone(outcome);
		assertThat(outcome.line("execve after a theft")).isEqualTo(DENIED);
		assertThat(outcome.line("stolen call has an answer")).isEqualTo("false");
		assertThat(outcome.line("caller once the listener is closed")).isEqualTo("ENOSYS");
	}

	private static void assertSuccessesAreNone(ChildJvm.Outcome outcome) {
		assertAnswer(outcome, "success that is none", "0", "0");
		assertThat(outcome.line("descriptor in its place")).isEqualTo("done");
		assertThat(Integer.parseInt(outcome.line(CALLER + "descriptor in its place"))).isPositive();
	}

	private static void assertNobodyElseListens(ChildJvm.Outcome outcome) {
		assertThat(outcome.line("execve once the listener is closed")).isEqualTo("ENOSYS");
		for (String listener : List.of("listener", "listener, operation with garbage", "listener, flags with garbage",
				"listener at the address of the next filter")) {
			assertThat(outcome.line(listener)).as(listener).isEqualTo("EPERM");
		}
		assertThat(outcome.line("filter without listener")).isEqualTo("0");
		assertThat(outcome.line("execve under a filter without listener")).isEqualTo("ENOSYS");
	}

	private static void assertAnswer(ChildJvm.Outcome outcome, String name, String result, String caller) {
		assertThat(outcome.line(name)).as(name).isEqualTo(result);
		assertThat(outcome.line(CALLER + name)).as(name).isEqualTo(caller);
	}

	private static void assertSupervisorAnswersAfterwards(ChildJvm.Outcome outcome) {
		assertThat(outcome.output().lines().filter((line) -> line.startsWith(CALLER))).isNotEmpty()
			.allSatisfy((line) -> {
				String name = line.substring(CALLER.length(), line.lastIndexOf(": "));
				assertThat(outcome.line("execve after " + name)).as(name).isEqualTo(DENIED);
			});
	}

	private ChildJvm.Outcome run(String attack) {
		ChildJvm.Outcome outcome = ChildJvm.of(AttackedSupervisor.class).arguments(attack, effect().toString()).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return outcome;
	}

	private Path effect() {
		return this.folder.resolve("effect");
	}

}
