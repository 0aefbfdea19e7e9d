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

package dev.seccomp.filter;

import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link JvmCheck}.
 */
class JvmCheckTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	@ParameterizedTest
	@ValueSource(strings = { "futex", "sched_yield", "rt_sigreturn", "rt_sigaction", "rt_sigprocmask", "sigaltstack",
			"madvise", "mmap", "munmap", "mprotect", "mremap", "brk", "gettid", "getpid", "tgkill", "close", "read",
			"write", "clone", "clone3", "set_robust_list", "rseq", "sched_getaffinity", "clock_gettime",
			"clock_nanosleep", "restart_syscall", "exit", "exit_group", "prctl", "getrandom" })
	void checkWhenNeededCallIsDeniedThrowsException(String syscall) {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> check(syscall, EPERM)).satisfies((ex) -> {
			assertThat(ex.getProperty()).isEqualTo("syscalls[0]");
			assertThat(ex.getValue()).isEqualTo(syscall);
			assertThat(ex.getReason()).contains("would break the JVM").contains(syscall + " (EPERM) for ");
		});
	}

	@ParameterizedTest
	@EnumSource(value = ActionType.class, names = { "KILL_PROCESS", "KILL_THREAD", "TRAP", "TRACE" })
	void checkWhenActionDeniesThrowsException(ActionType type) {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> check("futex", Action.of(type)));
	}

	@Test
	void checkWhenNeededCallIsLoggedPasses() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("futex"), List.of(), List.of(), Action.of(ActionType.LOG))
			.presets(List.of("no-exec"))
			.build();
		assertThatNoException().isThrownBy(() -> check(policy));
	}

	@Test
	void checkWhenClone3GetsEnosysPasses() {
		assertThatNoException().isThrownBy(() -> check("clone3", Action.ENOSYS));
	}

	@Test
	void checkWhenAllowlistLacksNeededCallsThrowsException() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.defaultAction(EPERM)
			.rule("syscalls[0]", List.of("read", "write"), List.of(), List.of(), Action.ALLOW)
			.build();
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> check(policy)).satisfies((ex) -> {
			assertThat(ex.getProperty()).isEqualTo("default-action");
			assertThat(ex.getReason()).contains("futex (EPERM)").contains("mmap (EPERM)").doesNotContain("read (");
		});
	}

	@Test
	void checkTestsArgumentsThatJvmUses() {
		ArgumentCondition executable = ArgumentCondition.masked(2, 4, 4);
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> check("mprotect", EPERM, executable))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("mprotect"));
		ArgumentCondition hugePages = ArgumentCondition.masked(3, 0x40000, 0x40000);
		assertThatNoException().isThrownBy(() -> check("mmap", EPERM, hugePages));
	}

	@ParameterizedTest
	@EnumSource(value = Architecture.class, names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void checkWhenPresetPasses(Architecture architecture) {
		for (String preset : Catalog.get().presets()) {
			SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
			assertThatNoException().isThrownBy(() -> check(policy));
		}
	}

	private static void check(String syscall, Action action, ArgumentCondition... conditions) {
		check(SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of(syscall), List.of(), List.of(conditions), action)
			.build());
	}

	private static void check(SeccompPolicy policy) {
		JvmCheck.check(policy, DecisionTable.of(policy));
	}

}
