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

import java.util.Arrays;

/**
 * Formats the address of a socket. The JDK's classes cannot be used, because they open a
 * socket.
 */
final class SocketAddress {

	/** struct sockaddr_storage, linux/socket.h. */
	private static final int MAX_BYTES = 128;

	private static final int FAMILY_BYTES = Short.BYTES;

	/** struct sockaddr_in, linux/in.h: port, address. */
	private static final int INET_BYTES = 8;

	/** struct sockaddr_in6, linux/in6.h: port, flow, address, scope. */
	private static final int INET6_BYTES = 24;

	private static final int INET6_WORDS = 8;

	private SocketAddress() {
	}

	static void warmUp() {
		MemoryReader reader = new MemoryReader(null, false);
		for (int family : new int[] { SocketNames.AF_UNIX, SocketNames.AF_INET, SocketNames.AF_INET6, 0 }) {
			byte[] address = new byte[INET6_BYTES + Integer.BYTES];
			address[0] = (byte) family;
			format(reader, address);
		}
	}

	/**
	 * Read an address.
	 * @param memory the memory of the caller
	 * @param address the address of the structure
	 * @param length the length of the structure
	 * @return the IP address and port, the path of a Unix socket (after {@code @} if it
	 * is abstract), or the name of another family
	 */
	static String read(MemoryReader memory, long address, int length) {
		byte[] bytes = memory.bytes(address, Math.max(0, Math.min(length, MAX_BYTES)));
		return (bytes.length >= FAMILY_BYTES) ? format(memory, bytes) : MemoryReader.unreadable(address);
	}

	private static String format(MemoryReader memory, byte[] bytes) {
		int family = (int) memory.number(bytes, 0, FAMILY_BYTES);
		if (family == SocketNames.AF_INET && bytes.length >= INET_BYTES) {
			StringBuilder text = new StringBuilder();
			inet(text, bytes, 4);
			return text.append(':').append(word(bytes, 2)).toString();
		}
		if (family == SocketNames.AF_INET6 && bytes.length >= INET6_BYTES) {
			StringBuilder text = new StringBuilder("[");
			inet6(text, bytes, INET_BYTES);
			if (bytes.length >= INET6_BYTES + Integer.BYTES) {
				long scope = memory.number(bytes, INET6_BYTES, Integer.BYTES);
				if (scope != 0) {
					text.append('%').append(scope);
				}
			}
			return text.append("]:").append(word(bytes, 2)).toString();
		}
		if (family == SocketNames.AF_UNIX) {
			return "unix:".concat(unix(bytes));
		}
		return SocketNames.family(family).toString();
	}

	private static String unix(byte[] bytes) {
		byte[] path = Arrays.copyOfRange(bytes, FAMILY_BYTES, bytes.length);
		if (path.length > 0 && path[0] == 0) {
			path[0] = '@';
			return MemoryReader.escape(path, path.length);
		}
		int length = 0;
		while (length < path.length && path[length] != 0) {
			length++;
		}
		return MemoryReader.escape(path, length);
	}

	private static void inet(StringBuilder text, byte[] bytes, int start) {
		for (int i = 0; i < 4; i++) {
			text.append((i > 0) ? "." : "").append(bytes[start + i] & 0xff);
		}
	}

	/**
	 * Appends an address in the format of RFC 5952, which shortens the longest run of
	 * zeros.
	 */
	private static void inet6(StringBuilder text, byte[] bytes, int start) {
		int runStart = -1;
		int runLength = 1;
		for (int i = 0; i < INET6_WORDS; i++) {
			int length = 0;
			while (i + length < INET6_WORDS && word(bytes, start + 2 * (i + length)) == 0) {
				length++;
			}
			if (length > runLength) {
				runStart = i;
				runLength = length;
			}
		}
		// ::ffff:1.2.3.4 is an IPv4 address, to which a JVM connects with IPv6 sockets
		boolean mapped = runStart == 0 && runLength == 5 && word(bytes, start + 10) == 0xffff;
		int words = (mapped) ? INET6_WORDS - 2 : INET6_WORDS;
		for (int i = 0; i < words; i++) {
			if (i == runStart) {
				text.append("::");
				i += runLength - 1;
			}
			else {
				text.append((i > 0 && i != runStart + runLength) ? ":" : "");
				text.append(Integer.toHexString(word(bytes, start + 2 * i)));
			}
		}
		if (mapped) {
			inet(text.append(':'), bytes, start + 12);
		}
	}

	/** Reads a 16-bit word in network byte order. */
	private static int word(byte[] bytes, int start) {
		return ((bytes[start] & 0xff) << Byte.SIZE) | (bytes[start + 1] & 0xff);
	}

}
