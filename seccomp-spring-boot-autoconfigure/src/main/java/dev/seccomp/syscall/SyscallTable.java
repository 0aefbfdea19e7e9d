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
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The names and numbers of an architecture's system calls. {@code src/syscalls/generate}
 * extracts the table from the kernel's headers.
 */
public final class SyscallTable {

	private static final Map<Architecture, SyscallTable> tables = Collections
		.synchronizedMap(new EnumMap<>(Architecture.class));

	private final Map<String, Integer> numbers;

	private final TreeMap<Integer, String> names;

	private SyscallTable(Map<String, Integer> numbers) {
		this.numbers = numbers;
		this.names = new TreeMap<>();
		numbers.forEach((name, number) -> this.names.put(number, name));
	}

	static SyscallTable of(Architecture architecture) {
		return tables.computeIfAbsent(architecture, SyscallTable::load);
	}

	/**
	 * Return whether any supported architecture has a system call with a name.
	 * @param name the name
	 * @return whether the name is known
	 */
	public static boolean isKnown(String name) {
		return Arrays.stream(Architecture.values())
			.anyMatch((architecture) -> of(architecture).numbers.containsKey(name));
	}

	/**
	 * Return the number of a system call.
	 * @param name the name
	 * @return the number, or empty if the architecture has no such call
	 */
	public OptionalInt number(String name) {
		Integer number = this.numbers.get(name);
		return (number != null) ? OptionalInt.of(number) : OptionalInt.empty();
	}

	/**
	 * Return the name of a system call.
	 * @param number the number
	 * @return the name, or {@code null} if the architecture has no such call
	 */
	public @Nullable String name(int number) {
		return this.names.get(number);
	}

	/**
	 * Return the names of all system calls.
	 * @return the names, in no order
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.numbers.keySet());
	}

	/**
	 * Return the highest number of a system call.
	 * @return the number
	 */
	public int last() {
		return this.names.lastKey();
	}

	private static SyscallTable load(Architecture architecture) {
		return new SyscallTable(Table.load(architecture.id() + ".tbl"));
	}

}
