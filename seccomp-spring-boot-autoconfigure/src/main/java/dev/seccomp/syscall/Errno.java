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

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The kernel's error numbers, which are the same on all supported architectures
 * ({@code asm-generic/errno-base.h} and {@code errno.h}).
 */
public final class Errno {

	/**
	 * Operation not permitted.
	 */
	public static final int EPERM = 1;

	/**
	 * No such file or directory.
	 */
	public static final int ENOENT = 2;

	/**
	 * No such process.
	 */
	public static final int ESRCH = 3;

	/**
	 * Interrupted system call.
	 */
	public static final int EINTR = 4;

	/**
	 * Bad file descriptor.
	 */
	public static final int EBADF = 9;

	/**
	 * Out of memory.
	 */
	public static final int ENOMEM = 12;

	/**
	 * Permission denied.
	 */
	public static final int EACCES = 13;

	/**
	 * Bad address.
	 */
	public static final int EFAULT = 14;

	/**
	 * Device or resource busy.
	 */
	public static final int EBUSY = 16;

	/**
	 * File exists.
	 */
	public static final int EEXIST = 17;

	/**
	 * Invalid argument.
	 */
	public static final int EINVAL = 22;

	/**
	 * Function not implemented.
	 */
	public static final int ENOSYS = 38;

	/**
	 * Operation now in progress.
	 */
	public static final int EINPROGRESS = 115;

	/**
	 * Operation canceled.
	 */
	public static final int ECANCELED = 125;

	/**
	 * The highest error number that a system call can return ({@code MAX_ERRNO} of
	 * {@code linux/err.h}).
	 */
	public static final int MAX = 4095;

	private static final Map<String, Integer> numbers = Table.load("errno.tbl");

	private Errno() {
	}

	/**
	 * Return the number of an error.
	 * @param name the name, such as {@code EACCES}
	 * @return the number, or empty if there is no such error
	 */
	public static OptionalInt number(String name) {
		Integer number = numbers.get(name);
		return (number != null) ? OptionalInt.of(number) : OptionalInt.empty();
	}

	/**
	 * Return the name of an error.
	 * @param number the number
	 * @return the name, or the number in decimal if it has no name
	 */
	public static String name(int number) {
		return numbers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == number)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseGet(() -> String.valueOf(number));
	}

	/**
	 * Return the names of all errors.
	 * @return the names
	 */
	public static Set<String> names() {
		return Collections.unmodifiableSet(numbers.keySet());
	}

}
