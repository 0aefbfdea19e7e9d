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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.seccomp.syscall.Architecture;

/**
 * The system calls of the C library, and the memory for their arguments.
 */
interface Libc extends AutoCloseable {

	/**
	 * Make a system call, {@code syscall(2)}.
	 * @param number the number
	 * @param arguments the arguments
	 * @return the result
	 */
	Result syscall(int number, long... arguments);

	/**
	 * Make a system call with three arguments, and allocate nothing.
	 * @param number the number
	 * @param first the first argument
	 * @param second the second argument
	 * @param third the third argument
	 * @return the result, or the negative error number, which may rarely be another one
	 * @see #prepareDirect
	 */
	long direct(int number, long first, long second, long third);

	/**
	 * Execute all code paths of a direct call, so that a later one takes no longer and
	 * allocates nothing.
	 * @param architecture the architecture of this JVM
	 */
	default void prepareDirect(Architecture architecture) {
		direct(architecture.syscalls().number("getpid").orElseThrow(), 0, 0, 0);
	}

	/**
	 * Allocate memory, which is released when the buffer is unreachable.
	 * @param bytes the size
	 * @return a cleared buffer in native order
	 */
	static ByteBuffer allocate(int bytes) {
		return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
	}

	/**
	 * Return the address of allocated memory.
	 * @param buffer a direct buffer, whose position is 0
	 * @return the address, which is valid while the buffer is reachable
	 */
	long address(ByteBuffer buffer);

	/**
	 * Access memory at an address.
	 * @param address the address of mapped memory
	 * @param bytes the size
	 * @return a buffer in native order
	 */
	ByteBuffer at(long address, int bytes);

	/**
	 * Release the resources of the library.
	 */
	@Override
	default void close() {
	}

	/**
	 * The result of a system call.
	 *
	 * @param value the returned value
	 * @param errno the error number, or 0 if {@code value} is not -1
	 */
	record Result(long value, int errno) {

		boolean isSuccess() {
			return this.value == 0;
		}

		boolean failedWith(int expected) {
			return this.value == -1 && this.errno == expected;
		}

	}

}
