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

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import dev.seccomp.bpf.BorderCalls;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.RandomPolicies;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecisionTable}: it decides as the compiled program of the policy.
 */
class DecisionTableTests {

	private static final long SEED = 20261126;

	private static final int POLICIES = 40;

	private static volatile Action sink = Action.ALLOW;

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void decideAgreesWithTheProgram(Architecture architecture) {
		Random random = new Random(SEED);
		RandomPolicies policies = new RandomPolicies(random);
		int compiled = 0;
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = policies.next(architecture);
			DecisionTable table = DecisionTable.of(policy);
			try {
				FilterProgram program = FilterCompiler.compile(policy);
				compiled++;
				new BorderCalls(policy, random, 10)
					.forEach((call) -> assertThat(table.decide(call.nr(), call.arch(), call.arguments()))
						.as("call %d with %s, seed %d: %s", call.nr(), Arrays.toString(call.arguments()), SEED, policy)
						.isEqualTo(program.run(call)));
			}
			catch (PolicyException ex) {
				assertThat(ex).message().containsAnyOf("the kernel", "conditions on its arguments");
			}
		}
		assertThat(compiled).isGreaterThan(POLICIES / 2);
	}

	@Test
	void decideWhenArgumentsAreMissingTakesThemAsZero() {
		DecisionTable table = DecisionTable
			.of(SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build());
		int clone = Architecture.X86_64.syscalls().number("clone").orElseThrow();
		int audit = Architecture.X86_64.audit();
		assertThat(table.decide(clone, audit, new long[0])).isEqualTo(table.decide(clone, audit, new long[6]));
	}

	@Test
	void decideAllocatesNothing() {
		DecisionTable table = DecisionTable
			.of(SeccompPolicy.builder(Architecture.X86_64).presets(List.of("web-service")).build());
		long[] arguments = new long[6];
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		decideAll(table, arguments);
		long before = threads.getCurrentThreadAllocatedBytes();
		long own = threads.getCurrentThreadAllocatedBytes() - before;
		before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 1000; i++) {
			decideAll(table, arguments);
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(own);
	}

	private static void decideAll(DecisionTable table, long[] arguments) {
		for (int number = 0; number < 400; number++) {
			sink = table.decide(number, Architecture.X86_64.audit(), arguments);
		}
	}

}
