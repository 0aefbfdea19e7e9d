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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Machine code for x86_64, for system calls that the C library cannot make.
 */
public final class MachineCode {

	private static final int PROT_READ_WRITE_EXEC = 7;

	private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

	private static final int PAGE = 4096;

	/** The reason to skip an attack if {@link #canMakeInt80()} returns {@code false}. */
	public static final String NO_INT80 = "This machine raises SIGSEGV for calls of i386.";

	private static final int SIGSEGV_STATUS = 139;

	/** A program of one page for Linux on x86_64. Its machine code follows. */
	private static final String ELF_HEADERS = "7f454c46 020101 00000000 0000000000" // magic
			+ "0200 3e00 01000000 7800400000000000 4000000000000000 0000000000000000" // entry
			+ "00000000 4000 3800 0100 0000 0000 0000" // sizes
			+ "01000000 05000000 0000000000000000 0000400000000000 0000400000000000" // segment
			+ "8100000000000000 8100000000000000 0010000000000000";

	/** mov, xor, and {@code int 0x80}. */
	private static final String EXIT_BY_INT80 = "b801000000 31db cd80";

	/** mov, xor, and {@code syscall}. */
	private static final String EXIT_BY_SYSCALL = "b83c000000 31ff 0f05";

	private final Function function;

	private MachineCode(String code) {
		byte[] bytes = parse(code);
		Pointer page = NativeLibrary.getProcess()
			.getFunction("mmap")
			.invokePointer(new Object[] { null, (long) PAGE, PROT_READ_WRITE_EXEC, MAP_PRIVATE_ANONYMOUS, -1, 0L });
		page.write(0, bytes, 0, bytes.length);
		this.function = Function.getFunction(page);
	}

	private static byte[] parse(String code) {
		return HexFormat.of().parseHex(code.replace(" ", ""));
	}

	/**
	 * Run a program that ends with a 32-bit system call. Some kernels and hypervisors
	 * raise {@code SIGSEGV} instead, so that no such call can be made. The same program
	 * with a 64-bit call is the control.
	 * @return whether 64-bit programs can make 32-bit system calls
	 */
	public static boolean canMakeInt80() throws IOException, InterruptedException {
		int control = run(EXIT_BY_SYSCALL);
		int status = run(EXIT_BY_INT80);
		if (control != 0 || (status != 0 && status != SIGSEGV_STATUS)) {
			throw new IllegalStateException("The programs ended with status " + control + " and " + status);
		}
		return status == 0;
	}

	private static int run(String code) throws IOException, InterruptedException {
		Path program = Files.createTempFile("exit", null,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		try {
			Files.write(program, parse(ELF_HEADERS + code));
			return new ProcessBuilder(program.toString()).start().waitFor();
		}
		finally {
			Files.delete(program);
		}
	}

	/**
	 * Return code that makes a 64-bit system call.
	 * @return the code, whose first argument is the number of the call
	 */
	public static MachineCode syscall() {
		return new MachineCode("4889f8 4889f7 4889d6 4889ca 4d89c2 4d89c8" // mov
				+ "0f05 c3"); // syscall; ret
	}

	/**
	 * Return code that makes a 32-bit system call.
	 * @return the code, whose arguments are the number on i386 and one argument of the
	 * call
	 */
	public static MachineCode int80() {
		return new MachineCode("53 89f8 89f3 31c9 31d2" // push rbx; mov; xor ecx, edx
				+ "cd80 4898 5b c3"); // int 0x80; cdqe; pop rbx; ret
	}

	/**
	 * Make a system call.
	 * @param number the number of the call
	 * @param arguments the arguments
	 * @return the returned value, or the negative error number
	 */
	public long call(long number, long... arguments) {
		Object[] all = new Object[6];
		for (int i = 0; i < all.length; i++) {
			all[i] = (i == 0) ? number : (i <= arguments.length) ? arguments[i - 1] : 0L;
		}
		return this.function.invokeLong(all);
	}

}
