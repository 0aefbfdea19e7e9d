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
import java.util.Set;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.syscall.SyscallTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IoUring}: a policy that denies a call which a ring can make denies the
 * creation of rings too.
 */
class IoUringTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	/** {@code IORING_OP_LAST} of Linux 6.19. */
	private static final int OPCODES = 65;

	@Test
	void resourceContainsEachOpcode() {
		assertThat(opcodes()).hasSize(OPCODES).startsWith("NOP", "READV").endsWith("NOP128", "URING_CMD128");
		assertThat(opcodes().indexOf("BIND")).isEqualTo(56);
		assertThat(opcodes().indexOf("LISTEN")).isEqualTo(57);
		assertThat(opcodes()).doesNotHaveDuplicates().noneMatch((opcode) -> opcode.contains("EXEC"));
	}

	@Test
	void callsAreKnown() {
		assertThat(IoUring.calls()).hasSizeGreaterThan(70)
			.contains("bind", "listen", "connect", "openat", "unlinkat", "socket")
			.allMatch((call) -> SyscallTable.isKnown(call) || call.equals("send") || call.equals("recv"))
			.doesNotContain("execve", "execveat", "clone", "fork", IoUring.SETUP);
	}

	@ParameterizedTest
	@EnumSource(value = Architecture.class, names = "I386", mode = EnumSource.Mode.EXCLUDE)
	void buildWhenRingCouldMakeDeniedCallDeniesRings(Architecture architecture) {
		SeccompPolicy policy = rule(SeccompPolicy.builder(architecture), "bind").build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
		assertThat(policy.rules(IoUring.SETUP)).singleElement()
			.satisfies((rule) -> assertThat(rule.source()).isEqualTo("syscalls[0]: io_uring could make bind"))
			.satisfies((rule) -> assertThat(rule.property()).isEqualTo("syscalls[0]"));
		assertThat(policy.bypassedByRings()).isEmpty();
		assertThat(policy.denials()).contains("bind (EPERM)", "io_uring, which could make bind (ENOSYS)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "errno", "kill_process", "kill_thread", "trap", "trace" })
	void buildWhenCallIsDeniedByAnyActionDeniesRings(String type) {
		Action action = (type.equals("errno")) ? EPERM : Action.of(ActionType.valueOf(type.toUpperCase()));
		SeccompPolicy policy = builder().rule("syscalls[0]", List.of("connect"), List.of(), List.of(), action).build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
	}

	@Test
	void buildWhenCallIsDeniedWithSomeArgumentsDeniesRings() {
		SeccompPolicy policy = builder()
			.rule("syscalls[0]", List.of("socket"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, 16)), EPERM)
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
	}

	@Test
	void buildWhenGroupContainsSuchCallDeniesRings() {
		SeccompPolicy policy = builder().rule("syscalls[0]", List.of(), List.of("address-families"), List.of(), EPERM)
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
	}

	@Test
	void buildOfReadyPolicyDeniesRings() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64, "ready.")
			.rule("ready.syscalls[0]", List.of("bind", "listen"), List.of(), List.of(), EPERM)
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
		assertThat(policy.source(IoUring.SETUP)).isEqualTo("ready.syscalls[0]");
	}

	/** No operation of a ring starts a program, so the default preset stays as it is. */
	@ParameterizedTest
	@ValueSource(strings = { "no-exec" })
	void buildWhenNoRingCouldMakeDeniedCallAllowsRings(String preset) {
		SeccompPolicy policy = builder().presets(List.of(preset)).build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ALLOW);
		assertThat(policy.bypassedByRings()).isEmpty();
	}

	@Test
	void buildWhenCallIsLoggedAllowsRings() {
		SeccompPolicy policy = builder()
			.rule("syscalls[0]", List.of("bind"), List.of(), List.of(), Action.of(ActionType.LOG))
			.presets(List.of("no-exec"))
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ALLOW);
	}

	/**
	 * An earlier rule of the user allows the call, so the preset's denial has no effect.
	 */
	@Test
	void buildWhenDenialHasNoEffectAllowsRings() {
		SeccompPolicy policy = builder().rule("syscalls[0]", List.of("bind"), List.of(), List.of(), Action.ALLOW)
			.rule("syscalls[1]", List.of("bind", "ptrace"), List.of(), List.of(), EPERM)
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ALLOW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "hardened", "web-service" })
	void buildWhenPresetDeniesRingsKeepsItsError(String preset) {
		SeccompPolicy policy = rule(builder(), "bind").presets(List.of(preset)).build();
		assertThat(policy.rules(IoUring.SETUP)).singleElement()
			.satisfies((rule) -> assertThat(rule.source()).isEqualTo("presets: " + preset))
			.satisfies((rule) -> assertThat(rule.action()).isEqualTo(EPERM));
	}

	@Test
	void buildWhenRuleAllowsRingsByNameAllowsThem() {
		SeccompPolicy policy = rule(builder(), "bind")
			.rule("syscalls[1]", List.of(IoUring.SETUP), List.of(), List.of(), Action.ALLOW)
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ALLOW);
		assertThat(policy.bypassedByRings()).containsExactly("bind");
	}

	@Test
	void buildWhenGroupAllowsRingsDeniesThem() {
		SeccompPolicy policy = rule(builder(), "bind")
			.rule("syscalls[1]", List.of(), List.of("io-uring"), List.of(), Action.ALLOW)
			.presets(List.of("hardened"))
			.build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
	}

	@Test
	void buildKeepsStricterRuleForRings() {
		ArgumentCondition large = ArgumentCondition.of(0, Operator.GT, 100);
		SeccompPolicy policy = rule(builder(), "bind")
			.rule("syscalls[1]", List.of(IoUring.SETUP), List.of(), List.of(large), Action.of(ActionType.KILL_PROCESS))
			.build();
		assertThat(policy.action(IoUring.SETUP, 101)).isEqualTo(Action.of(ActionType.KILL_PROCESS));
		assertThat(policy.action(IoUring.SETUP, 1)).isEqualTo(Action.ENOSYS);
	}

	@Test
	void buildWhenDefaultDeniesAndProfileAllowsRingsDeniesThem() {
		SeccompPolicy policy = builder().profile(new AllowingProfile(List.of("read", "write", IoUring.SETUP))).build();
		assertThat(policy.action(IoUring.SETUP)).isEqualTo(Action.ENOSYS);
	}

	private static PolicyBuilder builder() {
		return SeccompPolicy.builder(Architecture.X86_64);
	}

	private static PolicyBuilder rule(PolicyBuilder builder, String call) {
		return builder.rule("syscalls[0]", List.of(call), List.of(), List.of(), EPERM);
	}

	private static List<String> opcodes() {
		return Catalog.lines("io-uring.txt")
			.stream()
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.map((line) -> line.substring(0, line.indexOf(' ')))
			.toList();
	}

	/**
	 * A profile that denies by default.
	 *
	 * @param calls the allowed calls
	 */
	private record AllowingProfile(List<String> calls) implements PolicyProfile {

		@Override
		public String location() {
			return "profile.json";
		}

		@Override
		public Action defaultAction() {
			return EPERM;
		}

		@Override
		public List<SyscallRule> rules(Action defaultAction) {
			return this.calls.stream()
				.map((call) -> new SyscallRule(call, List.of(), Action.ALLOW, "profile: profile.json", call))
				.toList();
		}

		@Override
		public Set<String> ignored() {
			return Set.of();
		}

	}

}
