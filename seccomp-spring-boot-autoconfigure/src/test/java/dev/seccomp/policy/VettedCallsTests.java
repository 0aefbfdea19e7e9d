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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.syscall.SyscallTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VettedCalls}.
 */
class VettedCallsTests {

	/** {@code CLONE_*} of {@code linux/sched.h}. */
	private static final long CLONE_VFORK = 0x4000;

	private static final long CLONE_VM = 0x100;

	private static final long SIGCHLD = 17;

	private static final String FAMILY = "family ";

	private static final String NOT_VETTED = "#   ";

	private final VettedCalls calls = VettedCalls.get();

	@Test
	void everyNameIsACallOfSomeArchitecture() {
		assertThat(this.calls.names()).isNotEmpty().allMatch(SyscallTable::isKnown);
		assertThat(this.calls.names()).allMatch(this.calls::contains);
	}

	@Test
	void noCallIsListedTwice() throws IOException {
		List<String> listed = new ArrayList<>();
		families().values().forEach((family) -> listed.addAll(names(family.get("calls"))));
		assertThat(listed).doesNotHaveDuplicates().containsExactlyElementsOf(this.calls.names());
	}

	@Test
	void everyFamilyHasItsReasons() throws IOException {
		assertThat(families()).isNotEmpty().allSatisfy((name, family) -> {
			assertThat(family).containsOnlyKeys((family.containsKey("unless"))
					? List.of("calls", "unless", "VM", "locks") : List.of("calls", "VM", "locks"));
			assertThat(family.values()).noneMatch(String::isBlank);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "execve", "vfork", "clone", "socket", "bind", "listen", "connect", "accept4",
			"memfd_create", "ptrace", "unshare", "bpf", "io_uring_setup", "keyctl" })
	void containsWhatAnAttackerMakes(String syscall) {
		assertThat(this.calls.contains(syscall)).isTrue();
	}

	@Test
	void noCallIsVettedAndNotVetted() throws IOException {
		assertThat(notVetted()).contains("clone3", "fork", "futex", "mmap", "openat", "prctl", "setuid", "kill")
			.allMatch(SyscallTable::isKnown)
			.doesNotContainAnyElementsOf(this.calls.names());
	}

	/** So that whoever adds a call to a group looks at who makes it. */
	@Test
	void everyCallOfAGroupWasLookedAt() throws IOException {
		Set<String> members = new TreeSet<>();
		for (String group : Catalog.get().groups()) {
			Catalog.get().group(group).orElseThrow().members().forEach((member) -> members.add(member.syscall()));
		}
		members.removeAll(this.calls.names());
		assertThat(members).isNotEmpty().isSubsetOf(notVetted());
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void jvmLivesWithoutThem(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture);
		for (String name : this.calls.names()) {
			builder.rule("syscalls[0]", List.of(name), List.of(), this.calls.conditions(name, architecture),
					Action.errno(Errno.EPERM));
		}
		SeccompPolicy policy = builder.build();
		assertThat(policy.rules()).hasSizeGreaterThan(50);
		JvmCheck.check(policy, DecisionTable.of(policy));
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void cloneIsVettedWithCloneVforkOnly(Architecture architecture) {
		List<ArgumentCondition> conditions = this.calls.conditions("clone", architecture);
		assertThat(conditions).containsExactly(
				ArgumentCondition.masked((architecture == Architecture.S390X) ? 1 : 0, CLONE_VFORK, CLONE_VFORK));
		assertThat(conditions.get(0).test(CLONE_VM | CLONE_VFORK | SIGCHLD)).isTrue();
		assertThat(conditions.get(0).test(SIGCHLD)).isFalse();
	}

	/** JFR makes them in VM: getifaddrs opens a netlink socket and binds it. */
	@Test
	void netlinkIsNotVetted() {
		assertThat(this.calls.conditions("socket", Architecture.X86_64))
			.containsExactly(ArgumentCondition.of(0, Operator.NE, 16));
		assertThat(this.calls.conditions("bind", Architecture.X86_64))
			.containsExactly(ArgumentCondition.of(2, Operator.NE, 12));
	}

	@Test
	void otherCallsAreVettedWhateverTheirArguments() {
		assertThat(this.calls.names()).filteredOn((name) -> !this.calls.conditions(name, Architecture.X86_64).isEmpty())
			.containsExactlyInAnyOrder("clone", "socket", "bind");
	}

	@Test
	void callThatIsNotVettedHasNoConditions() {
		assertThat(this.calls.contains("futex")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> this.calls.conditions("futex", Architecture.X86_64))
			.withMessageContaining("futex");
	}

	@Test
	void programsThatTheJvmStartsAtASafepointAreNotVetted() {
		for (String call : List.of("execve", "vfork", "clone")) {
			assertThat(this.calls.unless(call)).containsExactly("-XX:OnOutOfMemoryError", "-XX:OnError",
					"-XX:+ShowMessageBoxOnError");
		}
		assertThat(this.calls.unless("socket")).isEmpty();
	}

	private static Map<String, Map<String, String>> families() throws IOException {
		Map<String, Map<String, String>> families = new LinkedHashMap<>();
		Map<String, String> family = Map.of();
		for (String line : lines()) {
			if (line.startsWith(FAMILY)) {
				family = new LinkedHashMap<>();
				families.put(line.substring(FAMILY.length()), family);
			}
			else if (line.startsWith("  ")) {
				String[] parts = line.strip().split(": ", 2);
				family.put(parts[0], parts[1]);
			}
		}
		return families;
	}

	/** Those of the comments at the end; one that says "clone without" is vetted else. */
	private static Set<String> notVetted() throws IOException {
		List<String> lines = lines();
		Set<String> names = new TreeSet<>();
		for (String line : lines.subList(lines.indexOf("# Not vetted, though a group denies them:"), lines.size())) {
			if (line.startsWith(NOT_VETTED)) {
				String[] parts = line.substring(NOT_VETTED.length()).split(" : ", 2);
				assertThat(parts).as(line).hasSize(2);
				names(parts[0]).stream().filter((name) -> !name.contains(" ")).forEach(names::add);
			}
		}
		return names;
	}

	private static List<String> names(String list) {
		return List.of(list.replaceAll("\\([^)]*\\)", "").split(", "));
	}

	private static List<String> lines() throws IOException {
		try (InputStream stream = VettedCalls.class.getResourceAsStream("vetted.txt")) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

}
