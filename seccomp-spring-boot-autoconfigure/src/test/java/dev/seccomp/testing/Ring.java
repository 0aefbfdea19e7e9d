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

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A ring of io_uring, through which native code makes operations that no filter sees
 * ({@code linux/io_uring.h}).
 */
public final class Ring {

	private static final int SOCKET = 45;

	private static final int BIND = 56;

	private static final int LISTEN = 57;

	private static final int AF_INET = 2;

	private static final int SOCK_STREAM = 1;

	private static final int GETEVENTS = 1;

	private static final int PROT_READ_WRITE = 3;

	private static final int MAP_SHARED_POPULATE = 0x8001;

	private static final long OFF_SQES = 0x10000000L;

	private static final int ENTRIES = 4;

	private static final int PAGE = 4096;

	/* struct io_uring_params */

	private static final int PARAMS = 120;

	private static final int SQ_OFFSETS = 40;

	private static final int CQ_OFFSETS = 80;

	private final Memory params = new Memory(PARAMS);

	private final long descriptor;

	private final Pointer rings;

	private final Pointer entries;

	private Ring() {
		this.params.clear();
		this.descriptor = Libc.syscall("io_uring_setup", ENTRIES, this.params);
		if (this.descriptor < 0) {
			throw new IllegalStateException(String.valueOf(-this.descriptor));
		}
		this.rings = map(0);
		this.entries = map(OFF_SQES);
	}

	private Pointer map(long offset) {
		return new Pointer(
				Libc.syscall("mmap", 0, PAGE, PROT_READ_WRITE, MAP_SHARED_POPULATE, this.descriptor, offset));
	}

	/**
	 * Try to create a ring.
	 * @return the name of the error, or {@code created}
	 */
	public static String create() {
		Memory params = new Memory(PARAMS);
		params.clear();
		String outcome = Libc.outcome("io_uring_setup", ENTRIES, params);
		return (outcome.startsWith("E")) ? outcome : "created";
	}

	/**
	 * Open a port on the loopback interface with operations of a ring only.
	 * @return the port
	 */
	public static int openPort() {
		return new Ring().open();
	}

	private int open() {
		int socket = submit(SOCKET, AF_INET, 0, SOCK_STREAM, 0);
		Memory address = new Memory(16);
		for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 20_000); port < 60_000; port++) {
			// struct sockaddr_in
			address.clear();
			address.setShort(0, (short) AF_INET);
			address.setByte(2, (byte) (port >> 8));
			address.setByte(3, (byte) port);
			address.setByte(4, (byte) 127);
			address.setByte(7, (byte) 1);
			if (submit(BIND, socket, Pointer.nativeValue(address), address.size(), 0) == 0) {
				submit(LISTEN, socket, 0, 0, 1);
				return port;
			}
		}
		throw new IllegalStateException("No free port");
	}

	/** Submits an operation and returns its result. */
	private int submit(int opcode, int fd, long address, long offset, int length) {
		this.entries.clear(64);
		this.entries.setByte(0, (byte) opcode);
		this.entries.setInt(4, fd);
		this.entries.setLong(8, offset);
		this.entries.setLong(16, address);
		this.entries.setInt(24, length);
		int tail = offset(SQ_OFFSETS + 4);
		int mask = this.rings.getInt(offset(SQ_OFFSETS + 8));
		int position = this.rings.getInt(tail);
		this.rings.setInt(offset(SQ_OFFSETS + 24) + 4L * (position & mask), 0);
		this.rings.setInt(tail, position + 1);
		Libc.syscall("io_uring_enter", this.descriptor, 1, 1, GETEVENTS, 0, 0);
		int head = offset(CQ_OFFSETS);
		int first = this.rings.getInt(head);
		int result = this.rings
			.getInt(offset(CQ_OFFSETS + 20) + 16L * (first & this.rings.getInt(offset(CQ_OFFSETS + 8))) + 8);
		this.rings.setInt(head, first + 1);
		return result;
	}

	private int offset(int parameter) {
		return this.params.getInt(parameter);
	}

}
