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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the limits of {@link FilterCompiler} and the size of its programs.
 */
class FilterCompilerTests {

	/** Half of the default stack remains for the caller of the compiler. */
	@Test
	void compileWhenConditionsAreMaximalFitsIntoDefaultStack() {
		assertThat(compile(ChildJvm.of(ManyConditions.class).options("-Xss512k")))
			.hasSize(ManyConditions.policies(FilterCompiler.MAX_CONDITIONS).size());
		// The frames of the bytecode interpreter are the largest
		assertThat(compile(ChildJvm.of(ManyConditions.class).options("-Xss512k", "-Xint").arguments("deepest")))
			.hasSize(ManyConditions.deepest(FilterCompiler.MAX_CONDITIONS).size());
	}

	private static List<String> compile(ChildJvm child) {
		ChildJvm.Outcome outcome = child.run();
		assertThat(outcome.output()).doesNotContain("StackOverflowError");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return outcome.output().lines().filter((line) -> line.endsWith(" instructions")).toList();
	}

	@Test
	void compileWhenConditionsExceedLimitThrowsException() {
		SeccompPolicy policy = ManyConditions.policy(List.of("lseek"), Operator.EQ, FilterCompiler.MAX_CONDITIONS + 1,
				1, 1);
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> FilterCompiler.compile(policy))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("lseek"))
			.withMessageContaining("The call has 1025 conditions on its arguments. At most 1024 are supported.");
	}

	@Test
	void compileWhenRuleHasTooManyConditionsThrowsException() {
		assertThat(FilterCompiler
			.compile(ManyConditions.policy(List.of("lseek"), Operator.NE, 1, ArgumentTests.STRETCH, 1))
			.instructions()).isNotEmpty();
		SeccompPolicy policy = ManyConditions.policy(List.of("lseek"), Operator.NE, 1, ArgumentTests.STRETCH + 1, 1);
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> FilterCompiler.compile(policy))
			.withMessageContaining("A rule for the call has 65 conditions on its arguments. At most 64 are supported.");
	}

	@Test
	void compileWhenProgramExceedsKernelLimitThrowsException() {
		int longest = 0;
		for (int rules = 100; rules < FilterCompiler.MAX_CONDITIONS; rules++) {
			SeccompPolicy policy = ManyConditions.policy(List.of("lseek", "fadvise64", "readahead", "fallocate",
					"ftruncate", "sync_file_range", "pread64", "pwrite64"), Operator.EQ, rules, 1, 1);
			try {
				longest = FilterCompiler.compile(policy).instructions().size();
				assertThat(longest).isLessThanOrEqualTo(FilterProgram.MAX_INSTRUCTIONS);
			}
			catch (PolicyException ex) {
				assertThat(longest).isGreaterThan(4050);
				Matcher matcher = Pattern.compile("has (\\d+) instructions\\. The kernel accepts at most 4096")
					.matcher(String.valueOf(ex.getMessage()));
				assertThat(matcher.find()).as(ex.getMessage()).isTrue();
				assertThat(Integer.parseInt(matcher.group(1))).isBetween(4097, 4150);
				return;
			}
		}
		throw new AssertionError("No program was rejected. The longest one had " + longest + " instructions.");
	}

	/** Here each rule takes one instruction. */
	@Test
	void compileWhenProgramIsAsLongAsTheKernelAcceptsReturnsIt() {
		int rules = 830;
		int size = 0;
		while (size < FilterProgram.MAX_INSTRUCTIONS) {
			size = FilterCompiler.compile(equalities(rules++)).instructions().size();
		}
		assertThat(size).isEqualTo(FilterProgram.MAX_INSTRUCTIONS);
		SeccompPolicy policy = equalities(rules);
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> FilterCompiler.compile(policy))
			.withMessageContaining("has 4097 instructions");
	}

	private static SeccompPolicy equalities(int rules) {
		PolicyBuilder builder = SeccompPolicy.builder(Architecture.X86_64);
		int errno = 1;
		for (String syscall : List.of("lseek", "readahead", "fallocate", "ftruncate")) {
			for (int i = 0; i < (syscall.equals("ftruncate") ? rules : 1000); i++) {
				builder.rule("syscalls", List.of(syscall), List.of(),
						List.of(ArgumentCondition.of(0, Operator.EQ, 2L * i)), Action.errno(errno + i % 2));
			}
			errno += 2;
		}
		return builder.build();
	}

	@Test
	void compileWhenPolicyIsPresetYieldsShortProgram() {
		for (Architecture architecture : Architecture.supported()) {
			assertThat(size(architecture, "no-exec")).as("%s", architecture).isLessThanOrEqualTo(25);
			assertThat(size(architecture, "hardened")).isLessThanOrEqualTo(160);
		}
	}

	@Test
	void compileWhenRulesAreRedundantOmitsThem() {
		FilterProgram noExec = FilterCompiler
			.compile(SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build());
		FilterProgram same = FilterCompiler.compile(SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("lseek"), List.of(), List.of(ArgumentCondition.of(0, Operator.GT, 5)),
					Action.ALLOW)
			.rule("syscalls[1]", List.of("read"), List.of(), List.of(), Action.ALLOW)
			.presets(List.of("no-exec"))
			.build());
		assertThat(same.instructions()).isEqualTo(noExec.instructions());
	}

	private static int size(Architecture architecture, String preset) {
		return FilterCompiler.compile(SeccompPolicy.builder(architecture).presets(List.of(preset)).build())
			.instructions()
			.size();
	}

}
