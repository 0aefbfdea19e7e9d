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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ContainerRuntime;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link OciProfile}.
 */
class OciProfileTests {

	private static final String FORM = "Use a seccomp profile in the OCI runtime specification's format";

	private static final Set<Capability> NONE = Set.of();

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private static final String RULES = "{'defaultAction': 'SCMP_ACT_ERRNO', 'syscalls': [%s]}";

	private static final String RULE = RULES.formatted("{'names': ['read'], 'action': 'SCMP_ACT_ALLOW', %s}");

	private static final String ARGUMENT = RULE.formatted("'args': [%s]");

	@Test
	void rulesWhenProfileIsForContainersDecide() {
		SeccompPolicy policy = containerProfile(Architecture.X86_64, NONE);
		assertThat(decide(policy, "read")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, "mount")).isEqualTo(EPERM);
		assertThat(decide(policy, "keyctl")).isEqualTo(EACCES);
		assertThat(decide(policy, "ptrace")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, "process_vm_writev")).isEqualTo(EPERM);
		assertThat(decide(policy, "kcmp")).isEqualTo(EPERM);
		assertThat(decide(policy, "arch_prctl")).isEqualTo(Action.ALLOW);
		assertThat(policy.ignored()).contains("a_call_of_a_later_kernel", "futex_time64");
	}

	@Test
	void rulesWhenConditionsDifferDependOnArguments() {
		SeccompPolicy policy = containerProfile(Architecture.X86_64, NONE);
		assertThat(Stream.of(2L, 37L, 38L, 39L, 40L, 41L, 1L << 32).map((family) -> decide(policy, "socket", family)))
			.containsExactly(Action.ALLOW, Action.ALLOW, EPERM, Action.ALLOW, EPERM, Action.ALLOW, Action.ALLOW);
		assertThat(decide(policy, "clone", 0x3d0f00)).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, "clone", 0x10000000)).isEqualTo(EPERM);
	}

	@Test
	void rulesWhenArgumentHasSeveralConditionsAreAlternatives() {
		SeccompPolicy policy = containerProfile(Architecture.X86_64, NONE);
		assertThat(Stream.of(0L, 8L, 0xffffffffL, 4L, -1L).map((value) -> decide(policy, "personality", value)))
			.containsExactly(Action.ALLOW, Action.ALLOW, Action.ALLOW, EPERM, EPERM);
	}

	@Test
	void rulesDependOnCapabilities() {
		SeccompPolicy without = containerProfile(Architecture.X86_64, NONE);
		SeccompPolicy with = containerProfile(Architecture.X86_64, EnumSet.of(Capability.SYS_ADMIN));
		assertThat(decide(without, "clone3")).isEqualTo(Action.ENOSYS);
		assertThat(decide(with, "clone3")).isEqualTo(Action.ALLOW);
		assertThat(decide(with, "clone", 0x10000000)).isEqualTo(Action.ALLOW);
		assertThat(decide(with, "reboot")).as("needs both").isEqualTo(EPERM);
		assertThat(decide(containerProfile(Architecture.X86_64, EnumSet.of(Capability.SYS_ADMIN, Capability.SYS_BOOT)),
				"reboot"))
			.isEqualTo(Action.ALLOW);
	}

	@Test
	void rulesDependOnArchitecture() {
		SeccompPolicy s390x = containerProfile(Architecture.S390X, NONE);
		assertThat(decide(s390x, "s390_runtime_instr")).isEqualTo(Action.ALLOW);
		assertThat(decide(s390x, "clone", 0, 0x10000000)).isEqualTo(EPERM);
		assertThat(decide(s390x, "clone", 0x10000000, 0)).isEqualTo(Action.ALLOW);
		assertThat(decide(containerProfile(Architecture.PPC64LE, NONE), "swapcontext"))
			.as("not in archMap, but meant by a rule")
			.isEqualTo(Action.ALLOW);
	}

	@Test
	void rulesWhenCallIsNewerThanProfileReturnEnosys() {
		SeccompPolicy policy = containerProfile(Architecture.X86_64, NONE);
		assertThat(decide(policy, "fchmodat2")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, "map_shadow_stack")).isEqualTo(Action.ENOSYS);
		assertThat(decide(policy, "mseal")).isEqualTo(Action.ENOSYS);
	}

	@Test
	void rulesWhenKernelIsTheOldestOfThemApply() {
		assertThat(decide(policy(RULE.formatted("'includes': {'minKernel': '6.1'}")), "read")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy(RULE.formatted("'includes': {'minKernel': '6.0'}")), "read")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy(RULE.formatted("'includes': {'minKernel': '6.2'}")), "read")).isEqualTo(EPERM);
		assertThat(decide(policy(RULE.formatted("'excludes': {'minKernel': '6.1'}")), "read")).isEqualTo(EPERM);
	}

	@Test
	void rulesWhenArchitectureHasTwoNamesAcceptBoth() {
		for (String name : List.of("x86_64", "amd64")) {
			assertThat(decide(policy(RULE.formatted("'includes': {'arches': ['" + name + "']}")), "read"))
				.isEqualTo(Action.ALLOW);
		}
		for (String name : List.of("aarch64", "arm64", "s390x", "mips")) {
			assertThat(decide(policy(RULE.formatted("'includes': {'arches': ['" + name + "']}")), "read"))
				.isEqualTo(EPERM);
		}
	}

	@Test
	void ignoredContainsOnlyCallsThatTheArchitectureDoesNotHave() {
		assertThat(policy(RULES.formatted("{'names': ['read', 'futex_time64'], 'action': 'SCMP_ACT_ALLOW'}")).ignored())
			.containsExactly("futex_time64");
	}

	@Test
	void rulesWhenOneIsUnconditionalPreferIt() {
		String conditional = "{'names': ['read'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 13,"
				+ " 'args': [{'index': 0, 'value': 1, 'op': 'SCMP_CMP_EQ'}]}";
		String unconditional = "{'names': ['read'], 'action': 'SCMP_ACT_ALLOW'}";
		String redundant = "{'names': ['read'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 1}";
		for (String rules : List.of(conditional + "," + unconditional, unconditional + "," + conditional,
				redundant + "," + conditional + "," + unconditional)) {
			assertThat(decide(policy(RULES.formatted(rules)), "read", 1)).as(rules).isEqualTo(Action.ALLOW);
		}
		assertThat(decide(policy(RULES.formatted(redundant + "," + conditional)), "read", 1)).isEqualTo(EACCES);
	}

	@Test
	void readWhenOperatorIsMaskedEqUsesValueAsMask() {
		SeccompPolicy policy = policy(
				ARGUMENT.formatted("{'index': 1, 'value': 240, 'valueTwo': 288, 'op': 'SCMP_CMP_MASKED_EQ'}"));
		assertThat(Stream.of(0x20L, 0x2fL, 0x120L, 0x30L).map((value) -> decide(policy, "read", 0, value)))
			.containsExactly(Action.ALLOW, Action.ALLOW, Action.ALLOW, EPERM);
	}

	@Test
	void readWhenValueHas64BitsKeepsThem() {
		SeccompPolicy policy = policy(
				ARGUMENT.formatted("{'index': 0, 'value': 18446744073709551615, 'op': 'SCMP_CMP_EQ'}"));
		assertThat(decide(policy, "read", -1)).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, "read", -2)).isEqualTo(EPERM);
		assertThat(decide(policy, "read", 0xffffffffL)).isEqualTo(EPERM);
	}

	@Test
	void readAcceptsEachAction() {
		assertThat(Stream.of("KILL", "KILL_THREAD", "KILL_PROCESS", "TRAP", "ERRNO", "TRACE", "LOG", "ALLOW")
			.map((action) -> decide(policy(
					"{'defaultAction': 'SCMP_ACT_KILL_PROCESS', 'syscalls': [{'name': 'read', 'action': 'SCMP_ACT_%s'}]}"
						.formatted(action)),
					"read")))
			.containsExactly(Action.of(ActionType.KILL_THREAD), Action.of(ActionType.KILL_THREAD),
					Action.of(ActionType.KILL_PROCESS), Action.of(ActionType.TRAP), EPERM,
					new Action(ActionType.TRACE, Errno.EPERM), Action.of(ActionType.LOG), Action.ALLOW);
	}

	@Test
	void buildWhenDefaultActionIsSetReplacesThatOfProfile() {
		OciProfile profile = read(RULE.formatted("'args': null"), host(Architecture.X86_64, NONE));
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.defaultAction(Action.of(ActionType.KILL_PROCESS))
			.profile(profile)
			.build();
		assertThat(policy.defaultAction()).isEqualTo(Action.of(ActionType.KILL_PROCESS));
	}

	@Test
	void buildWhenProfileDeniesNothingThrowsException() {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> policy("{'defaultAction': 'SCMP_ACT_ALLOW'}"))
			.withMessageContaining("The policy denies nothing. On this host, neither the profile");
	}

	@Test
	void rulesWhenRepeatedAgreeWithRunc() {
		if (!ContainerRuntime.isPresent() && !"true".equals(System.getenv("CI"))) {
			Assumptions.abort("libseccomp2 is not installed");
		}
		Architecture architecture = Architecture.of(System.getProperty("os.arch")).orElseThrow();
		long seed = 1;
		Random random = new Random(seed);
		for (int i = 0; i < 500; i++) {
			Map<String, Object> profile = repeatedRules(random);
			SeccompPolicy policy = SeccompPolicy.builder(architecture)
				.profile(OciProfile.read("random", profile, host(architecture, NONE)))
				.build();
			FilterProgram program = FilterCompiler.compile(policy);
			ContainerRuntime.Filter filter = ContainerRuntime.compile(architecture, profile);
			for (int call = 0; call < 200; call++) {
				int number = random.nextInt(architecture.syscalls().last() + 1);
				if (random.nextBoolean() || architecture.syscalls().name(number) == null) {
					number = architecture.syscalls().number("ioctl").orElseThrow();
				}
				SeccompData data = new SeccompData(number, architecture.audit(), random.nextInt(5), random.nextInt(5));
				assertThat(program.run(data)).as("seed %s: %s, %s", seed, profile, data).isEqualTo(filter.run(data));
			}
		}
	}

	/**
	 * Returns rules for one call. Those with conditions agree or have the default action.
	 */
	private static Map<String, Object> repeatedRules(Random random) {
		List<Map<String, Object>> rules = new ArrayList<>();
		List<String> unconditional = List.of("SCMP_ACT_LOG", "SCMP_ACT_ALLOW", "SCMP_ACT_KILL_PROCESS",
				"SCMP_ACT_ERRNO");
		int count = random.nextInt(1, 6);
		for (int i = 0; i < count; i++) {
			List<Map<String, Object>> arguments = new ArrayList<>();
			int conditions = random.nextInt(4);
			for (int j = 0; j < conditions; j++) {
				arguments.add(Map.of("index", random.nextInt(2), "value", random.nextInt(5), "op", "SCMP_CMP_EQ"));
			}
			String action = (conditions == 0 && random.nextBoolean()) ? unconditional.get(random.nextInt(4))
					: (random.nextInt(4) == 0) ? "SCMP_ACT_ERRNO" : "SCMP_ACT_TRAP";
			rules.add(Map.of("names", List.of("ioctl"), "action", action, "args", arguments));
		}
		return Map.of("defaultAction", "SCMP_ACT_ERRNO", "syscalls", rules);
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void readWhenProfileIsInvalidThrowsExceptionWithPointer(String json, String reason, String remedy) {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> policy(json)).satisfies((ex) -> {
			assertThat(ex.getProperty()).isEqualTo("profile");
			assertThat(ex.getValue()).isEqualTo("test.json");
			assertThat(ex.getReason()).isEqualTo(reason);
			assertThat(ex.getRemedy()).startsWith(remedy);
		});
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(arguments("", "The profile is empty instead of an object.", FORM),
				arguments("[]", "The profile is an array instead of an object.", FORM),
				arguments("{}", "The profile has no \"defaultAction\".", "Add it."),
				arguments("{'defaultActions': 'SCMP_ACT_ERRNO'}",
						"/defaultActions of the profile is not a known key of OCI profiles.",
						"Did you mean defaultAction"),
				arguments("{'defaultAction': 1}", "/defaultAction of the profile is 1 instead of a string.",
						"Change it to a string."),
				arguments("{'defaultAction': 'SCMP_ACT_EROR'}",
						"/defaultAction of the profile is \"SCMP_ACT_EROR\", which is not a known action.",
						"Did you mean SCMP_ACT_ERRNO"),
				arguments("{'defaultAction': 'SCMP_ACT_NOTIFY'}",
						"/defaultAction of the profile is \"SCMP_ACT_NOTIFY\", which requires a seccomp agent of the container runtime.",
						"Use another action"),
				arguments("{'defaultAction': 'SCMP_ACT_ALLOW', 'defaultErrnoRet': 1}",
						"/defaultErrnoRet of the profile cannot be combined with the action SCMP_ACT_ALLOW, which returns no error.",
						"Remove it"),
				arguments("{'defaultAction': 'SCMP_ACT_ALLOW', 'defaultErrno': 'EPERM'}",
						"/defaultErrno of the profile cannot be combined with the action SCMP_ACT_ALLOW, which returns no error.",
						"Remove it"),
				arguments(
						"{'defaultAction': 'SCMP_ACT_ERRNO', 'archMap': [{'architecture': 'SCMP_ARCH_X86_64',"
								+ " 'subArchitectures': ['SCMP_ARCH_I386']}]}",
						"/archMap/0/subArchitectures/0 of the profile is \"SCMP_ARCH_I386\", which is not a known"
								+ " architecture.",
						"Did you mean"),
				arguments(
						"{'defaultAction': 'SCMP_ACT_ERRNO', 'architectures': ['SCMP_ARCH_S390X'],"
								+ " 'syscalls': [{'names': ['read'], 'action': 'SCMP_ACT_ALLOW'}]}",
						"/architectures of the profile contains SCMP_ARCH_S390X, but this JVM runs on x86_64.",
						"Add SCMP_ARCH_X86_64"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'defaultErrnoRet': 0}",
						"/defaultErrnoRet of the profile is 0, which would report success to the caller although"
								+ " the call is denied.",
						"Use the number of an error"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'defaultErrnoRet': 4096}",
						"/defaultErrnoRet of the profile is 4096, which is not a whole number from 0 to 4095.",
						"Use a number"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'defaultErrno': 'EPERN'}",
						"/defaultErrno of the profile is \"EPERN\", which is not a known error.", "Did you mean EPERM"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'listenerPath': '/run/agent.sock'}",
						"/listenerPath of the profile requires a seccomp agent of the container runtime,"
								+ " which is not supported.",
						"Remove it"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'flags': ['SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV']}",
						"/flags/0 of the profile is the unsupported flag"
								+ " \"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\".",
						"Remove it"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'architectures': ['SCMP_ARCH_AARCH64']}",
						"/architectures of the profile contains SCMP_ARCH_AARCH64, but this JVM runs on x86_64.",
						"Add SCMP_ARCH_X86_64"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'archMap': [{'architecture': 'SCMP_ARCH_S390X'}]}",
						"/archMap of the profile contains SCMP_ARCH_S390X, but this JVM runs on x86_64.",
						"Add SCMP_ARCH_X86_64"),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'architectures': ['SCMP_ARCH_AMD64']}",
						"/architectures/0 of the profile is \"SCMP_ARCH_AMD64\", which is not a known architecture.",
						"Did you mean"),
				arguments(
						"{'defaultAction': 'SCMP_ACT_ERRNO', 'architectures': ['SCMP_ARCH_X86_64'],"
								+ " 'archMap': [{'architecture': 'SCMP_ARCH_X86_64'}]}",
						"/architectures of the profile cannot be combined with archMap.", "Remove one of the two."),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'archMap': [{'subArchitectures': []}]}",
						"/archMap/0 of the profile has no \"architecture\".", "Add it."),
				arguments("{'defaultAction': 'SCMP_ACT_ERRNO', 'syscalls': {}}",
						"/syscalls of the profile is an object instead of an array.", "Change it to an array."),
				arguments(RULES.formatted("null"), "/syscalls/0 of the profile is null instead of an object.",
						"Change it to an object."),
				arguments(RULES.formatted("{'action': 'SCMP_ACT_ALLOW'}"),
						"/syscalls/0 of the profile has no system calls.", "Add \"names\""),
				arguments(RULES.formatted("{'names': [1], 'action': 'SCMP_ACT_ALLOW'}"),
						"/syscalls/0/names/0 of the profile is 1 instead of a string.", "Change it to a string."),
				arguments(RULES.formatted("{'names': [''], 'action': 'SCMP_ACT_ALLOW'}"),
						"/syscalls/0/names/0 of the profile is an empty name.", "Use the name"),
				arguments(RULES.formatted("{'names': ['read'], 'name': 'read', 'action': 'SCMP_ACT_ALLOW'}"),
						"/syscalls/0/name of the profile cannot be combined with \"names\".", "Move the name"),
				arguments(RULES.formatted("{'names': ['read']}"), "/syscalls/0 of the profile has no \"action\".",
						"Add it."),
				arguments(RULES.formatted("{'names': ['read'], 'action': 'SCMP_ACT_NOTIFY'}"),
						"/syscalls/0/action of the profile is \"SCMP_ACT_NOTIFY\", which requires a seccomp agent of the container"
								+ " runtime.",
						"Use another action"),
				arguments(RULE.formatted("'arguments': []"),
						"/syscalls/0/arguments of the profile is not a known key of OCI profiles.", "Valid names:"),
				arguments(RULE.formatted("'errnoRet': 1"),
						"/syscalls/0/errnoRet of the profile cannot be combined with the action SCMP_ACT_ALLOW, which returns no error.",
						"Remove it"),
				arguments(
						RULES.formatted(
								"{'names': ['read'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 13, 'errno': 'EPERM'}"),
						"/syscalls/0/errno of the profile is \"EPERM\", which differs from errnoRet 13.", "Remove one"),
				arguments(ARGUMENT.formatted("{'index': 6, 'value': 0, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/index of the profile is 6, which is not a whole number from 0 to 5.",
						"Use a number from 0 to 5."),
				arguments(ARGUMENT.formatted("{'value': 0, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0 of the profile has no \"index\".", "Add it."),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': 0, 'op': 'SCMP_CMP_EG'}"),
						"/syscalls/0/args/0/op of the profile is \"SCMP_CMP_EG\", which is not a known operator.",
						"Did you mean SCMP_CMP_EQ"),
				arguments(ARGUMENT.formatted("{'index': 0, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0 of the profile has no \"value\".", "Add it."),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': '1', 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/value of the profile is the string \"1\" instead of a number.",
						"Change it to a number."),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': -1, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/value of the profile is -1, which is not a whole number from 0 to 18446744073709551615.",
						"Use a number"),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': 18446744073709551616, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/value of the profile is 18446744073709551616, which is not a whole number from 0 to"
								+ " 18446744073709551615.",
						"Use a number"),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': 1.5, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/value of the profile is 1.5, which is not a whole number from 0 to 18446744073709551615.",
						"Use a number"),
				arguments(ARGUMENT.formatted("{'index': 0, 'value': 1, 'valueTwo': 2, 'op': 'SCMP_CMP_EQ'}"),
						"/syscalls/0/args/0/valueTwo of the profile cannot be combined with the operator SCMP_CMP_EQ, which takes one"
								+ " value.",
						"Remove it"),
				arguments(RULE.formatted("'includes': {'caps': ['SYS_ADMIN']}"),
						"/syscalls/0/includes/caps/0 of the profile is \"SYS_ADMIN\", which is not a known capability.",
						"Correct the name."),
				arguments(RULE.formatted("'excludes': {'arches': ['x64']}"),
						"/syscalls/0/excludes/arches/0 of the profile is \"x64\", which is not a known architecture.",
						"Correct the name."),
				arguments(RULE.formatted("'includes': {'minKernel': '4.8.1'}"),
						"/syscalls/0/includes/minKernel of the profile is \"4.8.1\", which is not a kernel version.",
						"Use two numbers"),
				arguments(RULE.formatted("'includes': {'maxKernel': '4.8'}"),
						"/syscalls/0/includes/maxKernel of the profile is not a known key of OCI profiles.",
						"Did you mean minKernel"),
				arguments(RULES.formatted(
						"{'names': ['read'], 'action': 'SCMP_ACT_LOG', 'args': [{'index': 0, 'value': 1, 'op': 'SCMP_CMP_EQ'}]},"
								+ "{'names': ['read'], 'action': 'SCMP_ACT_TRAP', 'args': [{'index': 0, 'value': 1, 'op':"
								+ " 'SCMP_CMP_EQ'}]}"),
						"/syscalls/1 of the profile contradicts /syscalls/0: both apply to read with the same conditions, but"
								+ " with different actions.",
						"Remove one of the two."));
	}

	private static SeccompPolicy containerProfile(Architecture architecture, Set<Capability> capabilities) {
		try (InputStream stream = OciProfileTests.class.getResourceAsStream("/container-profile.json")) {
			OciProfile profile = OciProfile.read("container-profile.json",
					new Yaml().load(new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace('\t', ' ')),
					host(architecture, capabilities));
			return SeccompPolicy.builder(architecture).profile(profile).build();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SeccompPolicy policy(String json) {
		return SeccompPolicy.builder(Architecture.X86_64).profile(read(json, host(Architecture.X86_64, NONE))).build();
	}

	@Test
	void readWhenNamesExceedLimitThrowsException() {
		String names = String.join(",", Collections.nCopies(100_000, "'chroot'"));
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> read("{'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': [" + names
					+ "], 'action': 'SCMP_ACT_ERRNO'}]}", host(Architecture.X86_64, NONE)))
			.withMessageContaining("/syscalls/0 of the profile exceeds the limit of 10000 names in all rules together");
	}

	@Test
	void readWhenConditionsForOneCallExceedLimitThrowsException() {
		String rules = IntStream.range(0, 3000)
			.mapToObj((i) -> "{'names': ['socket'], 'action': 'SCMP_ACT_ERRNO', 'args': [{'index': 0, 'value': " + i
					+ ", 'op': 'SCMP_CMP_EQ'}]}")
			.collect(Collectors.joining(","));
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> read("{'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [" + rules + "]}",
					host(Architecture.X86_64, NONE)))
			.withMessageContaining(
					"/syscalls/2048 of the profile exceeds the limit of 2048 conditions for the call socket");
	}

	private static OciProfile read(String json, Host host) {
		return OciProfile.read("test.json", new Yaml().load(json.replace('\'', '"')), host);
	}

	private static Host host(Architecture architecture, Set<Capability> capabilities) {
		return new Host(architecture, new LinkedHashSet<>(capabilities), new KernelVersion(6, 1));
	}

	private static Action decide(SeccompPolicy policy, String syscall, long... arguments) {
		Architecture architecture = policy.architecture();
		int number = architecture.syscalls().number(syscall).orElseThrow();
		return FilterCompiler.compile(policy).run(new SeccompData(number, architecture.audit(), arguments));
	}

}
