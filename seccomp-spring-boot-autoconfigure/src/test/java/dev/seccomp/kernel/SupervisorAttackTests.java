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
 * Tests that native code in the process of the supervisor cannot let a denied call
 * through.
 */
class SupervisorAttackTests {

	private static final String DENIED = "EACCES";

	private static final String CALLER = "caller after ";

	@TempDir
	Path folder;

	/** The attack is real: without guard rules, the program runs. */
	@ParameterizedTest
	@ValueSource(strings = { "respond", "respond-garbage", "listen", "listen-next" })
	void attackWhenUnguardedRunsDeniedProgram(String attack) {
		ChildJvm.Outcome outcome = run(attack);
		assertThat(outcome.line("denied")).isEqualTo(DENIED);
		assertThat(effect()).exists();
	}

	@Test
	void attackOnPageWhenGuardedLeavesPageUnchanged() {
		Requirement.require(Files.isWritable(Path.of("/proc/sys/kernel/core_pattern")),
				"Only root can open the file of a mapping.");
		ChildJvm.Outcome outcome = run("page");
		for (PageAttack attack : PageAttack.all()) {
			assertThat(outcome.line("before " + attack.name())).as(attack.name()).isEqualTo(attack.before());
			assertThat(outcome.line("after " + attack.name())).as(attack.name()).isEqualTo(attack.after());
			assertThat(outcome.line("execve after " + attack.name())).as(attack.name()).isEqualTo(DENIED);
		}
		assertThat(outcome.line("responding")).isEqualTo("true");
		assertThat(effect()).doesNotExist();
	}

	@Test
	void attackWhenGuardedLetsNoCallThrough() throws Exception {
		ChildJvm.Outcome outcome = run("guarded");
		assertSupervisorRespondsAfterwards(outcome);
		assertOwnResponsesAreRefused(outcome);
		assertOnlyFalseSuccessAndDelayArePossible(outcome);
		assertNoOtherListener(outcome);
		assertThat(effect()).doesNotExist();
	}

	/**
	 * A process that installs the sealed program instead of the supervisor can only deny
	 * calls.
	 */
	@Test
	void attackWithNextFilterLetsNoCallThrough() throws Exception {
		ChildJvm.Outcome outcome = run("guarded-next");
		assertThat(outcome.line("denied")).isEqualTo(DENIED);
		assertThat(outcome.line("next listener next to the supervisor's")).isEqualTo("EBUSY");
		assertThat(outcome.line("execve next to the supervisor's listener")).isEqualTo(DENIED);
		assertThat(outcome.line("execve with the listener closed")).isEqualTo("ENOSYS");
		for (String offset : List.of("-16", "8", "16", "4294967296", "72057594037927936", "-9223372036854775808")) {
			assertThat(outcome.line("next listener, address off by " + offset)).as(offset).isEqualTo("EPERM");
		}
		assertThat(outcome.line("own listener")).isEqualTo("EPERM");
		assertThat(outcome.line("filters")).isEqualTo("2");
		assertThat(outcome.line("supervisor responds")).isEqualTo("false");
		assertOwnResponsesAreRefused(outcome);
		assertFalseSuccessIsNotExecuted(outcome);
		assertThat(outcome.line("page")).isEqualTo("EPERM");
		assertThat(outcome.line("execve with the next listener closed")).isEqualTo("ENOSYS");
		assertThat(outcome.line("next listener again")).isEqualTo("EPERM");
		assertThat(outcome.line("own listener under the next filter")).isEqualTo("EPERM");
		assertThat(outcome.line("execve at the end")).isEqualTo("ENOSYS");
		assertThat(effect()).doesNotExist();
	}

	private static void assertOwnResponsesAreRefused(ChildJvm.Outcome outcome) throws Exception {
		for (String response : List.of("own response", "own response that denies", "own response, request with garbage",
				"address off by -16", "address off by 4", "address off by 20", "address off by 4294967296",
				"address off by 72057594037927936", "address off by -9223372036854775808")) {
			assertResponse(outcome, response, "EPERM", AttackedSupervisor.MARK);
		}
		assertResponse(outcome, "flags of the listener", "0", AttackedSupervisor.MARK);
		if (Platform.architecture() == Architecture.X86_64) {
			if (MachineCode.canMakeInt80()) {
				assertResponse(outcome, "int 0x80", "ENOSYS", AttackedSupervisor.MARK);
			}
			assertResponse(outcome, "x32", "ENOSYS", AttackedSupervisor.MARK);
		}
	}

	/**
	 * An attacker can report success for a call that was not executed, and delay a
	 * response until the listener is closed.
	 */
	private static void assertOnlyFalseSuccessAndDelayArePossible(ChildJvm.Outcome outcome) {
		assertFalseSuccessIsNotExecuted(outcome);
		assertThat(outcome.line("execve after the theft")).isEqualTo(DENIED);
		assertThat(outcome.line("stolen call has a response")).isEqualTo("false");
		assertThat(outcome.line("caller with the listener closed")).isEqualTo("ENOSYS");
	}

	private static void assertFalseSuccessIsNotExecuted(ChildJvm.Outcome outcome) {
		assertResponse(outcome, "success without execution", "0", "0");
		assertThat(outcome.line("descriptor instead of a response")).isEqualTo("done");
		assertThat(Integer.parseInt(outcome.line(CALLER + "descriptor instead of a response"))).isPositive();
	}

	private static void assertNoOtherListener(ChildJvm.Outcome outcome) {
		assertThat(outcome.line("execve with the listener closed")).isEqualTo("ENOSYS");
		for (String listener : List.of("listener", "listener, operation with garbage", "listener, flags with garbage",
				"listener at the address of the next filter")) {
			assertThat(outcome.line(listener)).as(listener).isEqualTo("EPERM");
		}
		assertThat(outcome.line("filter without listener")).isEqualTo("0");
		assertThat(outcome.line("execve under a filter without listener")).isEqualTo("ENOSYS");
	}

	private static void assertResponse(ChildJvm.Outcome outcome, String name, String result, String caller) {
		assertThat(outcome.line(name)).as(name).isEqualTo(result);
		assertThat(outcome.line(CALLER + name)).as(name).isEqualTo(caller);
	}

	private static void assertSupervisorRespondsAfterwards(ChildJvm.Outcome outcome) {
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
