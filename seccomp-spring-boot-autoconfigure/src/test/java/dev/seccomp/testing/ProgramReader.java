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

package dev.seccomp.testing;

import java.security.MessageDigest;
import java.util.HexFormat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.Instruction;

/**
 * Reads a filter of another process with {@code ptrace(2)} and prints its hash. The
 * arguments are the process id and the index of the filter, where 0 is the oldest.
 */
public final class ProgramReader {

	private static final int PTRACE_ATTACH = 16;

	private static final int PTRACE_DETACH = 17;

	private static final int PTRACE_SECCOMP_GET_FILTER = 0x420c;

	private static final int WALL = 0x40000000;

	private ProgramReader() {
	}

	public static void main(String[] args) throws Exception {
		long process = Long.parseLong(args[0]);
		long filter = Long.parseLong(args[1]);
		require("PTRACE_ATTACH", Libc.syscall("ptrace", PTRACE_ATTACH, process, 0, 0));
		require("wait4", Libc.syscall("wait4", process, Pointer.NULL, WALL, Pointer.NULL));
		long length = require("PTRACE_SECCOMP_GET_FILTER",
				Libc.syscall("ptrace", PTRACE_SECCOMP_GET_FILTER, process, filter, Pointer.NULL));
		Memory program = new Memory(length * Instruction.BYTES);
		require("PTRACE_SECCOMP_GET_FILTER",
				Libc.syscall("ptrace", PTRACE_SECCOMP_GET_FILTER, process, filter, program));
		require("PTRACE_DETACH", Libc.syscall("ptrace", PTRACE_DETACH, process, 0, 0));
		byte[] bytes = program.getByteArray(0, (int) program.size());
		System.out.println("instructions: " + length);
		System.out
			.println("hash: sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
	}

	private static long require(String call, long result) {
		if (result < 0) {
			System.out.println(call + " failed with errno " + -result);
			System.exit(1);
		}
		return result;
	}

}
