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

package dev.seccomp.policy;

import java.util.List;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeccompPolicy#deniesProcesses()}.
 */
class ProcessStartsTests {

	private static final Action DENY = Action.errno(Errno.EACCES);

	private static final long CLONE_VM = 0x100;

	private static final long CLONE_THREAD = 0x10000;

	private static final long CLONE_NEWUSER = 0x10000000;

	@ParameterizedTest
	@EnumSource(names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void deniesProcessesWhenPolicyIsPresetReturnsTrue(Architecture architecture) {
		for (String preset : List.of("no-exec", "hardened")) {
			assertThat(SeccompPolicy.builder(architecture).presets(List.of(preset)).build().deniesProcesses()).isTrue();
		}
		assertThat(rest(architecture, "acct").build().deniesProcesses()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void deniesProcessesWhenOneCallIsAllowedReturnsFalse(Architecture architecture) {
		for (String syscall : List.of("execve", "execveat", "fork", "clone", "clone3")) {
			SeccompPolicy policy = SeccompPolicy.builder(architecture)
				.rule("syscalls[0]", List.of(syscall), List.of(), List.of(ArgumentCondition.of(1, Operator.EQ, 1)),
						Action.ALLOW)
				.presets(List.of("no-exec"))
				.build();
			assertThat(policy.deniesProcesses()).as(syscall)
				.isEqualTo(architecture.syscalls().number(syscall).isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource(names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void deniesProcessesWhenThreadsAreAllowedReturnsTrue(Architecture architecture) {
		for (long shared : new long[] { CLONE_VM, CLONE_THREAD, CLONE_VM | CLONE_THREAD }) {
			assertThat(clone(architecture, shared, 0, DENY, Action.ALLOW)).isTrue();
			assertThat(clone(architecture, shared, shared, Action.ALLOW, DENY)).isTrue();
			assertThat(clone(architecture, shared, shared, DENY, Action.ALLOW)).isFalse();
			assertThat(clone(architecture, shared, 0, Action.ALLOW, DENY)).isFalse();
		}
		assertThat(clone(architecture, CLONE_NEWUSER | CLONE_THREAD, 0, DENY, Action.ALLOW)).isFalse();
		assertThat(clone(architecture, CLONE_NEWUSER, 0, DENY, Action.ALLOW)).isFalse();
		assertThat(clone(architecture, CLONE_NEWUSER, 0, Action.ALLOW, DENY)).isFalse();
		assertThat(clone(architecture, CLONE_NEWUSER | CLONE_THREAD, CLONE_THREAD, Action.ALLOW, DENY)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void deniesProcessesWhenPolicyIsAllowlistDependsOnCalls(Architecture architecture) {
		assertThat(SeccompPolicy.builder(architecture).defaultAction(DENY).build().deniesProcesses()).isTrue();
		assertThat(SeccompPolicy.builder(architecture)
			.rule("syscalls[0]", List.of("execve"), List.of(), List.of(), Action.ALLOW)
			.defaultAction(DENY)
			.build()
			.deniesProcesses()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void deniesProcessesWhenNoRuleForCloneDecidesUsesDefaultAction(Architecture architecture) {
		ArgumentCondition thread = ArgumentCondition.masked(architecture.cloneFlagsIndex(), CLONE_THREAD, CLONE_THREAD);
		assertThat(SeccompPolicy.builder(architecture)
			.rule("syscalls[0]", List.of("clone"), List.of(), List.of(thread), Action.ALLOW)
			.defaultAction(DENY)
			.build()
			.deniesProcesses()).isTrue();
		assertThat(rest(architecture, "execve", "execveat", "fork", "clone3")
			.rule("syscalls[1]", List.of("clone"), List.of(), List.of(thread), DENY)
			.build()
			.deniesProcesses()).isFalse();
	}

	private static boolean clone(Architecture architecture, long mask, long value, Action action, Action otherwise) {
		return rest(architecture, "execve", "execveat", "fork", "clone3")
			.rule("syscalls[1]", List.of("clone"), List.of(),
					List.of(ArgumentCondition.masked(architecture.cloneFlagsIndex(), mask, value)), action)
			.rule("syscalls[2]", List.of("clone"), List.of(), List.of(), otherwise)
			.build()
			.deniesProcesses();
	}

	private static PolicyBuilder rest(Architecture architecture, String... denied) {
		return SeccompPolicy.builder(architecture).rule("syscalls[0]", List.of(denied), List.of(), List.of(), DENY);
	}

}
