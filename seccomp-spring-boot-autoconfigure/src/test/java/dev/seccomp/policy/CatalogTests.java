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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.syscall.SyscallTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Catalog}.
 */
class CatalogTests {

	/** {@code CLONE_NEW*} of {@code linux/sched.h}. */
	private static final long NAMESPACE_FLAGS = 0x7e020000;

	private final Catalog catalog = Catalog.get();

	@Test
	void groupsReturnsDocumentedNames() {
		assertThat(this.catalog.groups()).containsExactlyInAnyOrder("process-execution", "fileless-execution",
				"debugging", "kernel-modules", "namespaces-and-mounts", "bpf-and-perf", "userfaultfd", "io-uring",
				"keyring", "raw-io", "clock", "swap", "administration", "obsolete", "address-families");
	}

	@Test
	void groupMembersAreKnownCallsWithReasons() {
		for (SyscallGroup group : groups()) {
			assertThat(group.subject()).isNotBlank();
			assertThat(group.members()).isNotEmpty();
			for (SyscallGroup.Member member : group.members()) {
				assertThat(SyscallTable.isKnown(member.syscall())).as(member.syscall()).isTrue();
				assertThat(member.reason()).as(member.syscall()).isNotBlank();
			}
		}
	}

	/** Except for clone and clone3, which create processes, threads and namespaces. */
	@Test
	void groupsAreDisjoint() {
		Map<String, String> seen = new HashMap<>();
		for (SyscallGroup group : groups()) {
			for (SyscallGroup.Member member : group.members()) {
				String first = seen.putIfAbsent(member.syscall(), group.name());
				assertThat(first).as(member.syscall())
					.satisfiesAnyOf((name) -> assertThat(name).isIn(null, group.name()),
							(name) -> assertThat(member.syscall()).startsWith("clone"));
			}
		}
	}

	@Test
	void presetDeniesGroupsWithErrors() {
		assertThat(this.catalog.presets()).contains(Preset.DEFAULT, "hardened");
		for (String name : this.catalog.presets()) {
			Preset preset = this.catalog.preset(name).orElseThrow();
			assertThat(preset.description()).isNotBlank();
			assertThat(preset.denials()).isNotEmpty().allSatisfy((denial) -> {
				assertThat(this.catalog.groups()).contains(denial.group().name());
				assertThat(denial.action().type()).isEqualTo(ActionType.ERRNO);
				assertThat(Errno.name(denial.action().data())).startsWith("E");
			});
		}
		assertThat(this.catalog.preset("hardened").orElseThrow().denials())
			.extracting((denial) -> denial.group().name())
			.containsExactlyInAnyOrderElementsOf(this.catalog.groups());
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void presetWhenBuiltHasRules(Architecture architecture) {
		for (String preset : this.catalog.presets()) {
			SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
			assertThat(policy.rules()).isNotEmpty();
			assertThat(policy.deniesAlways("execve")).isTrue();
			assertThat(policy.deniesAlways("read")).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void noExecWhenCloneHasCloneThreadAllowsIt(Architecture architecture) {
		SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(Preset.DEFAULT)).build();
		SyscallRule clone = policy.rules().stream().filter((rule) -> rule.syscall().equals("clone")).findFirst().get();
		assertThat(clone.conditions())
			.containsExactly(ArgumentCondition.masked(architecture.cloneFlagsIndex(), 0x10000, 0));
		assertThat(clone.action()).isEqualTo(Action.errno(Errno.EACCES));
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void namespaceGroupWhenCloneHasNamespaceFlagDeniesIt(Architecture architecture) {
		SeccompPolicy policy = SeccompPolicy.builder(architecture)
			.rule("syscalls[0]", List.of(), List.of("namespaces-and-mounts"), List.of(), Action.errno(Errno.EPERM))
			.build();
		for (int bit = 0; bit < Long.SIZE; bit++) {
			long[] arguments = new long[architecture.cloneFlagsIndex() + 1];
			arguments[architecture.cloneFlagsIndex()] = 1L << bit;
			boolean namespace = ((1L << bit) & NAMESPACE_FLAGS) != 0;
			assertThat(policy.source("clone", arguments)).as("bit %s", bit)
				.isEqualTo((namespace) ? "syscalls[0]" : "default-action");
		}
		assertThat(policy.deniesAlways("clone3")).isTrue();
	}

	/** With any other error the JVM cannot start threads. */
	@Test
	void clone3WhenGroupIsDeniedReturnsEnosys() {
		for (Action action : List.of(Action.errno(Errno.EPERM), Action.of(ActionType.KILL_PROCESS))) {
			SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
				.rule("syscalls[0]", List.of(), List.of("process-execution"), List.of(), action)
				.build();
			assertThat(policy.rules().stream().collect(Collectors.toMap(SyscallRule::syscall, SyscallRule::action)))
				.containsEntry("clone3", Action.ENOSYS)
				.containsEntry("execve", action);
		}
	}

	@Test
	void groupWhenAllowedAllowsAllMembers() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.defaultAction(Action.errno(Errno.EPERM))
			.rule("syscalls[0]", List.of(), List.of("process-execution"), List.of(), Action.ALLOW)
			.build();
		assertThat(policy.rules()).isNotEmpty().allSatisfy((rule) -> assertThat(rule.action()).isEqualTo(Action.ALLOW));
	}

	private List<SyscallGroup> groups() {
		return this.catalog.groups().stream().map((name) -> this.catalog.group(name).orElseThrow()).toList();
	}

}
