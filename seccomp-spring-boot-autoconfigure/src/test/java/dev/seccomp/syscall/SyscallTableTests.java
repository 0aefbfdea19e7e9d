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

package dev.seccomp.syscall;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SyscallTable}.
 */
class SyscallTableTests {

	@ParameterizedTest
	@CsvSource({ "X86_64, 385", "AARCH64, 327", "RISCV64, 328", "S390X, 390", "PPC64LE, 424", "LOONGARCH64, 323" })
	void namesContainAllCalls(Architecture architecture, int count) {
		assertThat(architecture.syscalls().names()).hasSize(count);
	}

	/** Known numbers from each architecture's unistd.h. */
	@ParameterizedTest
	@CsvSource({ "X86_64, read, 0", "X86_64, execve, 59", "X86_64, seccomp, 317", "X86_64, uretprobe, 335",
			"AARCH64, openat, 56", "AARCH64, execve, 221", "AARCH64, seccomp, 277", "RISCV64, riscv_flush_icache, 259",
			"RISCV64, execve, 221", "S390X, fork, 2", "S390X, execve, 11", "S390X, seccomp, 348", "S390X, socket, 359",
			"PPC64LE, execve, 11", "PPC64LE, socketcall, 102", "PPC64LE, seccomp, 358", "LOONGARCH64, execve, 221",
			"I386, execve, 11", "I386, getpid, 20", "X86_64, clone3, 435", "S390X, clone3, 435",
			"PPC64LE, mseal, 462" })
	void numberReturnsKernelNumber(Architecture architecture, String name, int number) {
		assertThat(architecture.syscalls().number(name)).hasValue(number);
		assertThat(architecture.syscalls().name(number)).isEqualTo(name);
	}

	@Test
	void numberAndNameAreBijective() {
		for (Architecture architecture : Architecture.values()) {
			SyscallTable table = architecture.syscalls();
			Set<Integer> numbers = new HashSet<>();
			for (String name : table.names()) {
				int number = table.number(name).orElseThrow();
				assertThat(numbers.add(number)).as("%s %s", architecture, name).isTrue();
				assertThat(table.name(number)).isEqualTo(name);
				assertThat(number).isBetween(0, table.last());
			}
			assertThat(numbers).contains(table.last());
		}
	}

	/** From 424 on, all architectures use the same numbers. */
	@Test
	void numberWhenCallIsNewIsSameOnAllArchitectures() {
		for (Architecture architecture : Architecture.values()) {
			for (String name : architecture.syscalls().names()) {
				int number = architecture.syscalls().number(name).orElseThrow();
				String known = Architecture.X86_64.syscalls().name(number);
				if (number >= 424 && known != null) {
					assertThat(name).isEqualTo(known);
				}
			}
		}
	}

	@Test
	void numberWhenCallIsAbsentReturnsEmpty() {
		assertThat(Architecture.AARCH64.syscalls().number("fork")).isEmpty();
		assertThat(Architecture.X86_64.syscalls().number("EXECVE")).isEmpty();
		assertThat(Architecture.X86_64.syscalls().name(400)).isNull();
		assertThat(Architecture.X86_64.syscalls().name(-1)).isNull();
	}

	@Test
	void isKnownWhenAnyArchitectureHasCallReturnsTrue() {
		assertThat(SyscallTable.isKnown("execve")).isTrue();
		assertThat(SyscallTable.isKnown("riscv_flush_icache")).isTrue();
		assertThat(SyscallTable.isKnown("vm86old")).isTrue();
		assertThat(SyscallTable.isKnown("execv")).isFalse();
		assertThat(SyscallTable.isKnown("")).isFalse();
	}

}
