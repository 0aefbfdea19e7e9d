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

package dev.seccomp.filter;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The rules that guard a listener within the process that it filters. Without them native
 * code could respond to a notification with the flag that lets the call through
 * ({@code SECCOMP_USER_NOTIF_FLAG_CONTINUE}).
 * <p>
 * The filter allows a response from one address only. Its last word, the flags, is the
 * first word of a sealed file that was opened read-only. No code can write to this page,
 * replace it or unmap it.
 * <p>
 * The addresses are constant, so a policy has the same hash in each process. They are
 * below all other mappings, so a rule recognises an overlapping mapping by its address
 * alone. Only the Shenandoah collector maps memory below them, at its start.
 */
public final class ListenerGuard {

	/** {@code SECCOMP_IOCTL_NOTIF_RECV} of {@code linux/seccomp.h}. */
	public static final long RECEIVE = 0xC0502100L;

	/** {@code SECCOMP_IOCTL_NOTIF_SEND} of {@code linux/seccomp.h}. */
	public static final long SEND = 0xC0182101L;

	/** {@code SECCOMP_IOCTL_NOTIF_SET_FLAGS} of {@code linux/seccomp.h}. */
	public static final long SET_FLAGS = 0x40082104L;

	/** The {@code ioctl} request that wakes the listener's owner. No driver has it. */
	public static final long WAKE = 0x5ecc0bf0L;

	/**
	 * The address of the notifications: a multiple of the largest page size, 64 KiB.
	 */
	public static final long START = 0x1d0000;

	/**
	 * The address of the sealed page.
	 */
	public static final long SEALED = 0x1e0000;

	/**
	 * The end of the guarded memory, a power of two.
	 */
	public static final long END = 0x200000;

	/**
	 * The address of a response, whose flags, at offset 20, are in the sealed page.
	 */
	public static final long RESPONSE = SEALED - 20;

	/**
	 * The address of the next filter's {@code struct sock_fprog}, in the sealed page.
	 */
	public static final long NEXT_FILTER = SEALED + 64;

	/* linux/seccomp.h */

	private static final int SET_MODE_FILTER = 1;

	private static final int NEW_LISTENER = 1 << 3;

	/* asm-generic/mman-common.h, linux/mman.h, linux/shm.h */

	private static final int MAP_FIXED = 0x10;

	private static final int MREMAP_FIXED = 2;

	private static final int SHM_REMAP = 0x4000;

	/* linux/ipc.h: ppc64le makes all calls of System V IPC through ipc(2) */

	private static final int SHMAT = 21;

	private static final int IPC_CALL = 0xffff;

	/* linux/prctl.h: brk(2) unmaps memory once the heap is declared to be there */

	private static final int PR_SET_MM = 35;

	/**
	 * The bits of an address below {@link #END}, without those that aarch64 (8) and
	 * riscv64 (up to 16) ignore.
	 */
	private static final long BELOW_END = 0x0000_ffff_ffff_ffffL & -END;

	private static final long WORD = 0xffff_ffffL;

	private final Architecture architecture;

	private final List<SyscallRule> rules = new ArrayList<>();

	private ListenerGuard(Architecture architecture) {
		this.architecture = architecture;
	}

	/**
	 * Return the rules for a filter with a listener. They come before those of the
	 * policy.
	 * @param architecture the architecture
	 * @param enforced whether the filter enforces its policy
	 * @param next whether a later filter gets a listener too
	 * @return the rules
	 */
	static List<SyscallRule> rules(Architecture architecture, boolean enforced, boolean next) {
		ListenerGuard guard = new ListenerGuard(architecture);
		guard.rule("ioctl", Action.of(ActionType.NOTIFY), word(1, WAKE));
		guard.rule("ioctl", Action.ALLOW, word(1, RECEIVE));
		guard.rule("ioctl", Action.ALLOW, word(1, SET_FLAGS));
		if (enforced) {
			guard.protectResponse();
			guard.protectListener(next);
			guard.protectMemory();
		}
		else {
			guard.rule("ioctl", Action.ALLOW, word(1, SEND));
		}
		return guard.rules;
	}

	private void protectResponse() {
		rule("ioctl", Action.ALLOW, word(1, SEND), ArgumentCondition.of(2, Operator.EQ, RESPONSE));
		deny("ioctl", word(1, SEND));
	}

	private void protectListener(boolean next) {
		if (next) {
			rule("seccomp", Action.ALLOW, word(0, SET_MODE_FILTER), flag(1, NEW_LISTENER),
					ArgumentCondition.of(2, Operator.EQ, NEXT_FILTER));
		}
		deny("seccomp", word(0, SET_MODE_FILTER), flag(1, NEW_LISTENER));
	}

	private void protectMemory() {
		deny("mmap", flag(3, MAP_FIXED), guarded(0));
		deny("munmap", guarded(0));
		deny("mremap", guarded(0));
		deny("mremap", flag(3, MREMAP_FIXED), guarded(4));
		deny("remap_file_pages", guarded(0));
		deny("shmat", flag(2, SHM_REMAP), guarded(1));
		deny("ipc", ArgumentCondition.masked(0, IPC_CALL, SHMAT), flag(2, SHM_REMAP), guarded(4));
		deny("prctl", word(0, PR_SET_MM));
	}

	private void deny(String syscall, ArgumentCondition... conditions) {
		rule(syscall, Action.errno(Errno.EPERM), conditions);
	}

	private void rule(String syscall, Action action, ArgumentCondition... conditions) {
		if (this.architecture.syscalls().number(syscall).isPresent()) {
			this.rules.add(new SyscallRule(syscall, List.of(conditions), action, "violations.report", syscall));
		}
	}

	private static ArgumentCondition word(int index, long value) {
		return ArgumentCondition.masked(index, WORD, value);
	}

	private static ArgumentCondition flag(int index, int flag) {
		return ArgumentCondition.masked(index, flag, flag);
	}

	private static ArgumentCondition guarded(int index) {
		return ArgumentCondition.masked(index, BELOW_END, 0);
	}

	/**
	 * Return the calls of the owner of a listener, all of {@code ioctl}.
	 * @param architecture the architecture
	 * @return the calls
	 */
	static List<SeccompData> ownerCalls(Architecture architecture) {
		int ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		List<SeccompData> calls = new ArrayList<>();
		for (long request : new long[] { WAKE, RECEIVE, SET_FLAGS, SEND }) {
			calls.add(new SeccompData(ioctl, architecture.audit(), -1, request, RESPONSE));
		}
		return calls;
	}

}
