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

package dev.seccomp.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.boot.properties.PolicyMapper;
import dev.seccomp.boot.properties.SeccompPropertiesBinder;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.JvmCheck;
import dev.seccomp.learn.Calls;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallGroup;
import dev.seccomp.policy.oci.Host;
import dev.seccomp.policy.oci.KernelVersion;
import dev.seccomp.policy.oci.OciProfile;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that what learn mode writes is what the starter binds.
 */
class LearnedPolicyTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private static final long THREAD = 0x3d0f00;

	private static final long SPAWN = 0x4111;

	private static final long NAMESPACE = 0x4000011;

	@TempDir
	Path folder;

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void allowsWhatWasSeenAndWhatTheJvmNeedsAndNothingElse(Architecture architecture) throws IOException {
		SeccompPolicy policy = learn(new Calls(architecture).make("getsid").make("ptrace"));
		Set<String> expected = new TreeSet<>(Set.of("getsid", "ptrace", "clone", "socket", "prctl"));
		expected.addAll(JvmCheck.purposes(architecture).keySet());
		expected.remove("clone3");
		for (String list : List.of("after-start.txt", "starter.txt")) {
			Catalog.list("/dev/seccomp/learn/" + list, architecture)
				.stream()
				.map(SyscallGroup.Member::syscall)
				.forEach(expected::add);
		}
		expected.addAll(Calls.alternatives(expected));
		expected.removeIf((name) -> architecture.syscalls().number(name).isEmpty());
		FilterProgram program = FilterCompiler.compile(policy);
		assertThatNoException().isThrownBy(() -> JvmCheck.check(policy, DecisionTable.of(policy)));
		assertThat(architecture.syscalls().names()).filteredOn((name) -> allowedByAnyArguments(program, name))
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(run(program, "getsid")).isEqualTo(Action.ALLOW);
		assertThat(run(program, "clone3")).isEqualTo(Action.ENOSYS);
		assertThat(run(program, "execve")).isEqualTo(EACCES);
		assertThat(run(program, "getpgid")).isEqualTo(EPERM);
		assertThat(program.run(new SeccompData(architecture.syscalls().last() + 1, architecture.audit())))
			.isEqualTo(Action.ENOSYS);
		assertThat(policy.absent()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void threadsAreAllowedAndProcessesOnlyAsSeen(Architecture architecture) throws IOException {
		FilterProgram program = FilterCompiler.compile(learn(new Calls(architecture).make("read")));
		assertThat(run(program, "clone", clone(architecture, THREAD))).isEqualTo(Action.ALLOW);
		assertThat(run(program, "clone", clone(architecture, THREAD | 0x4000000))).isEqualTo(EPERM);
		assertThat(run(program, "clone", clone(architecture, SPAWN))).isEqualTo(EACCES);
		program = FilterCompiler
			.compile(learn(new Calls(architecture).make("execve").make("clone", clone(architecture, SPAWN))));
		assertThat(run(program, "execve")).isEqualTo(Action.ALLOW);
		assertThat(run(program, "clone", clone(architecture, SPAWN))).isEqualTo(Action.ALLOW);
		assertThat(run(program, "clone", clone(architecture, 0x11))).isEqualTo(EACCES);
		assertThat(run(program, "clone", clone(architecture, NAMESPACE))).isEqualTo(EPERM);
		program = FilterCompiler.compile(learn(new Calls(architecture).make("clone", clone(architecture, NAMESPACE))));
		assertThat(run(program, "clone", clone(architecture, NAMESPACE))).isEqualTo(Action.ALLOW);
		assertThat(run(program, "clone", clone(architecture, NAMESPACE | 0x8000000))).isEqualTo(EPERM);
		assertThat(run(program, "clone", clone(architecture, SPAWN))).isEqualTo(EACCES);
	}

	@Test
	void socketsAndOptionsAreAllowedAsSeen() throws IOException {
		FilterProgram program = FilterCompiler.compile(learn(calls(Architecture.X86_64)));
		assertThat(run(program, "socket", 2, 0x80801, 0)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "socket", 2, 2, 0)).isEqualTo(EPERM);
		assertThat(run(program, "socket", 2, 10, 0)).isEqualTo(EPERM);
		assertThat(run(program, "socket", 38, 5, 0)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "socket", 16, 3, 12)).isEqualTo(EPERM);
		assertThat(run(program, "socketpair", 1, 1, 0)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "socketpair", 30, 1, 0)).isEqualTo(EPERM);
		assertThat(run(program, "prctl", 29)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "prctl", 4)).isEqualTo(EPERM);
		assertThat(run(program, "personality", 0xffffffffL)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "personality", 0x40000)).isEqualTo(EPERM);
	}

	@Test
	void optionsRequestsAndCommandsAreAllowedAsSeen() throws IOException {
		FilterProgram program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("setsockopt", 9, 1, 2)
			.make("getsockopt", 9, 6, 1)
			.make("ioctl", 9, 0x5421)
			.make("fcntl", 9, 6)));
		assertThat(run(program, "setsockopt", 4, 1, 2)).isEqualTo(Action.ALLOW);
		// IPT_SO_SET_REPLACE and IP6T_SO_SET_REPLACE
		assertThat(run(program, "setsockopt", 4, 0, 64)).isEqualTo(EPERM);
		assertThat(run(program, "setsockopt", 4, 41, 64)).isEqualTo(EPERM);
		assertThat(run(program, "getsockopt", 4, 6, 1)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "getsockopt", 4, 0, 64)).isEqualTo(EPERM);
		assertThat(run(program, "ioctl", 4, 0x5421)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "ioctl", 4, 0x5412)).isEqualTo(EPERM);
		assertThat(run(program, "fcntl", 4, 7)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "fcntl", 4, 1031)).isEqualTo(EPERM);
	}

	@Test
	void addressesAreAllowedAsSeen() throws IOException {
		FilterProgram program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("read")));
		assertThat(run(program, "bind", 4, 0, 110)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "bind", 4, 0, 16)).isEqualTo(EPERM);
		assertThat(run(program, "bind", 4, 0, 28)).isEqualTo(EPERM);
		program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("bind", 9, 0, 28)));
		assertThat(run(program, "bind", 4, 0, 28)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "bind", 4, 0, 16)).isEqualTo(Action.ALLOW);
		assertThat(run(program, "bind", 4, 0, 12)).isEqualTo(EPERM);
		program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("bind", 9, 0, 35)));
		assertThat(run(program, "bind", 4, 0, 60)).isEqualTo(Action.ALLOW);
	}

	@Test
	void datagramsAreAllowedOnlyIfSeen() throws IOException {
		FilterProgram program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("read")));
		for (String name : List.of("sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg")) {
			assertThat(run(program, name)).as(name).isEqualTo(EPERM);
		}
		assertThat(run(program, "socket", 16, 3, 0)).isEqualTo(EPERM);
		program = FilterCompiler.compile(learn(new Calls(Architecture.X86_64).make("sendto", 9)));
		assertThat(run(program, "sendmsg")).isEqualTo(Action.ALLOW);
		assertThat(run(program, "recvmsg")).isEqualTo(EPERM);
	}

	/** On s390x the flags of clone stand elsewhere. */
	@Test
	void fileOfManyArchitecturesHoldsOnEach() throws IOException {
		Path file = this.folder.resolve("learned.yml");
		for (Architecture architecture : Architecture.supported()) {
			calls(architecture).make("clone", clone(architecture, SPAWN)).mergeInto(file, architecture.id());
		}
		for (Architecture architecture : Architecture.supported()) {
			SeccompPolicy policy = bind(file, architecture);
			FilterProgram program = FilterCompiler.compile(policy);
			assertThatNoException().isThrownBy(() -> JvmCheck.check(policy, DecisionTable.of(policy)));
			assertThat(run(program, "clone", clone(architecture, SPAWN))).isEqualTo(Action.ALLOW);
			assertThat(run(program, "clone", clone(architecture, 0x11))).isEqualTo(EACCES);
			assertThat(run(program, "clone", 0x10000000, 0x10000000)).isEqualTo(EPERM);
		}
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void companionAllowsTheSame(Architecture architecture) throws IOException {
		SeccompPolicy policy = learn(calls(architecture).make("clone", clone(architecture, SPAWN))
			.make("clone", clone(architecture, NAMESPACE)));
		FilterProgram program = FilterCompiler.compile(policy);
		String companion = this.folder.resolve("learned.json").toString();
		FilterProgram profile = FilterCompiler.compile(SeccompPolicy.builder(architecture)
			.profile(OciProfile.read(companion, new Yaml().load(Files.readString(Path.of(companion))),
					new Host(architecture, Set.of(), new KernelVersion(6, 1))))
			.build());
		for (int number = 0; number <= architecture.syscalls().last() + 1; number++) {
			for (long[] arguments : arguments()) {
				SeccompData call = new SeccompData(number, architecture.audit(), arguments);
				assertThat(withoutErrno(profile.run(call))).as("%s", call).isEqualTo(withoutErrno(program.run(call)));
			}
		}
	}

	/** A profile, whose rules have no order, denies all with one error. */
	private static Action withoutErrno(Action action) {
		return (action.equals(EACCES)) ? EPERM : action;
	}

	private static Calls calls(Architecture architecture) {
		return new Calls(architecture).make("socket", 2, 1, 0)
			.make("socket", 38, 5, 0)
			.make("socketpair", 1, 1, 0)
			.make("prctl", 29)
			.make("personality", 0xffffffffL)
			.make("memfd_create");
	}

	private SeccompPolicy learn(Calls calls) throws IOException {
		Path file = this.folder.resolve("learned.yml");
		calls.mergeInto(file, "1");
		return bind(file, calls.architecture());
	}

	private static SeccompPolicy bind(Path file, Architecture architecture) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		new YamlPropertySourceLoader().load("learned", new FileSystemResource(file))
			.forEach(environment.getPropertySources()::addLast);
		return PolicyMapper.map(new SeccompPropertiesBinder(environment).bind(), architecture);
	}

	private static boolean allowedByAnyArguments(FilterProgram program, String name) {
		return arguments().stream().anyMatch((arguments) -> !run(program, name, arguments).denies());
	}

	/** All that any condition is on. */
	private static List<long[]> arguments() {
		List<long[]> all = new ArrayList<>();
		for (long first : new long[] { 0, 1, 2, 3, 15, 16, 29, 38, 39, 40, 0xffffffffL, THREAD, SPAWN, NAMESPACE }) {
			for (long second : new long[] { 0, 1, 2, 3, 5, 10, 0x541b, 0x80001, THREAD, SPAWN, NAMESPACE }) {
				for (long third : new long[] { 0, 6, 13, 17, 110, 256, 1L << 32 }) {
					all.add(new long[] { first, second, third });
				}
			}
		}
		return all;
	}

	private static long[] clone(Architecture architecture, long flags) {
		long[] arguments = new long[] { 0x7fff0000, 0x7fff0000 };
		arguments[architecture.cloneFlagsIndex()] = flags;
		return arguments;
	}

	private static Action run(FilterProgram program, String name, long... arguments) {
		Architecture architecture = program.architecture();
		return program
			.run(new SeccompData(architecture.syscalls().number(name).orElseThrow(), architecture.audit(), arguments));
	}

}
