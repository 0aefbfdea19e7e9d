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

package dev.seccomp.attack;

import java.util.HashMap;
import java.util.Map;

import dev.seccomp.filter.ListenerGuard;

/**
 * The named arguments in {@code attacks.txt}.
 */
final class Constants {

	private static final Map<String, Long> values = new HashMap<>();

	static {
		add("BAD", 1).add("NONE", -1).add("HIGH", 1L << 32).add("ALL_HIGH", -1L << 32);
		add("SIGCHLD", 17).add("SIGWINCH", 28);
		add("CLONE_VM", 0x100).add("CLONE_FS", 0x200).add("CLONE_FILES", 0x400).add("CLONE_SIGHAND", 0x800);
		add("CLONE_PTRACE", 0x2000).add("CLONE_VFORK", 0x4000).add("CLONE_THREAD", 0x10000);
		add("CLONE_SYSVSEM", 0x40000).add("CLONE_DETACHED", 0x400000).add("CLONE_UNTRACED", 0x800000);
		add("CLONE_NEWUTS", 0x4000000).add("CLONE_NEWUSER", 0x10000000).add("CLONE_IO", 0x80000000L);
		add("CLONE_CLEAR_SIGHAND", 1L << 32).add("CLONE_THREAD_HIGH", 0x10000L << 32);
		add("MFD_CLOEXEC", 1).add("UFFD_USER_MODE_ONLY", 1).add("O_WRONLY", 1).add("TIOCSTI", 0x5412);
		add("PTRACE_ATTACH", 16).add("PTRACE_SEIZE", 0x4206).add("PTRACE_SECCOMP_GET_FILTER", 0x420c);
		add("PTRACE_O_SUSPEND_SECCOMP", 1 << 21);
		add("S_IFIFO", 0x1000).add("S_IFCHR", 0x2000).add("S_IFBLK", 0x6000);
		add("AF_UNIX", 1).add("AF_INET", 2).add("AF_INET6", 10).add("AF_NETLINK", 16).add("AF_TIPC", 30);
		add("AF_ALG", 38).add("AF_VSOCK", 40);
		add("SOCK_STREAM", 1).add("SOCK_RAW", 3).add("SOCK_PACKET", 10).add("SOCK_CLOEXEC", 0x80000);
		add("IPPROTO_SCTP", 132).add("IPPROTO_SMC", 256).add("IPPROTO_MPTCP", 262);
		add("NETLINK_XFRM", 6).add("NETLINK_AUDIT", 9).add("NETLINK_NETFILTER", 12);
		add("PR_SET_DUMPABLE", 4).add("PR_GET_KEEPCAPS", 7).add("PR_SET_KEEPCAPS", 8).add("PR_SET_SECCOMP", 22);
		add("PR_SET_MM", 35).add("PR_SET_MM_MAP_SIZE", 15).add("PR_SET_PTRACER", 0x59616d61);
		add("SECCOMP_NEW_LISTENER", 8).add("NOTIF_SEND", ListenerGuard.SEND);
		add("GUARD_PAGE", ListenerGuard.SEALED).add("GUARD_END", ListenerGuard.END);
		add("MAP_FIXED", 0x32).add("SHM_REMAP", 0x4000);
	}

	private Constants() {
	}

	private static Adder add(String name, long value) {
		return new Adder().add(name, value);
	}

	/**
	 * Return the value of an argument.
	 * @param argument a number, a name, several of them joined by '|', or a text in
	 * quotation marks
	 * @return the number or the text
	 */
	static Object value(String argument) {
		if (argument.startsWith("\"")) {
			return argument.substring(1, argument.length() - 1);
		}
		long value = 0;
		for (String part : argument.split("\\|")) {
			value |= (values.containsKey(part)) ? values.get(part) : Long.decode(part);
		}
		return value;
	}

	private static final class Adder {

		Adder add(String name, long value) {
			values.put(name, value);
			return this;
		}

	}

}
