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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolicyLimits}: a policy of an absurd size is refused before any work
 * that depends on the size more than linearly.
 */
class PolicyLimitsTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final int HUGE = 100_000;

	private static final String TOO_MANY_CALLS = "The rules of the policy name more than 10000 system calls in total.";

	@Test
	void ruleWhenNamesAreAtLimitPasses() {
		SeccompPolicy policy = builder()
			.rule("syscalls[0]", Collections.nCopies(PolicyLimits.CALLS, "chroot"), List.of(), List.of(), EPERM)
			.build();
		assertThat(policy.action("chroot")).isEqualTo(EPERM);
	}

	@Test
	void ruleWhenNamesExceedLimitThrowsException() {
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> builder().rule("syscalls[0]", Collections.nCopies(HUGE, "chroot"), List.of(), List.of(),
					EPERM))
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("syscalls[0]"))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(TOO_MANY_CALLS))
			.satisfies((ex) -> assertThat(ex.getRemedy()).startsWith("Name each call once"));
	}

	@Test
	void rulesWhenEachNamesOneCallCountTogether() {
		PolicyBuilder builder = builder();
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> {
			for (int i = 0; i < HUGE; i++) {
				builder.rule("syscalls[" + i + "]", List.of("chroot"), List.of(), List.of(), EPERM);
			}
		}).satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("syscalls[10000]"));
	}

	@Test
	void ruleWhenGroupsExceedLimitThrowsException() {
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> builder().rule("syscalls[0]", List.of(), Collections.nCopies(HUGE, "debugging"),
					List.of(), EPERM))
			.withMessageContaining(TOO_MANY_CALLS);
	}

	@Test
	void presetsWhenTheyExceedLimitThrowsException() {
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> builder().presets(Collections.nCopies(HUGE, "hardened")))
			.satisfies((ex) -> assertThat(ex.getProperty()).isEqualTo("presets"))
			.withMessageContaining(TOO_MANY_CALLS);
	}

	@Test
	void rulesForOneCallWhenTheyExceedLimitThrowException() {
		PolicyBuilder builder = builder();
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> {
			for (int i = 0; i < 3000; i++) {
				builder.rule("syscalls[" + i + "]", List.of("socket"), List.of(),
						List.of(ArgumentCondition.of(0, Operator.EQ, i)), EPERM);
			}
		}).satisfies((ex) -> {
			assertThat(ex.getProperty()).isEqualTo("syscalls[2048]");
			assertThat(ex.getValue()).isEqualTo("socket");
			assertThat(ex.getReason())
				.isEqualTo("The rules for the call have more than 2048 conditions on its arguments in total.");
		});
	}

	@Test
	void ruleWhenConditionsExceedLimitThrowsException() {
		List<ArgumentCondition> conditions = new ArrayList<>();
		for (int i = 0; i < HUGE; i++) {
			conditions.add(ArgumentCondition.of(0, Operator.NE, i));
		}
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> builder().rule("syscalls[0]", List.of("socket"), List.of(), conditions, EPERM))
			.withMessageContaining("more than 2048 conditions");
	}

	@Test
	void messageContainsBeginningOfLongName() {
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(
					() -> builder().rule("syscalls[0]", List.of("x".repeat(1_000_000)), List.of(), List.of(), EPERM))
			.satisfies((ex) -> assertThat(ex.getValue()).startsWith("xxx").endsWith("x... (1000000 characters)"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500))
			.satisfies((ex) -> assertThat(ex.getRemedy()).hasSizeLessThan(200));
	}

	private static PolicyBuilder builder() {
		return SeccompPolicy.builder(Architecture.X86_64);
	}

}
