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

/**
 * The names of flags. The class is not an enum, because no class may be loaded while a
 * caller is blocked.
 */
final class CallFlags {

	/** linux/sched.h. */
	static final CallFlags CLONE = new CallFlags("CLONE_NEWTIME", 0x80, "CLONE_VM", 0x100, "CLONE_FS", 0x200,
			"CLONE_FILES", 0x400, "CLONE_SIGHAND", 0x800, "CLONE_PIDFD", 0x1000, "CLONE_PTRACE", 0x2000, "CLONE_VFORK",
			0x4000, "CLONE_PARENT", 0x8000, "CLONE_THREAD", 0x10000, "CLONE_NEWNS", 0x20000, "CLONE_SYSVSEM", 0x40000,
			"CLONE_SETTLS", 0x80000, "CLONE_PARENT_SETTID", 0x100000, "CLONE_CHILD_CLEARTID", 0x200000,
			"CLONE_DETACHED", 0x400000, "CLONE_UNTRACED", 0x800000, "CLONE_CHILD_SETTID", 0x1000000, "CLONE_NEWCGROUP",
			0x2000000, "CLONE_NEWUTS", 0x4000000, "CLONE_NEWIPC", 0x8000000, "CLONE_NEWUSER", 0x10000000,
			"CLONE_NEWPID", 0x20000000, "CLONE_NEWNET", 0x40000000, "CLONE_IO", 0x80000000L, "CLONE_CLEAR_SIGHAND",
			0x100000000L, "CLONE_INTO_CGROUP", 0x200000000L);

	/** linux/fcntl.h. */
	static final CallFlags EXECVEAT = new CallFlags("AT_SYMLINK_NOFOLLOW", 0x100, "AT_EMPTY_PATH", 0x1000,
			"AT_EXECVE_CHECK", 0x10000);

	/** linux/memfd.h. */
	static final CallFlags MEMFD = new CallFlags("MFD_CLOEXEC", 1, "MFD_ALLOW_SEALING", 2, "MFD_HUGETLB", 4,
			"MFD_NOEXEC_SEAL", 8, "MFD_EXEC", 0x10);

	/** linux/mount.h. */
	static final CallFlags MOUNT = new CallFlags("MS_RDONLY", 1, "MS_NOSUID", 2, "MS_NODEV", 4, "MS_NOEXEC", 8,
			"MS_SYNCHRONOUS", 0x10, "MS_REMOUNT", 0x20, "MS_MANDLOCK", 0x40, "MS_DIRSYNC", 0x80, "MS_NOSYMFOLLOW",
			0x100, "MS_NOATIME", 0x400, "MS_NODIRATIME", 0x800, "MS_BIND", 0x1000, "MS_MOVE", 0x2000, "MS_REC", 0x4000,
			"MS_SILENT", 0x8000, "MS_POSIXACL", 0x10000, "MS_UNBINDABLE", 0x20000, "MS_PRIVATE", 0x40000, "MS_SLAVE",
			0x80000, "MS_SHARED", 0x100000, "MS_RELATIME", 0x200000, "MS_STRICTATIME", 0x1000000, "MS_LAZYTIME",
			0x2000000);

	/** linux/fs.h, and sys/mount.h of the C library. */
	static final CallFlags UMOUNT = new CallFlags("MNT_FORCE", 1, "MNT_DETACH", 2, "MNT_EXPIRE", 4, "UMOUNT_NOFOLLOW",
			8);

	/** linux/net.h, with the values of asm-generic/fcntl.h. */
	static final CallFlags SOCKET = new CallFlags("SOCK_NONBLOCK", 0x800, "SOCK_CLOEXEC", 0x80000);

	/** The termination signal of a clone, CSIGNAL of linux/sched.h. */
	private static final int CSIGNAL = 0xff;

	/** asm/signal.h, the same on all supported architectures. */
	private static final int SIGCHLD = 17;

	private final String[] names;

	private final long[] values;

	private CallFlags(Object... namesAndValues) {
		this.names = new String[namesAndValues.length / 2];
		this.values = new long[this.names.length];
		for (int i = 0; i < this.names.length; i++) {
			this.names[i] = (String) namesAndValues[2 * i];
			this.values[i] = ((Number) namesAndValues[2 * i + 1]).longValue();
		}
	}

	/**
	 * Return the names of the flags.
	 * @param flags the flags
	 * @return the names, followed by the unnamed bits in hexadecimal
	 */
	String format(long flags) {
		StringBuilder text = new StringBuilder();
		long rest = flags;
		for (int i = 0; i < this.names.length; i++) {
			if ((rest & this.values[i]) != 0) {
				add(text, this.names[i]);
				rest &= ~this.values[i];
			}
		}
		if (rest != 0 || text.isEmpty()) {
			add(text, (rest != 0) ? "0x".concat(Long.toHexString(rest)) : "0");
		}
		return text.toString();
	}

	/**
	 * Return the names of the flags of {@code clone}. Their lowest byte is a signal.
	 */
	String formatWithSignal(long flags) {
		return format(flags & ~CSIGNAL, flags & CSIGNAL);
	}

	/**
	 * Return the names of the flags, and the signal.
	 */
	String format(long flags, long signal) {
		if (signal == 0) {
			return format(flags);
		}
		StringBuilder text = new StringBuilder();
		if (flags != 0) {
			text.append(format(flags));
		}
		add(text, (signal == SIGCHLD) ? "SIGCHLD" : "signal ".concat(Long.toString(signal)));
		return text.toString();
	}

	private static void add(StringBuilder text, String name) {
		if (!text.isEmpty()) {
			text.append('|');
		}
		text.append(name);
	}

}
