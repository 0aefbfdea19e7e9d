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

	private ValueNames() {
	}

	/**
	 * Return the names of the argument values of a call.
	 * @return the names, or an empty string if there are none
	 */
	static String of(RecordedCall call) {
		return switch (call.syscall()) {
			case "socket", "socketpair" -> name(FAMILIES, call, 0) + " " + name(TYPES, call, 1);
			case "prctl" -> name(OPTIONS, call, 0);
			default -> "";
		};
	}

	private static String name(Map<Long, String> names, RecordedCall call, int position) {
		List<ArgumentCondition> conditions = call.conditions();
		long value = conditions.get(position).value();
		return names.getOrDefault(value, Long.toUnsignedString(value));
	}

}
