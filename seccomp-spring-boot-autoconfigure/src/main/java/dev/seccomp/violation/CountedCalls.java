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

package dev.seccomp.violation;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are counted and limited separately. Each call of the architecture is
 * one. All unknown calls together are another one, as native code chooses their numbers.
 * So are all calls of a foreign ABI, and all that a signal interrupted too early.
 */
final class CountedCalls {

	private static final String UNKNOWN = "unknown";

	private static final String INTERRUPTED = "interrupted";

	private final int audit;

	/** The names by number, and after them those of the other calls. */
	private final @Nullable String[] names;

	private final int unknown;

	CountedCalls(Architecture architecture) {
		SyscallTable table = architecture.syscalls();
		this.audit = architecture.audit();
		this.unknown = table.last() + 1;
		this.names = new String[this.unknown + 3];
		for (int i = 0; i < this.unknown; i++) {
			this.names[i] = table.name(i);
		}
		this.names[this.unknown] = UNKNOWN;
		this.names[foreign()] = ForeignAbi.NAME;
		this.names[interrupted()] = INTERRUPTED;
	}

	int size() {
		return this.names.length;
	}

	/**
	 * Return the index of a call. Allocates nothing.
	 * @param number the number of the call
	 * @param arch the architecture of the call, an {@code AUDIT_ARCH_*} constant
	 * @return the index, below the size
	 */
	int index(int number, int arch) {
		if (arch != this.audit || number < 0 || number >= Architecture.X32_BIT) {
			return foreign();
		}
		return (number < this.unknown && this.names[number] != null) ? number : this.unknown;
	}

	private int foreign() {
		return this.unknown + 1;
	}

	int interrupted() {
		return this.unknown + 2;
	}

	/**
	 * Return the index of a name.
	 * @param name the name of a call
	 * @return the index, that of the unknown calls if there is no such call
	 */
	int index(String name) {
		for (int i = 0; i < this.names.length; i++) {
			if (name.equals(this.names[i])) {
				return i;
			}
		}
		return this.unknown;
	}

	String name(int index) {
		String name = this.names[index];
		return (name != null) ? name : UNKNOWN;
	}

}
