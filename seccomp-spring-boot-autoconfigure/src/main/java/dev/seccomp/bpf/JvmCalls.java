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

package dev.seccomp.bpf;

import java.util.Map;
import java.util.OptionalInt;

import dev.seccomp.syscall.Architecture;

/**
 * How often a JVM makes which call, in thousandths: recorded by {@code strace -f -c} from
 * the start of the sample application through 300 requests to its end (JDK 17). Linux
 * before 5.11 runs the program on each call, so the way to frequent ones is kept short.
 */
final class JvmCalls {

	private static final Map<String, Integer> SHARES = Map.ofEntries(Map.entry("gettid", 554), Map.entry("futex", 150),
			Map.entry("pread64", 86), Map.entry("sysinfo", 43), Map.entry("mprotect", 22), Map.entry("read", 22),
			Map.entry("newfstatat", 18), Map.entry("close", 16), Map.entry("openat", 14), Map.entry("getrusage", 13),
			Map.entry("mmap", 8), Map.entry("write", 7), Map.entry("fcntl", 7), Map.entry("epoll_wait", 5),
			Map.entry("epoll_ctl", 5), Map.entry("getsockname", 4), Map.entry("setsockopt", 4), Map.entry("statfs", 4),
			Map.entry("readlink", 3), Map.entry("rt_sigprocmask", 2), Map.entry("getsockopt", 2),
			Map.entry("accept", 2), Map.entry("shutdown", 2), Map.entry("lseek", 2));

	private JvmCalls() {
	}

	/**
	 * Return the share of each call.
	 * @param architecture the architecture
	 * @return the shares in thousandths, by the numbers of the calls
	 */
	static int[] shares(Architecture architecture) {
		int[] shares = new int[architecture.syscalls().last() + 1];
		for (Map.Entry<String, Integer> entry : SHARES.entrySet()) {
			OptionalInt number = architecture.syscalls().number(entry.getKey());
			if (number.isPresent()) {
				shares[number.getAsInt()] = entry.getValue();
			}
		}
		return shares;
	}

}
