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

package dev.seccomp.bpf;

import java.util.List;
import java.util.Random;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outcomes}.
 */
class OutcomesTests {

	private static final int POLICIES = 20;

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private static final Action EPERM = Action.errno(Errno.EPERM);

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void outcomesContainDecisionForAllArguments(Architecture architecture) {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		RandomPolicies policies = new RandomPolicies(random);
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = policies.next(architecture);
			FilterProgram program = FilterCompiler.compile(policy);
			new BorderCalls(policy, random, 20).forEach(
					(call) -> assertThat(program.outcomes(call.nr(), call.arch())).as("seed %s, %s", seed, call.nr())
						.contains(program.run(call)));
		}
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void outcomesWhenCallIsUnconditionalHaveOneAction(Architecture architecture) {
		FilterProgram program = FilterCompiler
			.compile(SeccompPolicy.builder(architecture).presets(List.of("hardened")).build());
		assertOutcomes(program, "getpid", Action.ALLOW);
		assertOutcomes(program, "execve", EACCES);
		assertOutcomes(program, "clone", Action.ALLOW, EACCES, EPERM);
		assertOutcomes(program, "mknodat", Action.ALLOW, EPERM);
		assertThat(program.outcomes(0, 0)).containsExactly(Action.ENOSYS);
		assertThat(program.outcomes(-1, architecture.audit())).containsExactly(Action.ENOSYS);
	}

	@Test
	void outcomesWhenNumberIsTestedTwiceStayExact() {
		FilterProgram program = new FilterProgram(Architecture.X86_64,
				List.of(new Instruction(0x20, 0, 0, 16), new Instruction(0x15, 0, 2, 1),
						new Instruction(0x06, 0, 0, Action.ALLOW.returnValue()), new Instruction(0x06, 0, 0, 0),
						new Instruction(0x20, 0, 0, 0), new Instruction(0x54, 0, 0, 0xf),
						new Instruction(0x15, 0, 1, 3), new Instruction(0x06, 0, 0, EPERM.returnValue()),
						new Instruction(0x06, 0, 0, EACCES.returnValue())));
		assertThat(program.outcomes(0x13, 0)).containsExactlyInAnyOrder(Action.ALLOW, EPERM);
		assertThat(program.outcomes(0x14, 0)).containsExactlyInAnyOrder(Action.ALLOW, EACCES);
	}

	private static void assertOutcomes(FilterProgram program, String syscall, Action... actions) {
		Architecture architecture = program.architecture();
		assertThat(program.outcomes(architecture.syscalls().number(syscall).orElseThrow(), architecture.audit()))
			.as("%s on %s", syscall, architecture)
			.containsExactlyInAnyOrder(actions);
	}

}
