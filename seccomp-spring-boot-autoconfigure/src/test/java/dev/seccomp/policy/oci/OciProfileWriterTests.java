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

package dev.seccomp.policy.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ContainerRuntime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OciProfileWriter}.
 */
class OciProfileWriterTests {

	private static final int POLICIES = 200;

	/** Calls that every architecture and older versions of libseccomp have. */
	private static final List<String> CALLS = List.of("read", "ioctl", "socket", "execve", "ptrace");

	private static final List<Action> ACTIONS = List.of(Action.ALLOW, Action.errno(Errno.EPERM),
			Action.errno(Errno.EACCES), Action.ENOSYS, Action.of(ActionType.KILL_PROCESS),
			Action.of(ActionType.KILL_THREAD), Action.of(ActionType.TRAP), Action.of(ActionType.TRACE),
			Action.of(ActionType.LOG));

	/** If the default action is to trace, runc passes unknown calls to the tracer. */
	private static final List<Action> DEFAULT_ACTIONS = ACTIONS.stream()
		.filter((action) -> action.type() != ActionType.TRACE)
		.toList();

	private static final long SEED = 1;

	private final Random random = new Random(SEED);

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void writeWhenReadAgainYieldsSamePolicy(Architecture architecture) {
		int rejected = 0;
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = policy(architecture);
			Map<String, Object> written = write(policy);
			if (written == null) {
				rejected++;
				continue;
			}
			FilterProgram original = FilterCompiler.compile(policy);
			FilterProgram read;
			try {
				read = FilterCompiler.compile(read(architecture, written));
			}
			catch (PolicyException ex) {
				// Without an order, rules take more instructions
				assertThat(ex).as("seed %s, %s", SEED, policy).hasMessageContaining("the kernel takes at most 4096");
				rejected++;
				continue;
			}
			for (SeccompData data : calls(policy)) {
				assertThat(read.run(data)).as("seed %s, %s, %s, %s", SEED, policy, written, data)
					.isEqualTo(original.run(data));
			}
		}
		assertThat(rejected).as("seed %s", SEED).isLessThan(POLICIES / 2);
	}

	@Test
	void writeWhenRulesDependOnOrderRewritesThem() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("socket"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, 38)),
					Action.errno(Errno.EACCES))
			.rule("syscalls[1]", List.of("socket"), List.of(), List.of(ArgumentCondition.of(0, Operator.LE, 39)),
					Action.ALLOW)
			.rule("syscalls[2]", List.of("socket", "bind"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build();
		assertThat(OciProfileWriter.write(policy).toString())
			.isEqualTo("{defaultAction=SCMP_ACT_ALLOW, architectures=[SCMP_ARCH_X86_64], syscalls=["
					+ "{names=[socket], action=SCMP_ACT_ERRNO, errnoRet=13, args=[{index=0, value=38, op=SCMP_CMP_EQ}]}, "
					+ "{names=[socket], action=SCMP_ACT_ERRNO, errnoRet=1, args=[{index=0, value=40, op=SCMP_CMP_GE}]}, "
					+ "{names=[bind], action=SCMP_ACT_ERRNO, errnoRet=1}, "
					+ "{names=[io_uring_setup], action=SCMP_ACT_ERRNO, errnoRet=38}]}");
	}

	/** The highest number is named once, so that runc knows the calls up to it. */
	@Test
	void writeWhenPolicyIsAllowlistNamesTheHighestNumber() {
		String last = String.valueOf(Architecture.X86_64.syscalls().name(Architecture.X86_64.syscalls().last()));
		for (List<String> allowed : List.of(List.of("read"), List.of("read", last))) {
			SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
				.defaultAction(Action.errno(Errno.EPERM))
				.rule("syscalls[0]", allowed, List.of(), List.of(), Action.ALLOW)
				.build();
			assertThat(OciProfileWriter.write(policy).toString()).containsOnlyOnce(last);
		}
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void writeWhenPolicyIsPresetKeepsDecisions(Architecture architecture) {
		for (String preset : Catalog.get().presets()) {
			SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
			FilterProgram original = FilterCompiler.compile(policy);
			FilterProgram read = FilterCompiler.compile(read(architecture, OciProfileWriter.write(policy)));
			for (SeccompData data : calls(policy)) {
				assertThat(read.run(data)).as("%s, %s", preset, data).isEqualTo(original.run(data));
			}
		}
	}

	@Test
	void writeWhenExecveIsDeniedKeepsDenial() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build();
		assertThat(OciProfileWriter.write(policy).toString())
			.isEqualTo("{defaultAction=SCMP_ACT_ALLOW, architectures=[SCMP_ARCH_X86_64], syscalls=["
					+ "{names=[execve, execveat, fork, uselib, vfork], action=SCMP_ACT_ERRNO, errnoRet=13}, "
					+ "{names=[clone], action=SCMP_ACT_ERRNO, errnoRet=13, "
					+ "args=[{index=0, value=65536, valueTwo=0, op=SCMP_CMP_MASKED_EQ}]}, "
					+ "{names=[clone3], action=SCMP_ACT_ERRNO, errnoRet=38}]}");
	}

	@Test
	void writeWhenValueIsNegativeWritesUnsignedNumber() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("read"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, -1)),
					Action.errno(Errno.EPERM))
			.build();
		assertThat(OciProfileWriter.write(policy).toString()).contains("value=18446744073709551615");
	}

	@Test
	void writeWhenCompiledByLibseccompKeepsDecisions() {
		requireLibseccomp();
		Architecture architecture = Architecture.of(System.getProperty("os.arch")).orElseThrow();
		int rejected = 0;
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = policy(architecture);
			Map<String, Object> written = write(policy);
			if (written == null) {
				rejected++;
				continue;
			}
			FilterProgram original = FilterCompiler.compile(policy);
			ContainerRuntime.Filter filter = ContainerRuntime.compile(architecture, written);
			for (SeccompData data : calls(policy)) {
				assertThat(filter.run(data)).as("seed %s, %s, %s, %s", SEED, policy, written, data)
					.isEqualTo(original.run(data));
			}
		}
		assertThat(rejected).as("seed %s", SEED).isLessThan(POLICIES / 2);
	}

	private static @Nullable Map<String, Object> write(SeccompPolicy policy) {
		try {
			return OciProfileWriter.write(policy);
		}
		catch (PolicyException ex) {
			assertThat(ex).hasMessageContaining("more than 256");
			return null;
		}
	}

	private static void requireLibseccomp() {
		if (!ContainerRuntime.isPresent() && !"true".equals(System.getenv("CI"))) {
			Assumptions.abort("libseccomp2 is not installed");
		}
	}

	private static SeccompPolicy read(Architecture architecture, Map<String, Object> profile) {
		OciProfile read = OciProfile.read("written", profile,
				new Host(architecture, Set.of(), new KernelVersion(6, 1)));
		return SeccompPolicy.builder(architecture).profile(read).build();
	}

	private SeccompPolicy policy(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture).defaultAction(pick(DEFAULT_ACTIONS));
		// A policy that denies nothing is rejected
		builder.rule("last", List.of("getpid"), List.of(), List.of(), Action.errno(Errno.EPERM));
		int rules = this.random.nextInt(10);
		for (int i = 0; i < rules; i++) {
			builder.rule("rule", List.of(pick(CALLS)), List.of(), conditions(), pick(ACTIONS));
		}
		if (this.random.nextBoolean()) {
			builder.presets(List.of(pick(List.of("no-exec", "hardened"))));
		}
		return builder.build();
	}

	private List<ArgumentCondition> conditions() {
		List<ArgumentCondition> conditions = new ArrayList<>();
		int count = this.random.nextInt(3);
		for (int i = 0; i < count; i++) {
			int index = this.random.nextInt(3);
			Operator operator = pick(List.of(Operator.values()));
			long mask = value();
			conditions.add((operator == Operator.MASKED_EQ) ? ArgumentCondition.masked(index, mask, value() & mask)
					: ArgumentCondition.of(index, operator, value()));
		}
		return conditions;
	}

	private List<SeccompData> calls(SeccompPolicy policy) {
		Architecture architecture = policy.architecture();
		List<SeccompData> calls = new ArrayList<>();
		for (int number = 1; number <= architecture.syscalls().last() + 1; number++) {
			calls.add(new SeccompData(number, architecture.audit(), 0, 0, 0, 0, 0, 0));
		}
		for (String name : CALLS) {
			int number = architecture.syscalls().number(name).orElseThrow();
			for (int i = 0; i < 100; i++) {
				calls.add(new SeccompData(number, architecture.audit(), value(), value(), value(), 0, 0, 0));
			}
		}
		return calls;
	}

	/** Few values at the borders of words, so that calls match rules. */
	private long value() {
		long high = pick(List.of(0L, 0L, 0L, 1L, 2L, 0x7fffffffL, 0x80000000L, 0xffffffffL));
		long low = pick(List.of(0L, 1L, 2L, 3L, 5L, 38L, 0x10000L, 0x7fffffffL, 0x80000000L, 0xffffffffL));
		return high << 32 | low;
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
