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

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link SeccompPolicy}.
 */
class SeccompPolicyTests {

	private static final long SEED = 42;

	/** Few values, so that the conditions of the groups hold for many calls. */
	private static final long[] VALUES = { 0, 1, 2, 10, 15, 16, 38, 256, 0x4111, 0x10000, 0x10020000, 0x10000100,
			0x2000, 0x6000, 0xffffffffL };

	static Stream<Arguments> policies() {
		return Stream.of(Architecture.X86_64, Architecture.S390X)
			.flatMap((architecture) -> Stream.of("no-exec", "hardened", "web-service")
				.map((preset) -> arguments(architecture, preset)));
	}

	/** A rule with them opens nothing that a call of another kind would do. */
	@ParameterizedTest
	@MethodSource("policies")
	void conditionsSelectCallsOfOneDecisionAndRisk(Architecture architecture, String preset) {
		SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
		Random random = new Random(SEED);
		int denied = 0;
		int similar = 0;
		for (String syscall : List.of("clone", "socket", "socketpair", "prctl", "mknod", "execve")) {
			for (int i = 0; i < 200; i++) {
				long[] call = values(random);
				List<ArgumentCondition> conditions = policy.conditions(syscall, call);
				assertThat(meets(conditions, call)).isTrue();
				long[] other = values(random);
				if (meets(conditions, other)) {
					similar++;
					assertThat(policy.rule(syscall, other)).as("%s %s, seed %s", syscall, Arrays.toString(other), SEED)
						.isEqualTo(policy.rule(syscall, call));
					assertThat(Risk.of(architecture, syscall, other)).isEqualTo(Risk.of(architecture, syscall, call));
				}
				denied += (policy.action(syscall, call).denies()) ? 1 : 0;
			}
		}
		assertThat(denied).isPositive();
		assertThat(similar).isPositive();
	}

	private static long[] values(Random random) {
		return random.ints(6, 0, VALUES.length).mapToLong((index) -> VALUES[index]).toArray();
	}

	private static boolean meets(List<ArgumentCondition> conditions, long[] arguments) {
		return conditions.stream().allMatch((condition) -> condition.test(arguments[condition.index()]));
	}

}
