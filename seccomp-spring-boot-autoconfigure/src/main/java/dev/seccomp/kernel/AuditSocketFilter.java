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

package dev.seccomp.kernel;

import java.util.List;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.Instruction;
import dev.seccomp.syscall.Architecture;

/**
 * Keeps from a socket the records of calls that a supervisor was asked about, and tells
 * of itself: in a flood it would cost the application as much to receive them as to
 * answer. Such a record ends with {@code code=0x7fc00000}.
 */
final class AuditSocketFilter {

	/* asm-generic/socket.h */

	private static final int SOL_SOCKET = 1;

	private static final int SO_ATTACH_FILTER = 26;

	/* linux/bpf_common.h, linux/filter.h */

	private static final int LOAD_LENGTH = 0x80;

	private static final int SUBTRACT = 0x14;

	private static final int TO_INDEX = 0x07;

	private static final int LOAD_AT_INDEX = 0x40;

	private static final int EQUAL = 0x15;

	private static final int RETURN = 0x06;

	private static final int ALL_BYTES = -1;

	private static final int FPROG_BYTES = 16;

	private AuditSocketFilter() {
	}

	/**
	 * Put the filter on a socket. Without it, more is received.
	 */
	static void attach(Architecture architecture, Libc libc, long socket) {
		try (SockFprog fprog = new SockFprog(program(architecture))) {
			libc.syscall(architecture.syscalls().number("setsockopt").orElseThrow(), socket, SOL_SOCKET,
					SO_ATTACH_FILTER, fprog.address(), FPROG_BYTES);
		}
	}

	private static FilterProgram program(Architecture architecture) {
		return new FilterProgram(architecture,
				List.of(new Instruction(LOAD_LENGTH, 0, 0, 0), new Instruction(SUBTRACT, 0, 0, 12),
						new Instruction(TO_INDEX, 0, 0, 0), new Instruction(LOAD_AT_INDEX, 0, 0, 0), equal("e=0x", 5),
						new Instruction(LOAD_AT_INDEX, 0, 0, 4), equal("7fc0", 3),
						new Instruction(LOAD_AT_INDEX, 0, 0, 8), equal("0000", 1), new Instruction(RETURN, 0, 0, 0),
						new Instruction(RETURN, 0, 0, ALL_BYTES)));
	}

	private static Instruction equal(String text, int otherwise) {
		int word = 0;
		for (int i = 0; i < Integer.BYTES; i++) {
			word = (word << Byte.SIZE) | text.charAt(i);
		}
		return new Instruction(EQUAL, 0, otherwise, word);
	}

}
