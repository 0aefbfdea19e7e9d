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

package dev.seccomp.boot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.seccomp.policy.PolicyProfile;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.oci.Host;
import dev.seccomp.policy.oci.KernelVersion;
import dev.seccomp.policy.oci.OciProfile;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportCommand}.
 */
class ExportCommandTests {

	private static final long SEED = 13;

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "no-exec", "hardened", "web-service" })
	void exportedProfileIsTheSamePolicy(String preset) throws IOException {
		CommandResult result = CommandResult.of("export", preset);
		assertThat(result.exitCode()).isZero();
		assertThat(result.err()).isEqualTo("No container can start with this profile: the runtime starts the program"
				+ " under it. Allow execve in the profile.\n");
		Path profile = Files.writeString(this.folder.resolve("profile.json"), result.out());
		assertThat(CommandResult.of("diff", preset, profile.toString(), "--arch=" + architecture()).out())
			.doesNotContain(" added", " gone");
	}

	@Test
	void exportWritesReadableJson() throws IOException {
		Path policy = Files.writeString(this.folder.resolve("policy.yml"), """
				seccomp:
				  presets: []
				  syscalls:
				    - { names: [ptrace, bpf], action: errno, errno: EACCES }
				    - { names: [socket], args: [{ index: 0, op: eq, value: 38 }], action: errno }
				""");
		CommandResult result = CommandResult.of("export", policy.toString(), "--arch=x86_64");
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).isEqualTo("""
				{
				  "defaultAction": "SCMP_ACT_ALLOW",
				  "architectures": ["SCMP_ARCH_X86_64"],
				  "syscalls": [
				    { "names": ["bpf", "ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13 },
				    {
				      "names": ["socket"],
				      "action": "SCMP_ACT_ERRNO",
				      "errnoRet": 1,
				      "args": [{ "index": 0, "value": 38, "op": "SCMP_CMP_EQ" }]
				    },
				    { "names": ["io_uring_setup"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
				  ]
				}
				""");
		assertThat(
				CommandResult.of("export", policy.toString(), "--arch=x86_64", "--format=kubernetes", "--name=sample")
					.out())
			.isEqualTo("""
					apiVersion: security-profiles-operator.x-k8s.io/v1beta1
					kind: SeccompProfile
					metadata:
					  name: sample
					spec:
					  defaultAction: SCMP_ACT_ALLOW
					  architectures:
					    - SCMP_ARCH_X86_64
					  syscalls:
					    - names:
					        - bpf
					        - ptrace
					      action: SCMP_ACT_ERRNO
					      errnoRet: 13
					    - names:
					        - socket
					      action: SCMP_ACT_ERRNO
					      errnoRet: 1
					      args:
					        - index: 0
					          value: 38
					          op: SCMP_CMP_EQ
					    - names:
					        - io_uring_setup
					      action: SCMP_ACT_ERRNO
					      errnoRet: 38
					""");
	}

	/** The numbers of a SeccompProfile are signed. */
	@ParameterizedTest
	@ValueSource(strings = { "no-exec", "hardened", "web-service" })
	void kubernetesProfileDecidesAsThePolicyWithoutTheHighestBit(String preset) {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64).presets(List.of(preset)).build();
		String yaml = CommandResult.of("export", preset, "--arch=x86_64", "--format=kubernetes").out();
		Map<String, Object> manifest = new Yaml().load(yaml);
		Map<?, ?> spec = (Map<?, ?>) manifest.get("spec");
		assertThat(numbers(spec)).allSatisfy((number) -> assertThat(number).isNotNegative());
		assertThat(yaml).doesNotContain("defaultErrnoRet", "1844674407370955");
		SeccompPolicy exported = policy(
				OciProfile.read("exported", spec, new Host(Architecture.X86_64, Set.of(), new KernelVersion(6, 12))));
		Random random = new Random(SEED);
		for (String syscall : Architecture.X86_64.syscalls().names()) {
			for (int i = 0; i < 200; i++) {
				long[] arguments = random.longs(3, 0, (i % 2 == 0) ? 64 : Long.MAX_VALUE).toArray();
				assertThat(exported.action(syscall, arguments).denies()).as("%s %s, seed %d", syscall, arguments, SEED)
					.isEqualTo(policy.action(syscall, arguments).denies());
			}
		}
	}

	@Test
	void kubernetesProfileWhenFamilyHasTheHighestBitDeniesIt() {
		Map<String, Object> manifest = new Yaml()
			.load(CommandResult.of("export", "hardened", "--arch=x86_64", "--format=kubernetes").out());
		SeccompPolicy exported = policy(OciProfile.read("exported", manifest.get("spec"),
				new Host(Architecture.X86_64, Set.of(), new KernelVersion(6, 12))));
		assertThat(exported.action("socket", 38, 5, 0).denies()).isTrue();
		assertThat(exported.action("socket", Long.MIN_VALUE | 38, 5, 0).denies()).isTrue();
		assertThat(exported.action("socket", 2, 1, 0).denies()).isFalse();
	}

	@Test
	void kubernetesProfileWhenDefaultErrorIsOtherFails() throws IOException {
		Path profile = Files.writeString(this.folder.resolve("profile.json"),
				Files.readString(Path.of("src/test/resources/container-profile.json"))
					.replace("\"defaultErrnoRet\": 1,", "\"defaultErrnoRet\": 13,"));
		CommandResult result = CommandResult.of("export", profile.toString(), "--format=kubernetes");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).isEqualTo("A SeccompProfile supports the default error EPERM only, and the policy has"
				+ " EACCES. Export it as an OCI profile.\n");
	}

	@Test
	void exportWhenPolicyHasTooManyConditionsNamesTheCall() throws IOException {
		Path profile = Files.writeString(this.folder.resolve("profile.json"),
				CommandResult.of("export", "web-service", "--arch=x86_64")
					.out()
					.replaceFirst("\"defaultErrnoRet\": 1", "\"defaultErrnoRet\": 13"));
		CommandResult result = CommandResult.of("export", profile.toString(), "--arch=x86_64");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).startsWith("socket: The effect of the rules for this call depends on their order.");
	}

	@Test
	void exportWhenStageIsMissingFails() {
		CommandResult result = CommandResult.of("export", "hardened", "--stage=ready");
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).isEqualTo("hardened has no ready filter.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--format=xml", "--stage=end", "--name=My App" })
	void exportWhenOptionIsInvalidPrintsUsage(String option) {
		CommandResult result = CommandResult.of("export", "hardened", option);
		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.err()).contains("Usage: export ");
	}

	private static String architecture() {
		return Architecture.of(System.getProperty("os.arch")).orElseThrow().id();
	}

	private static SeccompPolicy policy(PolicyProfile profile) {
		return SeccompPolicy.builder(Architecture.X86_64).profile(profile).build();
	}

	private static List<Long> numbers(Map<?, ?> spec) {
		return ((List<?>) spec.get("syscalls")).stream()
			.map((rule) -> ((Map<?, ?>) rule).get("args"))
			.filter(List.class::isInstance)
			.flatMap((arguments) -> ((List<?>) arguments).stream())
			.flatMap((argument) -> ((Map<?, ?>) argument).values().stream())
			.filter(Number.class::isInstance)
			.map((number) -> Long.valueOf(number.toString()))
			.toList();
	}

}
