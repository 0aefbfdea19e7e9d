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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A processor architecture, named as in the kernel's audit and seccomp subsystems.
 */
public enum Architecture {

	/**
	 * 64-bit x86.
	 */
	X86_64("x86_64", 0xC000003E, List.of("amd64", "x86_64")),

	/**
	 * 64-bit Arm, little endian.
	 */
	AARCH64("aarch64", 0xC00000B7, List.of("aarch64", "arm64")),

	/**
	 * 64-bit RISC-V.
	 */
	RISCV64("riscv64", 0xC00000F3, List.of("riscv64")),

	/**
	 * 64-bit IBM Z, big endian.
	 */
	S390X("s390x", 0x80000016, List.of("s390x")),

	/**
	 * 64-bit POWER, little endian.
	 */
	PPC64LE("ppc64le", 0xC0000015, List.of("ppc64le")),

	/**
	 * 64-bit LoongArch.
	 */
	LOONGARCH64("loongarch64", 0xC0000102, List.of("loongarch64")),

	/**
	 * 32-bit x86. It is not supported for filtering; its table names the calls that a
	 * 64-bit process makes through {@code int 0x80}.
	 */
	I386("i386", 0x40000003, List.of());

	/**
	 * The bit that marks the numbers of x32 calls ({@code __X32_SYSCALL_BIT} of
	 * {@code asm/unistd.h}). No architecture has calls of its own with such a number.
	 */
	public static final int X32_BIT = 0x40000000;

	private final String id;

	private final int audit;

	private final List<String> osArchs;

	Architecture(String id, int audit, List<String> osArchs) {
		this.id = id;
		this.audit = audit;
		this.osArchs = osArchs;
	}

	/**
	 * Return the architecture of a JVM.
	 * @param osArch the value of the system property {@code os.arch}
	 * @return the architecture, or empty if it has no table
	 */
	public static Optional<Architecture> of(String osArch) {
		return Arrays.stream(values()).filter((candidate) -> candidate.osArchs.contains(osArch)).findFirst();
	}

	/**
	 * Return the architectures on which a JVM can be filtered.
	 * @return all architectures but {@link #I386}
	 */
	public static List<Architecture> supported() {
		return Arrays.stream(values()).filter((candidate) -> !candidate.osArchs.isEmpty()).toList();
	}

	/**
	 * Return the kernel's name of this architecture, as {@code uname -m} prints it.
	 * @return the name
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the value of {@code seccomp_data.arch} for calls of this architecture.
	 * @return the {@code AUDIT_ARCH_*} constant of {@code linux/audit.h}
	 */
	public int audit() {
		return this.audit;
	}

	/**
	 * Return whether this architecture is big endian, so that the more significant half
	 * of a 64-bit argument comes first in memory.
	 * @return whether this architecture is big endian
	 */
	public boolean isBigEndian() {
		return this == S390X;
	}

	/**
	 * Return the index of the argument of {@code clone} that holds its flags.
	 * @return 1 on s390x ({@code CONFIG_CLONE_BACKWARDS2}), otherwise 0
	 */
	public int cloneFlagsIndex() {
		return (this == S390X) ? 1 : 0;
	}

	/**
	 * Return the system calls of this architecture.
	 * @return the table
	 */
	public SyscallTable syscalls() {
		return SyscallTable.of(this);
	}

	@Override
	public String toString() {
		return this.id;
	}

}
