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

/**
 * The system calls of the C library.
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
