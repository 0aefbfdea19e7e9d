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

	private final Function function;

	private MachineCode(String code) {
		byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
		Pointer page = NativeLibrary.getProcess()
			.getFunction("mmap")
			.invokePointer(new Object[] { null, (long) PAGE, PROT_READ_WRITE_EXEC, MAP_PRIVATE_ANONYMOUS, -1, 0L });
		page.write(0, bytes, 0, bytes.length);
		this.function = Function.getFunction(page);
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
