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
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kernel's action cache covers the calls that a policy allows
 * unconditionally.
 */
class ActionCacheTests {

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileWhenPresetCachesAllowedCalls(Architecture architecture) {
		for (String preset : List.of("no-exec", "hardened")) {
			SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
			int cached = requireCached(policy, FilterCompiler.compile(policy), preset);
			assertThat(cached).as("%s on %s", preset, architecture)
				.isGreaterThan(architecture.syscalls().names().size() * 2 / 3);
		}
	}

	@Test
	void allowedCallsOfPoliciesAtRandomAreCached() {
		long seed = 1;
		RandomPolicies policies = new RandomPolicies(new Random(seed));
		int cached = 0;
		for (int i = 0; i < 100; i++) {
			for (Architecture architecture : Architecture.supported()) {
				SeccompPolicy policy = policies.next(architecture);
				cached += requireCached(policy, FilterCompiler.compile(policy), "seed " + seed);
			}
		}
		assertThat(cached).as("seed %s", seed).isGreaterThan(30_000);
	}

	@Test
	void compileWhenCallIsConditionalOrLoggedDoesNotCache() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build();
		FilterProgram program = FilterCompiler.compile(policy);
		assertThat(isConstantAllow(program, 0)).isTrue();
		assertThat(isConstantAllow(program, number("clone"))).isFalse();
		assertThat(isConstantAllow(program, number("execve"))).isFalse();
	}

	/** Every number that the policy allows whatever the arguments are, and no other. */
	private static int requireCached(SeccompPolicy policy, FilterProgram program, String context) {
		int cached = 0;
		for (int nr = 0; nr <= policy.architecture().syscalls().last(); nr++) {
			boolean constant = isConstantAllow(program, nr);
			if (isAllowedAlways(policy, nr)) {
				assertThat(constant).as("%s, %s on %s", context, nr, policy).isTrue();
				cached++;
			}
			else if (constant) {
				assertThat(isAllowedByAllRules(policy, nr)).as("%s, %s on %s", context, nr, policy).isTrue();
			}
		}
		return cached;
	}

	private static boolean isAllowedAlways(SeccompPolicy policy, int nr) {
		List<SyscallRule> rules = rules(policy, nr);
		return (rules.isEmpty()) ? policy.defaultAction().equals(Action.ALLOW)
				: rules.get(0).isUnconditional() && rules.get(0).action().equals(Action.ALLOW);
	}

	/** The compiler may leave out conditions that never hold or make no difference. */
	private static boolean isAllowedByAllRules(SeccompPolicy policy, int nr) {
		SeccompData call = new SeccompData(nr, policy.architecture().audit(), 0, 0, 0, 0, 0, 0);
		ReferenceEvaluator evaluator = new ReferenceEvaluator(policy);
		boolean[] allowed = { evaluator.decide(call).equals(Action.ALLOW) };
		new BorderCalls(policy, new Random(nr), 100).forEach((other) -> {
			if (other.nr() == nr && other.arch() == call.arch()) {
				allowed[0] &= evaluator.decide(other).equals(Action.ALLOW);
			}
		});
		return allowed[0];
	}

	private static List<SyscallRule> rules(SeccompPolicy policy, int nr) {
		String name = policy.architecture().syscalls().name(nr);
		return policy.rules().stream().filter((rule) -> rule.syscall().equals(name)).toList();
	}

	private static int number(String syscall) {
		return Architecture.X86_64.syscalls().number(syscall).orElseThrow();
	}

	/**
	 * Implements {@code seccomp_is_const_allow} of {@code kernel/seccomp.c}, which runs
	 * when a filter is attached. The program must return ALLOW after it has tested only
	 * the number and the architecture.
	 */
	private static boolean isConstantAllow(FilterProgram program, int nr) {
		int accumulator = 0;
		for (int pc = 0; pc < program.instructions().size(); pc++) {
			Instruction instruction = program.instructions().get(pc);
			switch (instruction.code()) {
				case 0x20 -> {
					if (instruction.k() != 0 && instruction.k() != 4) {
						return false;
					}
					accumulator = (instruction.k() == 0) ? nr : program.architecture().audit();
				}
				case 0x06 -> {
					return instruction.k() == 0x7fff0000;
				}
				case 0x05 -> pc += instruction.k();
				case 0x15 -> pc += (accumulator == instruction.k()) ? instruction.jt() : instruction.jf();
				case 0x35 -> pc += (Integer.compareUnsigned(accumulator, instruction.k()) >= 0) ? instruction.jt()
						: instruction.jf();
				case 0x25 -> pc += (Integer.compareUnsigned(accumulator, instruction.k()) > 0) ? instruction.jt()
						: instruction.jf();
				case 0x45 -> pc += ((accumulator & instruction.k()) != 0) ? instruction.jt() : instruction.jf();
				case 0x54 -> accumulator &= instruction.k();
				default -> {
					return false;
				}
			}
		}
		throw new AssertionError("The program does not end with a return instruction");
	}

}
