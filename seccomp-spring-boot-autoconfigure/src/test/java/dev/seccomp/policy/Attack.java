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

package dev.seccomp.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.Libc;

/**
 * A call that {@code hardened} denies, with harmless arguments: invalid pointers, closed
 * descriptors, unknown flags.
 *
 * @param error the expected error
 * @param syscall the name of the call
 * @param arguments its arguments
 */
record Attack(String error, String syscall, List<Object> arguments) {

	static final int AF_UNIX = 1;

	static final int AF_INET = 2;

	static final int AF_INET6 = 10;

	static final int AF_NETLINK = 16;

	static final int SOCK_STREAM = 1;

	static final int SOCK_RAW = 3;

	/** Upper bits, which the kernel ignores in an {@code int} but a filter sees. */
	static final long GARBAGE = 1L << 32;

	private static final int SOCK_PACKET = 10;

	private static final int SOCK_CLOEXEC = 0x80000;

	private static final int IPPROTO_SMC = 256;

	private static final int NETLINK_NETFILTER = 12;

	private static final int AF_TIPC = 30;

	private static final int AF_ALG = 38;

	private static final int AF_VSOCK = 40;

	private static final int FAMILIES = 46;

	private static final int BAD = 1;

	private static final int NONE = -1;

	private static final int PTRACE_ATTACH = 16;

	/** A thread without CLONE_SIGHAND is invalid. */
	private static final int CLONE_THREAD = 0x10000;

	private static final int CLONE_NEWUTS = 0x4000000;

	private static final int CLONE_NEWUSER = 0x10000000;

	private static final int S_IFBLK = 0x6000;

	private static final int S_IFCHR = 0x2000;

	private static final int NO_CLOCK = 99;

	private static final int NO_IOPL = 4;

	private static final int UFFD_USER_MODE_ONLY = 1;

	private static final int SYSFS_COUNT = 3;

	static List<Attack> all() {
		return Stream.concat(families(), Stream.of(eperm("memfd_create", "attack", 0),
				eperm("ptrace", PTRACE_ATTACH, NONE, 0, 0), eperm("process_vm_readv", NONE, BAD, 1, BAD, 1, 0),
				eperm("process_vm_writev", NONE, BAD, 1, BAD, 1, 0), eperm("process_madvise", NONE, 0, 0, 0, 0),
				eperm("pidfd_getfd", NONE, 0, 0), eperm("kcmp", NONE, NONE, 0, 0, 0), eperm("init_module", BAD, 0, BAD),
				eperm("finit_module", NONE, BAD, 0), eperm("delete_module", BAD, 0), eperm("kexec_load", 0, 0, 0, -1),
				eperm("kexec_file_load", NONE, NONE, 0, 0, -1), eperm("reboot", 0, 0, 0, 0),
				eperm("unshare", CLONE_NEWUSER), eperm("unshare", CLONE_NEWUTS),
				eperm("clone", CLONE_THREAD | CLONE_NEWUTS, CLONE_THREAD | CLONE_NEWUTS), eperm("setns", NONE, 0),
				eperm("mount", BAD, BAD, BAD, 0, BAD), eperm("umount2", "", -1), eperm("pivot_root", BAD, BAD),
				eperm("chroot", BAD), eperm("fsopen", BAD, -1), eperm("fsconfig", NONE, -1, BAD, BAD, 0),
				eperm("fsmount", NONE, -1, -1), eperm("fspick", NONE, BAD, -1), eperm("open_tree", NONE, BAD, -1),
				eperm("open_tree_attr", NONE, BAD, -1, BAD, 0), eperm("move_mount", NONE, BAD, NONE, BAD, -1),
				eperm("mount_setattr", NONE, BAD, -1, BAD, 0), eperm("open_by_handle_at", NONE, BAD, 0),
				eperm("bpf", -1, BAD, 0), eperm("perf_event_open", BAD, 0, NONE, NONE, -1),
				eperm("userfaultfd", UFFD_USER_MODE_ONLY), eperm("io_uring_setup", 1, BAD),
				eperm("io_uring_enter", NONE, 0, 0, 0, 0, 0), eperm("io_uring_register", NONE, -1, 0, 0),
				eperm("add_key", BAD, BAD, BAD, 0, 0), eperm("request_key", BAD, BAD, BAD, 0),
				eperm("keyctl", -1, 0, 0, 0, 0), eperm("iopl", NO_IOPL), eperm("ioperm", -1, 1, 1),
				eperm("mknod", BAD, S_IFBLK, 0), eperm("mknod", BAD, S_IFCHR | GARBAGE, 0),
				eperm("mknodat", NONE, BAD, S_IFBLK | GARBAGE, 0), eperm("mknodat", NONE, BAD, S_IFCHR, 0),
				eperm("clock_settime", NO_CLOCK, BAD), eperm("clock_adjtime", NO_CLOCK, BAD),
				eperm("settimeofday", BAD, 0), eperm("adjtimex", BAD), eperm("swapon", "", -1), eperm("swapoff", BAD),
				eperm("acct", BAD), eperm("quotactl", -1, BAD, 0, BAD), eperm("quotactl_fd", NONE, -1, 0, BAD),
				eperm("sethostname", "", -1), eperm("setdomainname", "", -1), eperm("syslog", -1, BAD, 0),
				eperm("fanotify_init", -1, 0), enosys("modify_ldt", 0, BAD, 0), enosys("sysfs", SYSFS_COUNT),
				enosys("ustat", 0, BAD), enosys("remap_file_pages", 0, 0, 0, 0, 0),
				eafnosupport("socket", AF_VSOCK, SOCK_STREAM, 0),
				eafnosupport("socket", AF_VSOCK | GARBAGE, SOCK_STREAM, 0),
				eafnosupport("socket", AF_ALG | GARBAGE, -1, 0),
				eafnosupport("socket", AF_INET | GARBAGE, SOCK_STREAM, 0),
				eafnosupport("socket", AF_INET, SOCK_PACKET, 0),
				eafnosupport("socket", AF_INET, SOCK_PACKET | SOCK_CLOEXEC | GARBAGE, 0),
				eafnosupport("socket", AF_INET, SOCK_STREAM, IPPROTO_SMC),
				eafnosupport("socket", AF_INET6, SOCK_STREAM, IPPROTO_SMC | GARBAGE),
				eafnosupport("socket", AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER),
				eafnosupport("socket", AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER | GARBAGE),
				eafnosupport("socketpair", AF_TIPC, -1, 0, BAD),
				eafnosupport("socketpair", AF_UNIX | GARBAGE, SOCK_STREAM, 0, BAD)))
			.filter((attack) -> Platform.architecture().syscalls().number(attack.syscall()).isPresent())
			.toList();
	}

	/** The kernel checks the type, which is invalid, before the family. */
	private static Stream<Attack> families() {
		List<Integer> allowed = List.of(AF_UNIX, AF_INET, AF_INET6, AF_NETLINK);
		return IntStream.range(0, FAMILIES)
			.filter((family) -> !allowed.contains(family))
			.mapToObj((family) -> eafnosupport("socket", family, -1, 0));
	}

	private static Attack eperm(String syscall, Object... arguments) {
		return new Attack("EPERM", syscall, Arrays.asList(arguments));
	}

	private static Attack enosys(String syscall, Object... arguments) {
		return new Attack("ENOSYS", syscall, Arrays.asList(arguments));
	}

	private static Attack eafnosupport(String syscall, Object... arguments) {
		return new Attack("EAFNOSUPPORT", syscall, Arrays.asList(arguments));
	}

	/**
	 * Make the call.
	 * @return the name of its error, or {@code done}
	 */
	String outcome() {
		String outcome = Libc.outcome(this.syscall, this.arguments.toArray());
		return (outcome.startsWith("E")) ? outcome : "done";
	}

	@Override
	public String toString() {
		return this.syscall + this.arguments;
	}

}
