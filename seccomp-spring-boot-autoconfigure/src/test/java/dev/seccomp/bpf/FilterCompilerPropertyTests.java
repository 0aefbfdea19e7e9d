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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the programs of {@link FilterCompiler} implement random policies.
 */
class FilterCompilerPropertyTests {

	private static final int POLICIES = 300;

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void programDecidesAsThePolicySays(Architecture architecture) {
		long seed = 1;
		Random random = new Random(seed);
		RandomPolicies policies = new RandomPolicies(random);
		Coverage coverage = new Coverage();
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = policies.next(architecture);
			FilterProgram program = compile(policy, coverage);
			if (program != null) {
				ReferenceEvaluator evaluator = new ReferenceEvaluator(policy);
				new BorderCalls(policy, random, 60).forEach((call) -> {
					coverage.add(evaluator.rule(call));
					check(policy, program, evaluator, call, seed);
				});
			}
		}
		System.out.println(architecture + ", seed " + seed + ": " + coverage);
		assertThat(coverage.cases).as("cases, seed %s", seed).isGreaterThan(150_000);
		assertThat(coverage.byConditions).as("decided by conditions, seed %s", seed).isGreaterThan(coverage.cases / 10);
		assertThat(coverage.widened).as("widened, seed %s", seed).isGreaterThan(POLICIES / 60);
		assertThat(coverage.rejected).as("refused, seed %s", seed).isLessThan(POLICIES / 10);
	}

	/** Tests one condition on one argument with each value that a border separates. */
	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileWhenOneConditionKeepsDecisionAtBorders(Architecture architecture) {
		long[] arguments = around(RandomPolicies.BORDERS);
		int nr = architecture.syscalls().number("lseek").orElseThrow();
		for (Operator operator : Operator.values()) {
			for (long value : RandomPolicies.BORDERS) {
				for (long mask : (operator == Operator.MASKED_EQ) ? arguments : new long[] { ArgumentCondition.ALL }) {
					for (int index = 0; index < 6; index += 5) {
						SeccompPolicy policy = SeccompPolicy.builder(architecture)
							.rule("syscalls[0]", List.of("lseek"), List.of(),
									List.of(new ArgumentCondition(index, operator, value, mask)), Action.errno(1))
							.build();
						FilterProgram program = FilterCompiler.compile(policy);
						ReferenceEvaluator evaluator = new ReferenceEvaluator(policy);
						for (long argument : arguments) {
							long[] all = new long[6];
							all[index] = argument;
							check(policy, program, evaluator, new SeccompData(nr, architecture.audit(), all), 0);
						}
					}
				}
			}
		}
	}

	/** Tests two conditions on one argument, because the compiler merges their tests. */
	@Test
	void compileWhenTwoConditionsKeepsDecisionAtBorders() {
		long[] values = { 0, 1, 0xFFFFFFFFL, 1L << 32, (1L << 32) + 1, 1L << 63, -1 };
		long[] arguments = around(values);
		for (Architecture architecture : List.of(Architecture.X86_64, Architecture.S390X)) {
			int nr = architecture.syscalls().number("lseek").orElseThrow();
			for (Operator first : Operator.values()) {
				for (Operator second : Operator.values()) {
					for (long one : values) {
						for (long other : values) {
							SeccompPolicy policy = SeccompPolicy.builder(architecture)
								.rule("syscalls[0]", List.of("lseek"), List.of(),
										List.of(ArgumentCondition.of(2, first, one)), Action.errno(1))
								.rule("syscalls[1]", List.of("lseek"), List.of(),
										List.of(ArgumentCondition.of(2, second, other)), Action.errno(2))
								.build();
							FilterProgram program = FilterCompiler.compile(policy);
							ReferenceEvaluator evaluator = new ReferenceEvaluator(policy);
							for (long argument : arguments) {
								check(policy, program, evaluator,
										new SeccompData(nr, architecture.audit(), 0, 0, argument, 0, 0, 0), 0);
							}
						}
					}
				}
			}
		}
	}

	private static @Nullable FilterProgram compile(SeccompPolicy policy, Coverage coverage) {
		try {
			FilterProgram program = FilterCompiler.compile(policy);
			coverage.add(program);
			return program;
		}
		catch (PolicyException ex) {
			assertThat(ex).hasMessageContaining("The kernel accepts at most 4096");
			coverage.rejected++;
			return null;
		}
	}

	private static void check(SeccompPolicy policy, FilterProgram program, ReferenceEvaluator evaluator,
			SeccompData call, long seed) {
		Action expected = evaluator.decide(call);
		Action actual = program.run(call);
		if (!actual.equals(expected)) {
			throw new AssertionError("Expected " + expected + " but was " + actual + " for call " + call.nr() + " of 0x"
					+ Integer.toHexString(call.arch()) + " with " + hex(call.arguments()) + ", seed " + seed
					+ ", policy " + policy);
		}
	}

	private static List<String> hex(long[] values) {
		return Arrays.stream(values).mapToObj(Long::toHexString).toList();
	}

	private static long[] around(long[] values) {
		return Arrays.stream(values)
			.flatMap((value) -> Arrays.stream(new long[] { value - 1, value, value + 1 }))
			.distinct()
			.toArray();
	}

	/**
	 * The contents of the generated cases.
	 */
	private static final class Coverage {

		private long cases;

		private long byConditions;

		private long widened;

		private long rejected;

		private final List<Integer> sizes = new ArrayList<>();

		void add(@Nullable SyscallRule rule) {
			this.cases++;
			if (rule != null && !rule.isUnconditional()) {
				this.byConditions++;
			}
		}

		void add(FilterProgram program) {
			// The interpreter takes whole numbers; the kernel gets the lowest 8 bits
			assertThat(program.instructions()).allMatch((instruction) -> instruction.jt() <= Instruction.FURTHEST
					&& instruction.jf() <= Instruction.FURTHEST);
			this.sizes.add(program.instructions().size());
			if (program.instructions().stream().anyMatch((instruction) -> instruction.code() == Instruction.JUMP)) {
				this.widened++;
			}
		}

		@Override
		public String toString() {
			return this.cases + " cases, " + this.byConditions + " of them decided by a rule with conditions, "
					+ this.widened + " programs with widened jumps, " + this.rejected + " rejected as too long, "
					+ "longest " + this.sizes.stream().mapToInt(Integer::intValue).max().orElse(0) + " instructions";
		}

	}

}
