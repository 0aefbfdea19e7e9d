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

import java.util.List;
import java.util.Map;

import dev.seccomp.policy.ArgumentCondition;

/**
 * The names of common argument values.
 */
final class ValueNames {

	/** linux/socket.h. */
	private static final Map<Long, String> FAMILIES = Map.of(1L, "AF_UNIX", 2L, "AF_INET", 10L, "AF_INET6", 15L,
			"AF_KEY", 16L, "AF_NETLINK", 17L, "AF_PACKET", 38L, "AF_ALG", 40L, "AF_VSOCK", 44L, "AF_XDP");

	/** The sizes of addresses. */
	private static final Map<Long, String> ADDRESSES = Map.of(12L, "netlink", 16L, "IPv4", 28L, "IPv6", 110L, "local");

	/** linux/net.h. The values are the same on all supported architectures. */
	private static final Map<Long, String> TYPES = Map.of(1L, "SOCK_STREAM", 2L, "SOCK_DGRAM", 3L, "SOCK_RAW", 5L,
			"SOCK_SEQPACKET", 10L, "SOCK_PACKET");

	/** linux/prctl.h. */
	private static final Map<Long, String> OPTIONS = Map.ofEntries(Map.entry(1L, "PR_SET_PDEATHSIG"),
			Map.entry(3L, "PR_GET_DUMPABLE"), Map.entry(4L, "PR_SET_DUMPABLE"), Map.entry(15L, "PR_SET_NAME"),
			Map.entry(16L, "PR_GET_NAME"), Map.entry(21L, "PR_GET_SECCOMP"), Map.entry(22L, "PR_SET_SECCOMP"),
			Map.entry(23L, "PR_CAPBSET_READ"), Map.entry(29L, "PR_SET_TIMERSLACK"), Map.entry(30L, "PR_GET_TIMERSLACK"),
			Map.entry(38L, "PR_SET_NO_NEW_PRIVS"), Map.entry(39L, "PR_GET_NO_NEW_PRIVS"),
			Map.entry(41L, "PR_SET_THP_DISABLE"), Map.entry(0x53564d41L, "PR_SET_VMA"),
			Map.entry(0x59616d61L, "PR_SET_PTRACER"));

	/** linux/in.h, linux/socket.h. */
	private static final Map<Long, String> LEVELS = Map.of(0L, "SOL_IP", 1L, "SOL_SOCKET", 6L, "SOL_TCP", 17L,
			"SOL_UDP", 41L, "SOL_IPV6", 270L, "SOL_NETLINK");

	/** asm-generic/socket.h. */
	private static final Map<Long, String> SOCKET_OPTIONS = Map.ofEntries(Map.entry(2L, "SO_REUSEADDR"),
			Map.entry(3L, "SO_TYPE"), Map.entry(4L, "SO_ERROR"), Map.entry(6L, "SO_BROADCAST"),
			Map.entry(7L, "SO_SNDBUF"), Map.entry(8L, "SO_RCVBUF"), Map.entry(9L, "SO_KEEPALIVE"),
			Map.entry(13L, "SO_LINGER"), Map.entry(15L, "SO_REUSEPORT"), Map.entry(17L, "SO_PEERCRED"),
			Map.entry(20L, "SO_RCVTIMEO"), Map.entry(21L, "SO_SNDTIMEO"), Map.entry(56L, "SO_INCOMING_NAPI_ID"));

	/** linux/tcp.h. */
	private static final Map<Long, String> TCP_OPTIONS = Map.of(1L, "TCP_NODELAY", 3L, "TCP_CORK", 4L, "TCP_KEEPIDLE",
			5L, "TCP_KEEPINTVL", 6L, "TCP_KEEPCNT", 11L, "TCP_INFO", 12L, "TCP_QUICKACK", 18L, "TCP_USER_TIMEOUT", 23L,
			"TCP_FASTOPEN");

	/** linux/in6.h. */
	private static final Map<Long, String> IPV6_OPTIONS = Map.of(26L, "IPV6_V6ONLY", 67L, "IPV6_TCLASS");

	/** asm-generic/ioctls.h. */
	private static final Map<Long, String> REQUESTS = Map.of(0x5401L, "TCGETS", 0x5413L, "TIOCGWINSZ", 0x541bL,
			"FIONREAD", 0x5421L, "FIONBIO", 0x5451L, "FIOCLEX");

	/** asm-generic/fcntl.h, linux/fcntl.h. */
	private static final Map<Long, String> COMMANDS = Map.of(0L, "F_DUPFD", 1L, "F_GETFD", 2L, "F_SETFD", 3L, "F_GETFL",
			4L, "F_SETFL", 5L, "F_GETLK", 6L, "F_SETLK", 7L, "F_SETLKW", 1030L, "F_DUPFD_CLOEXEC");

	private ValueNames() {
	}

	/**
	 * Return the names of the argument values of a call.
	 * @return the names, or an empty string if there are none
	 */
	static String of(RecordedCall call) {
		if (call.conditions().isEmpty()) {
			return "";
		}
		return switch (call.syscall()) {
			case "socket", "socketpair" -> name(FAMILIES, call, 0) + " " + name(TYPES, call, 1);
			case "bind" -> name(ADDRESSES, call, 0);
			case "prctl" -> name(OPTIONS, call, 0);
			case "setsockopt", "getsockopt" -> name(LEVELS, call, 0) + " " + option(call);
			case "ioctl" -> name(REQUESTS, call, 0);
			case "fcntl" -> name(COMMANDS, call, 0);
			default -> "";
		};
	}

	private static String option(RecordedCall call) {
		return name(switch ((int) call.conditions().get(0).value()) {
			case 1 -> SOCKET_OPTIONS;
			case 6 -> TCP_OPTIONS;
			case 41 -> IPV6_OPTIONS;
			default -> Map.of();
		}, call, 1);
	}

	private static String name(Map<Long, String> names, RecordedCall call, int position) {
		List<ArgumentCondition> conditions = call.conditions();
		long value = conditions.get(position).value();
		return names.getOrDefault(value, Long.toUnsignedString(value));
	}

}
