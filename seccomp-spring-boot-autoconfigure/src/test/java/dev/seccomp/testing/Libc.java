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

import java.util.Arrays;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Errno;

/**
 * The C library, for system calls of an attacker or of another library.
 */
public final class Libc {

	private static final Function SYSCALL = NativeLibrary.getProcess().getFunction("syscall");

	private static final int AT_FDCWD = -100;

	private static final int AT_EMPTY_PATH = 0x1000;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int SECCOMP_SET_MODE_FILTER = 1;

	private static final int TSYNC = 1;

	private static final int NEW_LISTENER = 1 << 3;

	private static final int TSYNC_ESRCH = 1 << 4;

	private Libc() {
	}

	/**
	 * Make a system call.
	 * @param name the name of the call
	 * @param arguments the arguments: {@link Number}, {@link Pointer} or strings
	 * @return the returned value, or the negative error number
	 */
	public static long syscall(String name, Object... arguments) {
		Object[] invocation = new Object[arguments.length + 1];
		invocation[0] = (long) Platform.architecture().syscalls().number(name).orElseThrow();
		for (int i = 0; i < arguments.length; i++) {
			invocation[i + 1] = (arguments[i] instanceof Integer number) ? Long.valueOf(number) : arguments[i];
		}
		long value = SYSCALL.invokeLong(invocation);
		return (value == -1) ? -Native.getLastError() : value;
	}

	/**
	 * Make a system call.
	 * @param name the name of the call
	 * @param arguments the arguments
	 * @return the name of the error, or the returned value
	 */
	public static String outcome(String name, Object... arguments) {
		long value = syscall(name, arguments);
		return (value < 0) ? Errno.name((int) -value) : String.valueOf(value);
	}

	/**
	 * Run a command in a shell, with {@code system(3)}.
	 * @param command the command
	 */
	public static void system(String command) {
		NativeLibrary.getProcess().getFunction("system").invokeInt(new Object[] { command });
	}

	/**
	 * Replace the program of this process with {@code execve(2)}.
	 * @param command the program and its arguments
	 * @return the name of the error. Does not return on success
	 */
	public static String execve(String... command) {
		return outcome("execve", command[0], new StringArray(command), new StringArray(new String[0]));
	}

	/**
	 * Replace the program of this process with {@code execveat(2)}.
	 * @param command the program and its arguments
	 * @return the name of the error. Does not return on success
	 */
	public static String execveat(String... command) {
		return outcome("execveat", AT_FDCWD, command[0], new StringArray(command), new StringArray(new String[0]), 0);
	}

	/**
	 * Replace the program of this process by that of an open file.
	 * @param fd the file
	 * @param command the name of the program and its arguments
	 * @return the name of the error. Does not return on success
	 */
	public static String execveat(long fd, String... command) {
		return outcome("execveat", fd, "", new StringArray(command), new StringArray(new String[0]), AT_EMPTY_PATH);
	}

	/**
	 * Install a filter on the calling thread only.
	 * @param program the filter
	 */
	public static void filterThisThread(FilterProgram program) {
		filter(program, 0);
	}

	/**
	 * Install a filter on all threads.
	 * @param program the filter
	 */
	public static void filterAllThreads(FilterProgram program) {
		filter(program, TSYNC | TSYNC_ESRCH);
	}

	/**
	 * Install a filter with a listener on the calling thread only. The listener stays
	 * open.
	 * @param program the filter
	 */
	public static void filterThisThreadWithListener(FilterProgram program) {
		filter(program, NEW_LISTENER);
	}

	/**
	 * Install a filter with a listener on all threads. The listener stays open.
	 * @param program the filter
	 */
	public static void filterAllThreadsWithListener(FilterProgram program) {
		filter(program, TSYNC | NEW_LISTENER | TSYNC_ESRCH);
	}

	private static void filter(FilterProgram program, int flags) {
		byte[] bytes = program.toBytes();
		Memory filter = new Memory(bytes.length);
		filter.write(0, bytes, 0, bytes.length);
		Memory fprog = new Memory(Long.BYTES * 2);
		fprog.clear();
		fprog.setShort(0, (short) program.instructions().size());
		fprog.setPointer(Long.BYTES, filter);
		long[] results = { syscall("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
				syscall("seccomp", SECCOMP_SET_MODE_FILTER, flags, fprog) };
		if (results[0] != 0 || results[1] < 0 || (results[1] > 0 && (flags & NEW_LISTENER) == 0)) {
			throw new IllegalStateException("No filter: " + Arrays.toString(results));
		}
	}

}
