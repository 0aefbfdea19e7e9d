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

package dev.seccomp.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;

/**
 * A system call whose arguments determine its effect. These calls have few different
 * values, which are the same in each run. None of them is frequent, because a call with
 * conditions does not benefit from the kernel's action cache.
 */
enum ArgumentCall {

	/**
	 * Creates threads, processes and namespaces, depending on its flags.
	 */
	CLONE,

	/**
	 * Opens a socket of a family, type and protocol.
	 */
	SOCKET,

	/**
	 * Opens a pair of connected sockets.
	 */
	SOCKETPAIR,

	/**
	 * Gives a socket its address. Its length shows the family, except of local addresses
	 * with paths.
	 */
	BIND,

	/**
	 * Performs the operation that its option selects.
	 */
	PRCTL,

	/**
	 * Changes the execution domain of the process.
	 */
	PERSONALITY,

	/**
	 * Sets an option of a level of a socket. Some options, such as those of netfilter,
	 * lead to rarely used code of the kernel.
	 */
	SETSOCKOPT,

	/**
	 * Returns an option of a level of a socket.
	 */
	GETSOCKOPT,

	/**
	 * Makes the request of a driver that its number selects.
	 */
	IOCTL,

	/**
	 * Performs a command on a descriptor.
	 */
	FCNTL;

	/* linux/sched.h */

	private static final long CLONE_THREAD = 0x10000;

	private static final long NAMESPACES = 0x7e020000;

	/** {@code SOCK_TYPE_MASK} of linux/net.h. The other bits are flags. */
	private static final long TYPE = 0xf;

	private static final long FAMILY = 0xfffffff;

	private static final int FAMILY_SHIFT = 36;

	private static final int TYPE_SHIFT = 32;

	private static final long INT = 0xffffffffL;

	/** Any length of an address. */
	private static final long ANY = 0;

	/**
	 * Return the relevant arguments as one value.
	 */
	long value(Architecture architecture, long[] arguments) {
		return switch (this) {
			case CLONE -> arguments[architecture.cloneFlagsIndex()];
			case SOCKET, SOCKETPAIR -> socket(arguments);
			case BIND -> address((int) arguments[2]);
			case PRCTL, PERSONALITY -> arguments[0];
			case SETSOCKOPT, GETSOCKOPT -> (arguments[1] & INT) << Integer.SIZE | arguments[2] & INT;
			case IOCTL, FCNTL -> arguments[1] & INT;
		};
	}

	/** The kernel reads each argument as 32 bits. */
	private static long socket(long[] arguments) {
		return Math.min(arguments[0] & INT, FAMILY) << FAMILY_SHIFT | (arguments[1] & TYPE) << TYPE_SHIFT
				| arguments[2] & INT;
	}

	/** Local addresses with paths have many lengths. */
	private static long address(int length) {
		return switch (length) {
			// The sizes of sockaddr_nl, sockaddr_in, sockaddr_in6 and sockaddr_un
			case 12, 16, 28, 110 -> length;
			default -> ANY;
		};
	}

	/**
	 * Return the recorded call for a value.
	 */
	RecordedCall call(Architecture architecture, long value) {
		return new RecordedCall(toString(), switch (this) {
			case CLONE -> clone(architecture, value);
			case SOCKET, SOCKETPAIR -> socket(value);
			case BIND -> (value == ANY) ? List.of() : List.of(ArgumentCondition.masked(2, INT, value));
			case PRCTL, PERSONALITY -> equal(0, value);
			case SETSOCKOPT, GETSOCKOPT -> List.of(ArgumentCondition.masked(1, INT, value >>> Integer.SIZE),
					ArgumentCondition.masked(2, INT, value & INT));
			case IOCTL, FCNTL -> List.of(ArgumentCondition.masked(1, INT, value));
		});
	}

	/** The flags that create threads differ between C libraries. */
	private static List<ArgumentCondition> clone(Architecture architecture, long flags) {
		return (thread(architecture).test(flags)) ? List.of() : equal(architecture.cloneFlagsIndex(), flags);
	}

	/**
	 * Return the condition that the flags of {@code clone} create a thread and no
	 * namespace.
	 */
	static ArgumentCondition thread(Architecture architecture) {
		return ArgumentCondition.masked(architecture.cloneFlagsIndex(), CLONE_THREAD | NAMESPACES, CLONE_THREAD);
	}

	/**
	 * Return whether a call of {@code clone} creates a thread and no namespace.
	 */
	static boolean isThread(Architecture architecture, long[] arguments) {
		return thread(architecture).test(arguments[architecture.cloneFlagsIndex()]);
	}

	private static List<ArgumentCondition> socket(long value) {
		return List.of(ArgumentCondition.of(0, Operator.EQ, value >>> FAMILY_SHIFT),
				ArgumentCondition.masked(1, TYPE, value >>> TYPE_SHIFT & TYPE),
				ArgumentCondition.of(2, Operator.EQ, value & INT));
	}

	private static List<ArgumentCondition> equal(int index, long value) {
		return List.of(ArgumentCondition.of(index, Operator.EQ, value));
	}

	static Optional<ArgumentCall> of(String syscall) {
		return Arrays.stream(values()).filter((candidate) -> candidate.toString().equals(syscall)).findFirst();
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
