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

package dev.seccomp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Pointer;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The memory that notifications arrive in and are answered from, and the rules that guard
 * it. Native code of an attacker could else answer itself, with the flag that has a call
 * made ({@code SECCOMP_USER_NOTIF_FLAG_CONTINUE}). So the filter takes answers from one
 * address alone, where the flags stand in a page that nobody can write to, replace or
 * unmap: the last word of the answer is the first word of a sealed file that was opened
 * read-only.
 * <p>
 * The addresses are always the same, so that the same policy has the same hash in each
 * process. They are so low that what overlaps them begins among or below them, where
 * nothing else has to be changed: a rule can tell it by the address alone. Only the
 * Shenandoah collector has memory below, which it maps at its start and then leaves
 * alone.
 */
final class NotificationMemory {

	/* linux/seccomp.h */

	static final long RECEIVE = 0xC0502100L;

	static final long SEND = 0xC0182101L;

	static final long SET_FLAGS = 0x40082104L;

	private static final int SET_MODE_FILTER = 1;

	private static final int NEW_LISTENER = 1 << 3;

	/** A request that no driver knows, for the supervisor alone. */
	static final long WAKE = 0x5ecc0bf0L;

	/** Where the pages begin, as large as any architecture has them. */
	private static final long START = 0x1d0000;

	private static final long SEALED = 0x1e0000;

	/** A power of two. */
	private static final long END = 0x200000;

	/** How much of an answer stands before its flags. */
	private static final int BEFORE_FLAGS = 20;

	private static final int PATH = 1024;

	/** Where in the sealed file the program of the next filter stands. */
	private static final int NEXT = 64;

	private static final int FPROG_BYTES = 16;

	/**
	 * Without the bits that aarch64 (8) and riscv64 (up to 16) ignore, whether an address
	 * is below the end.
	 */
	private static final long BELOW_END = 0x0000_ffff_ffff_ffffL & -END;

	private static final long WORD = 0xffff_ffffL;

	/* asm-generic/mman-common.h, linux/mman.h, linux/shm.h */

	private static final int PROT_READ = 1;

	private static final int PROT_READ_WRITE = 3;

	private static final int MAP_SHARED = 1;

	private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

	private static final int MAP_FIXED = 0x10;

	private static final int MAP_FIXED_NOREPLACE = 0x100000;

	private static final int MREMAP_FIXED = 2;

	private static final int SHM_REMAP = 0x4000;

	/* linux/ipc.h: shmat by way of the call that ppc64le has for all of System V's */

	private static final int SHMAT = 21;

	private static final int IPC_CALL = 0xffff;

	/* linux/prctl.h: once the heap is said to be here, brk(2) unmaps */

	private static final int PR_SET_MM = 35;

	/* linux/memfd.h, linux/fcntl.h, asm-generic/fcntl.h */

	private static final int MFD_CLOEXEC_ALLOW_SEALING = 3;

	private static final int F_ADD_SEALS = 1033;

	private static final int F_SEAL_ALL = 15;

	private static final int AT_FDCWD = -100;

	private static final int O_RDONLY_CLOEXEC = 0x80000;

	private static volatile @Nullable NotificationMemory current;

	private final Architecture architecture;

	private final Libc libc;

	private final boolean enforcing;

	private final @Nullable FilterProgram next;

	private NotificationMemory(Architecture architecture, Libc libc, boolean enforcing, @Nullable FilterProgram next) {
		this.architecture = architecture;
		this.libc = libc;
		this.enforcing = enforcing;
		this.next = next;
	}

	/**
	 * Return the memory of this process, if it is mapped.
	 */
	static @Nullable NotificationMemory current() {
		return current;
	}

	/**
	 * Map the memory, once in a process.
	 * @param enforcing whether calls are denied, so that no answer may have one made
	 * @param next the program of a filter that is to be installed later, or {@code null}
	 * @throws NotificationsUnavailableException where it cannot be had
	 */
	static NotificationMemory map(Architecture architecture, Libc libc, boolean enforcing,
			@Nullable FilterProgram next) {
		if (architecture == Architecture.S390X) {
			throw new NotificationsUnavailableException(
					"on s390x no filter can tell what mmap(2) maps, so the supervisor could not be guarded");
		}
		NotificationMemory memory = new NotificationMemory(architecture, libc, enforcing, next);
		memory.map(START, SEALED - START, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1);
		try {
			memory.mapSealed();
		}
		catch (NotificationsUnavailableException ex) {
			memory.unmap();
			throw ex;
		}
		current = memory;
		return memory;
	}

	private void map(long address, long bytes, int protection, int flags, long descriptor) {
		Libc.Result result = call("mmap", address, bytes, protection, flags | MAP_FIXED_NOREPLACE, descriptor, 0);
		if (result.value() != address) {
			throw new NotificationsUnavailableException("the memory at 0x" + Long.toHexString(address)
					+ " from which calls are answered cannot be had: " + reason(result));
		}
	}

	private static String reason(Libc.Result result) {
		return (result.failedWith(Errno.EEXIST)) ? "something else is there"
				: Errno.name(result.errno()) + ", the sysctl vm.mmap_min_addr must not exceed " + START;
	}

	private void mapSealed() {
		byte[] content = sealed();
		Pointer scratch = new Pointer(START);
		scratch.write(PATH, content, 0, Math.min(content.length, (int) (SEALED - START) - PATH));
		scratch.setString(0, "seccomp", StandardCharsets.US_ASCII.name());
		long writable = require("memfd_create", START, MFD_CLOEXEC_ALLOW_SEALING);
		try {
			require("write", writable, START + PATH, content.length);
			require("fcntl", writable, F_ADD_SEALS, F_SEAL_ALL);
			scratch.setString(0, "/proc/self/fd/" + writable, StandardCharsets.US_ASCII.name());
			long readable = require("openat", AT_FDCWD, START, O_RDONLY_CLOEXEC, 0);
			try {
				map(SEALED, END - SEALED, PROT_READ, MAP_SHARED, readable);
			}
			finally {
				call("close", readable);
			}
		}
		finally {
			call("close", writable);
			// What stands where calls arrive would be taken for one
			scratch.clear(NotificationListener.BYTES);
		}
	}

	private byte[] sealed() {
		FilterProgram next = this.next;
		byte[] program = (next != null) ? next.toBytes() : new byte[0];
		byte[] content = new byte[NEXT + FPROG_BYTES + program.length];
		if (next != null) {
			ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
			buffer.putShort(NEXT, (short) next.instructions().size());
			buffer.putLong(NEXT + 8, SEALED + NEXT + FPROG_BYTES);
			buffer.position(NEXT + FPROG_BYTES).put(program);
		}
		return content;
	}

	private long require(String syscall, long... arguments) {
		Libc.Result result = call(syscall, arguments);
		if (result.value() == -1) {
			throw new NotificationsUnavailableException("the memory from which calls are answered cannot be sealed: "
					+ syscall + " failed with " + Errno.name(result.errno()));
		}
		return result.value();
	}

	private Libc.Result call(String syscall, long... arguments) {
		return this.libc.syscall(this.architecture.syscalls().number(syscall).orElseThrow(), arguments);
	}

	/** Gives the memory back, which is no longer possible once the rules are in force. */
	void unmap() {
		call("munmap", START, END - START);
		current = null;
	}

	/**
	 * Return whether a program is the one that was sealed to be installed later.
	 */
	boolean isNext(FilterProgram program) {
		return this.next != null && this.next.hash().equals(program.hash());
	}

	long notification() {
		return START;
	}

	long response() {
		return (this.enforcing) ? SEALED - BEFORE_FLAGS : START + NotificationListener.BYTES;
	}

	/**
	 * Return where the next filter's {@code struct sock_fprog} stands.
	 */
	static long next() {
		return SEALED + NEXT;
	}

	/**
	 * Return the rules that let the supervisor work, whatever the policy says, and where
	 * calls are denied nobody else take its place.
	 * @param enforcing whether calls are denied
	 * @param next whether another filter with a listener is to be installed later
	 */
	static List<SyscallRule> rules(Architecture architecture, boolean enforcing, boolean next) {
		List<SyscallRule> rules = new ArrayList<>();
		rule(rules, "ioctl", Action.of(ActionType.NOTIFY), word(1, WAKE));
		rule(rules, "ioctl", Action.ALLOW, word(1, RECEIVE));
		rule(rules, "ioctl", Action.ALLOW, word(1, SET_FLAGS));
		if (!enforcing) {
			rule(rules, "ioctl", Action.ALLOW, word(1, SEND));
			return rules;
		}
		Action denied = Action.errno(Errno.EPERM);
		rule(rules, "ioctl", Action.ALLOW, word(1, SEND), ArgumentCondition.of(2, Operator.EQ, SEALED - BEFORE_FLAGS));
		rule(rules, "ioctl", denied, word(1, SEND));
		if (next) {
			rule(rules, "seccomp", Action.ALLOW, word(0, SET_MODE_FILTER), flag(1, NEW_LISTENER),
					ArgumentCondition.of(2, Operator.EQ, next()));
		}
		rule(rules, "seccomp", denied, word(0, SET_MODE_FILTER), flag(1, NEW_LISTENER));
		rule(rules, "mmap", denied, flag(3, MAP_FIXED), ours(0));
		rule(rules, "munmap", denied, ours(0));
		rule(rules, "mremap", denied, ours(0));
		rule(rules, "mremap", denied, flag(3, MREMAP_FIXED), ours(4));
		rule(rules, "remap_file_pages", denied, ours(0));
		rule(rules, "shmat", denied, flag(2, SHM_REMAP), ours(1));
		rule(rules, "ipc", denied, ArgumentCondition.masked(0, IPC_CALL, SHMAT), flag(2, SHM_REMAP), ours(4));
		rule(rules, "prctl", denied, word(0, PR_SET_MM));
		rules.removeIf((rule) -> architecture.syscalls().number(rule.syscall()).isEmpty());
		return rules;
	}

	/**
	 * Return the calls by which a supervisor, or a recorder, works.
	 */
	static List<SeccompData> calls(Architecture architecture) {
		int ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		List<SeccompData> calls = new ArrayList<>();
		for (long command : new long[] { WAKE, RECEIVE, SET_FLAGS, SEND }) {
			calls.add(new SeccompData(ioctl, architecture.audit(), -1, command, SEALED - BEFORE_FLAGS));
		}
		return calls;
	}

	private static void rule(List<SyscallRule> rules, String syscall, Action action, ArgumentCondition... conditions) {
		rules.add(new SyscallRule(syscall, List.of(conditions), action, "violations.report", syscall));
	}

	private static ArgumentCondition word(int index, long value) {
		return ArgumentCondition.masked(index, WORD, value);
	}

	private static ArgumentCondition flag(int index, int flag) {
		return ArgumentCondition.masked(index, flag, flag);
	}

	private static ArgumentCondition ours(int index) {
		return ArgumentCondition.masked(index, BELOW_END, 0);
	}

}
