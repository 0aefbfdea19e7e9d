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

import dev.seccomp.syscall.Architecture;

/**
 * The input of a filter program: {@code struct seccomp_data} of {@code linux/seccomp.h}.
 *
 * @param nr the number of the call
 * @param arch the architecture, an {@code AUDIT_ARCH_*} constant
 * @param arguments the six arguments
 */
public record SeccompData(int nr, int arch, long... arguments) {

	static final int NR = 0;

	static final int ARCH = 4;

	private static final int INSTRUCTION_POINTER = 8;

	private static final int ARGUMENTS = 16;

	private static final int SIZE = 64;

	/**
	 * Return the offset of the more significant half of an argument.
	 * @param architecture the architecture
	 * @param index the argument, 0 to 5
	 * @return the offset in bytes
	 */
	static int high(Architecture architecture, int index) {
		return ARGUMENTS + 8 * index + ((architecture.isBigEndian()) ? 0 : 4);
	}

	/**
	 * Return the offset of the less significant half of an argument.
	 * @param architecture the architecture
	 * @param index the argument, 0 to 5
	 * @return the offset in bytes
	 */
	static int low(Architecture architecture, int index) {
		return ARGUMENTS + 8 * index + ((architecture.isBigEndian()) ? 4 : 0);
	}

	/**
	 * Return the name of the field at an offset, as in the kernel's header.
	 * @param offset the offset in bytes
	 * @return the name of the field; an argument's second word in memory order ends with
	 * {@code +4}
	 */
	static String name(int offset) {
		if (offset == NR) {
			return "nr";
		}
		if (offset == ARCH) {
			return "arch";
		}
		return "args[" + (offset - ARGUMENTS) / 8 + "]" + ((offset % 8 == 0) ? "" : "+4");
	}

	int word(int offset, boolean bigEndian) {
		if (offset < 0 || offset >= SIZE || offset % 4 != 0) {
			throw new IllegalArgumentException("No word at offset " + offset);
		}
		if (offset == NR) {
			return this.nr;
		}
		if (offset == ARCH) {
			return this.arch;
		}
		if (offset < ARGUMENTS) {
			return 0;
		}
		int index = (offset - ARGUMENTS) / 8;
		long argument = (index < this.arguments.length) ? this.arguments[index] : 0;
		boolean high = ((offset - INSTRUCTION_POINTER) % 8 == 0) == bigEndian;
		return (int) ((high) ? argument >>> 32 : argument);
	}

}
