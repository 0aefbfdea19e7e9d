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

import java.nio.charset.StandardCharsets;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A Unix socket with an abstract name, which passes a file descriptor to another process
 * ({@code SCM_RIGHTS}).
 */
public final class DescriptorSocket {

	private static final int AF_UNIX = 1;

	private static final int SOCK_DGRAM = 2;

	private static final int SOL_SOCKET = 1;

	private static final int SCM_RIGHTS = 1;

	/* struct msghdr, cmsghdr, iovec and sockaddr_un of a 64-bit architecture */

	private static final int MESSAGE_BYTES = 56;

	private static final int CONTROL_LENGTH = 20;

	private static final int CONTROL_BYTES = 24;

	private static final int VECTOR_BYTES = 16;

	private final long socket = Libc.syscall("socket", AF_UNIX, SOCK_DGRAM, 0);

	private final Memory address;

	private DescriptorSocket(String name) {
		byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
		this.address = new Memory(Short.BYTES + 1 + bytes.length);
		this.address.setShort(0, (short) AF_UNIX);
		this.address.setByte(Short.BYTES, (byte) 0);
		this.address.write(Short.BYTES + 1, bytes, 0, bytes.length);
	}

	/**
	 * Open the socket of the receiver.
	 * @param name the name
	 * @return the socket
	 */
	public static DescriptorSocket bind(String name) {
		DescriptorSocket socket = new DescriptorSocket(name);
		require("bind", Libc.syscall("bind", socket.socket, socket.address, socket.address.size()));
		return socket;
	}

	/**
	 * Receive a descriptor, which stays open.
	 */
	public void receive() {
		try (Memory buffer = new Memory(MESSAGE_BYTES + CONTROL_BYTES + VECTOR_BYTES + 1)) {
			require("recvmsg", Libc.syscall("recvmsg", this.socket, message(buffer), 0));
		}
	}

	/**
	 * Send a descriptor.
	 * @param name the name of the receiver's socket
	 * @param descriptor the descriptor
	 */
	public static void send(String name, int descriptor) {
		DescriptorSocket socket = new DescriptorSocket(name);
		try (Memory buffer = new Memory(MESSAGE_BYTES + CONTROL_BYTES + VECTOR_BYTES + 1)) {
			Pointer message = message(buffer);
			message.setPointer(0, socket.address);
			message.setInt(8, (int) socket.address.size());
			Pointer control = buffer.share(MESSAGE_BYTES);
			control.setLong(0, CONTROL_LENGTH);
			control.setInt(8, SOL_SOCKET);
			control.setInt(12, SCM_RIGHTS);
			control.setInt(16, descriptor);
			require("sendmsg", Libc.syscall("sendmsg", socket.socket, message, 0));
		}
	}

	/** One byte has to be sent with the descriptor. */
	private static Pointer message(Memory buffer) {
		buffer.clear();
		Pointer vector = buffer.share(MESSAGE_BYTES + CONTROL_BYTES);
		vector.setPointer(0, buffer.share(MESSAGE_BYTES + CONTROL_BYTES + VECTOR_BYTES));
		vector.setLong(8, 1);
		buffer.setPointer(16, vector);
		buffer.setLong(24, 1);
		buffer.setPointer(32, buffer.share(MESSAGE_BYTES));
		buffer.setLong(40, CONTROL_BYTES);
		return buffer;
	}

	private static void require(String call, long result) {
		if (result < 0) {
			throw new IllegalStateException(call + " failed with error " + -result);
		}
	}

}
