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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.policy.oci.Host;
import dev.seccomp.policy.oci.KernelVersion;
import dev.seccomp.policy.oci.OciProfile;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the allowlist preset {@code web-service}.
 */
class WebServicePresetTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final int MOST_NAMES = 120;

	private static final int CALLS_OF_RULE = 500;

	private static final long SEED = 1;

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileDeniesCallsThatHardenedDenies(Architecture architecture) {
		SeccompPolicy hardened = policy(architecture, "hardened");
		FilterProgram hardenedProgram = FilterCompiler.compile(hardened);
		FilterProgram program = FilterCompiler.compile(policy(architecture, "web-service"));
		Set<String> denied = new TreeSet<>();
		new BorderCalls(hardened, new Random(SEED), CALLS_OF_RULE).forEach((call) -> {
			Action action = hardenedProgram.run(call);
			if (action.denies()) {
				denied.add(String.valueOf(architecture.syscalls().name(call.nr())));
				assertThat(program.run(call)).as("seed %s, %s", SEED, call).isEqualTo(action);
			}
		});
		assertThat(denied).as("seed %s", SEED)
			.containsAll(hardened.rules().stream().map((rule) -> rule.syscall()).toList());
	}

	/** Tests the allowlist without the groups that hardened denies. */
	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileWhenDenialsAreRemovedAllowsOnlyCloneOfHardened(Architecture architecture) {
		SeccompPolicy policy = policy(architecture, "web-service");
		SeccompPolicy list = new SeccompPolicy(architecture, policy.defaultAction(), policy.defaultSource(),
				policy.rules().stream().filter((rule) -> !rule.action().denies()).toList(), Set.of(), Set.of());
		FilterProgram hardened = FilterCompiler.compile(policy(architecture, "hardened"));
		FilterProgram program = FilterCompiler.compile(list);
		Set<String> opened = new TreeSet<>();
		new BorderCalls(policy(architecture, "hardened"), new Random(SEED), CALLS_OF_RULE).forEach((call) -> {
			if (hardened.run(call).denies() && !program.run(call).denies()) {
				opened.add(String.valueOf(architecture.syscalls().name(call.nr())));
			}
		});
		assertThat(opened).as("seed %s", SEED).isSubsetOf("clone");
	}

	/** The JDK closes descriptors that it never opened if a pipe is denied. */
	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileAllowsPipes(Architecture architecture) {
		SeccompPolicy policy = policy(architecture, "web-service");
		for (String pipe : List.of("pipe", "pipe2")) {
			if (architecture.syscalls().number(pipe).isPresent()) {
				assertThat(policy.action(pipe)).isEqualTo(Action.ALLOW);
			}
		}
		assertThat(policy.action("tee")).isEqualTo(EPERM);
	}

	@Test
	void compileYieldsShortProgram() {
		SeccompPolicy policy = policy(Architecture.X86_64, "web-service");
		assertThat(policy.rules()
			.stream()
			.filter((rule) -> !rule.action().denies())
			.map((rule) -> rule.syscall())
			.distinct()).hasSizeBetween(60, MOST_NAMES);
		assertThat(FilterCompiler.compile(policy).instructions()).hasSizeLessThan(280);
	}

	/** The allowlist is recorded on one architecture and used on all. */
	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileAllowsUnobservedCallsOfLearnedPolicies(Architecture architecture) {
		SeccompPolicy policy = policy(architecture, "web-service");
		assertThat(Catalog.list("/dev/seccomp/learn/after-start.txt", architecture)).isNotEmpty()
			.allSatisfy((member) -> assertThat(policy.rules(member.syscall())).anySatisfy((rule) -> {
				assertThat(rule.action()).isEqualTo(Action.ALLOW);
				assertThat(member.conditions(architecture)).containsAll(rule.conditions());
			}));
	}

	@Test
	void compileWhenLineHasAlternativesAllowsFirstKnownCall() {
		assertThat(action(Architecture.X86_64, "chmod")).isEqualTo(Action.ALLOW);
		assertThat(action(Architecture.X86_64, "fchmodat")).isEqualTo(EPERM);
		assertThat(action(Architecture.AARCH64, "fchmodat")).isEqualTo(Action.ALLOW);
		assertThat(action(Architecture.AARCH64, "renameat")).isEqualTo(Action.ALLOW);
		assertThat(action(Architecture.RISCV64, "renameat2")).isEqualTo(Action.ALLOW);
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void compileWhenCallIsNotAllowedReturnsError(Architecture architecture) {
		FilterProgram program = FilterCompiler.compile(policy(architecture, "web-service"));
		int last = architecture.syscalls().last();
		assertThat(run(program, last + 1)).isEqualTo(Action.ENOSYS);
		int personality = architecture.syscalls().number("personality").orElseThrow();
		assertThat(run(program, personality)).isEqualTo(EPERM);
	}

	@Test
	void compileWhenPresetsAreCombinedKeepsDenials() {
		FilterProgram alone = program("web-service");
		assertThat(program("web-service", "hardened").instructions()).isEqualTo(alone.instructions());
		assertThat(program("hardened", "web-service").instructions()).isEqualTo(alone.instructions());
		List<ActionType> types = SeccompPolicy.builder(Architecture.X86_64)
			.presets(List.of("web-service", "no-exec"))
			.build()
			.rules()
			.stream()
			.map((rule) -> rule.action().type())
			.toList();
		assertThat(types.lastIndexOf(ActionType.ERRNO)).isLessThan(types.indexOf(ActionType.ALLOW));
	}

	@ParameterizedTest
	@EnumSource(value = ActionType.class, names = { "ALLOW", "LOG" })
	void defaultActionMayNotUndoIt(ActionType type) {
		PolicyBuilder builder = SeccompPolicy.builder(Architecture.X86_64, "ready.")
			.defaultAction(Action.of(type))
			.presets(List.of("web-service", "hardened"));
		assertThatExceptionOfType(PolicyException.class).isThrownBy(builder::build).satisfies((ex) -> {
			assertThat(ex.getProperty()).isEqualTo("ready.default-action");
			assertThat(ex.getValue()).isEqualTo(type.toString());
			assertThat(ex.getReason()).contains("allowlist");
			assertThat(ex.getRemedy()).contains("seccomp.mode: log");
		});
	}

	@Test
	void buildWhenDefaultActionDeniesUsesIt() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.defaultAction(Action.of(ActionType.KILL_PROCESS))
			.presets(List.of("web-service"))
			.build();
		assertThat(policy.defaultAction()).isEqualTo(Action.of(ActionType.KILL_PROCESS));
		assertThat(policy.defaultSource()).isEqualTo("default-action");
	}

	@Test
	void buildWhenProfileAllowsKeepsDenials() {
		SeccompPolicy policy = withProfile(Map.of("defaultAction", "SCMP_ACT_ALLOW", "syscalls",
				List.of(Map.of("names", List.of("read", "ptrace"), "action", "SCMP_ACT_LOG"))));
		assertThat(policy.defaultAction()).isEqualTo(EPERM);
		assertThat(policy.defaultSource()).isEqualTo("presets: web-service");
		assertThat(policy.rules("read")).extracting(SyscallRule::action).containsExactly(Action.ALLOW);
		assertThat(policy.rules("ptrace")).extracting(SyscallRule::action).containsOnly(EPERM);
		SeccompPolicy denying = withProfile(Map.of("defaultAction", "SCMP_ACT_KILL_PROCESS"));
		assertThat(denying.defaultAction().type()).isEqualTo(ActionType.KILL_PROCESS);
		assertThat(denying.defaultSource()).startsWith("profile: ");
	}

	@Test
	void compileWhenUserRuleAllowsMakesException() {
		FilterProgram program = FilterCompiler.compile(SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("personality", "bpf"), List.of(), List.of(), Action.ALLOW)
			.presets(List.of("web-service"))
			.build());
		for (String name : List.of("personality", "bpf", "read")) {
			assertThat(run(program, Architecture.X86_64.syscalls().number(name).orElseThrow())).isEqualTo(Action.ALLOW);
		}
	}

	@Test
	void denialsReportNumberOfDeniedCalls() {
		assertThat(policy(Architecture.X86_64, "web-service").denials().stream().collect(Collectors.joining("; ")))
			.contains("starting a program or a process (EACCES, ENOSYS)")
			.containsPattern("all but 1\\d\\d calls \\(EPERM\\)");
	}

	private static SeccompPolicy withProfile(Map<String, Object> profile) {
		return SeccompPolicy.builder(Architecture.X86_64)
			.profile(OciProfile.read("profile.json", profile,
					new Host(Architecture.X86_64, Set.of(), new KernelVersion(6, 1))))
			.presets(List.of("web-service"))
			.build();
	}

	private static Action action(Architecture architecture, String syscall) {
		return run(FilterCompiler.compile(policy(architecture, "web-service")),
				architecture.syscalls().number(syscall).orElseThrow());
	}

	private static Action run(FilterProgram program, int number) {
		return program.run(new SeccompData(number, program.architecture().audit()));
	}

	private static FilterProgram program(String... presets) {
		return FilterCompiler.compile(SeccompPolicy.builder(Architecture.X86_64).presets(List.of(presets)).build());
	}

	private static SeccompPolicy policy(Architecture architecture, String preset) {
		return SeccompPolicy.builder(architecture).presets(List.of(preset)).build();
	}

}
