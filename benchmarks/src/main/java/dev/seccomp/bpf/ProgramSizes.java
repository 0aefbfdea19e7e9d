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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.Capability;
import dev.seccomp.policy.Host;
import dev.seccomp.policy.KernelVersion;
import dev.seccomp.policy.OciProfile;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.yaml.snakeyaml.Yaml;

/**
 * Prints for presets, the four calls that Elasticsearch denies, and OCI profiles named on
 * the command line: the instructions of the program, and those that run for the calls 0
 * to 471, on average and at most.
 */
public final class ProgramSizes {

	private static final int LAST = 471;

	/** What Docker gives a container that asks for nothing. */
	private static final Set<Capability> DOCKER = EnumSet.of(Capability.CHOWN, Capability.DAC_OVERRIDE,
			Capability.FSETID, Capability.FOWNER, Capability.MKNOD, Capability.NET_RAW, Capability.SETGID,
			Capability.SETUID, Capability.SETFCAP, Capability.SETPCAP, Capability.NET_BIND_SERVICE,
			Capability.SYS_CHROOT, Capability.KILL, Capability.AUDIT_WRITE);

	private ProgramSizes() {
	}

	public static void main(String[] args) throws IOException {
		System.out.printf("%-34s %12s %8s %8s%n", "x86_64", "instructions", "average", "longest");
		List<String> four = List.of("execve", "execveat", "fork", "vfork");
		print("four calls, EACCES", deny(four, Errno.EACCES));
		print("four calls, ENOSYS", deny(four, Errno.ENOSYS));
		for (String preset : List.of("no-exec", "hardened", "web-service")) {
			print(preset, SeccompPolicy.builder(Architecture.X86_64).presets(List.of(preset)).build());
		}
		for (String profile : args) {
			print(Path.of(profile).getFileName().toString(), profile(Path.of(profile)));
		}
	}

	private static SeccompPolicy deny(List<String> calls, int errno) {
		return SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", calls, List.of(), List.of(), Action.errno(errno))
			.build();
	}

	private static SeccompPolicy profile(Path file) throws IOException {
		Object json = new Yaml().load(Files.readString(file).replace('\t', ' '));
		Host host = new Host(Architecture.X86_64, DOCKER, KernelVersion.of("6.18.0"));
		return SeccompPolicy.builder(Architecture.X86_64).profile(OciProfile.read(file.toString(), json, host)).build();
	}

	private static void print(String name, SeccompPolicy policy) {
		FilterProgram program = FilterCompiler.compile(policy);
		Interpreter interpreter = new Interpreter(program);
		List<Integer> steps = new ArrayList<>();
		for (int number = 0; number <= LAST; number++) {
			steps.add(interpreter.run(new SeccompData(number, policy.architecture().audit())).steps());
		}
		System.out.printf("%-34s %12d %8.2f %8d%n", name, program.instructions().size(),
				steps.stream().mapToInt(Integer::intValue).average().orElseThrow(),
				steps.stream().mapToInt(Integer::intValue).max().orElseThrow());
	}

}
