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

/**
 * A part of root's privileges ({@code CAP_*} of {@code linux/capability.h}), in the order
 * of the kernel's numbers.
 */
public enum Capability {

	/** {@code CAP_CHOWN}. */
	CHOWN,
	/** {@code CAP_DAC_OVERRIDE}. */
	DAC_OVERRIDE,
	/** {@code CAP_DAC_READ_SEARCH}. */
	DAC_READ_SEARCH,
	/** {@code CAP_FOWNER}. */
	FOWNER,
	/** {@code CAP_FSETID}. */
	FSETID,
	/** {@code CAP_KILL}. */
	KILL,
	/** {@code CAP_SETGID}. */
	SETGID,
	/** {@code CAP_SETUID}. */
	SETUID,
	/** {@code CAP_SETPCAP}. */
	SETPCAP,
	/** {@code CAP_LINUX_IMMUTABLE}. */
	LINUX_IMMUTABLE,
	/** {@code CAP_NET_BIND_SERVICE}. */
	NET_BIND_SERVICE,
	/** {@code CAP_NET_BROADCAST}. */
	NET_BROADCAST,
	/** {@code CAP_NET_ADMIN}. */
	NET_ADMIN,
	/** {@code CAP_NET_RAW}. */
	NET_RAW,
	/** {@code CAP_IPC_LOCK}. */
	IPC_LOCK,
	/** {@code CAP_IPC_OWNER}. */
	IPC_OWNER,
	/** {@code CAP_SYS_MODULE}. */
	SYS_MODULE,
	/** {@code CAP_SYS_RAWIO}. */
	SYS_RAWIO,
	/** {@code CAP_SYS_CHROOT}. */
	SYS_CHROOT,
	/** {@code CAP_SYS_PTRACE}. */
	SYS_PTRACE,
	/** {@code CAP_SYS_PACCT}. */
	SYS_PACCT,
	/** {@code CAP_SYS_ADMIN}. */
	SYS_ADMIN,
	/** {@code CAP_SYS_BOOT}. */
	SYS_BOOT,
	/** {@code CAP_SYS_NICE}. */
	SYS_NICE,
	/** {@code CAP_SYS_RESOURCE}. */
	SYS_RESOURCE,
	/** {@code CAP_SYS_TIME}. */
	SYS_TIME,
	/** {@code CAP_SYS_TTY_CONFIG}. */
	SYS_TTY_CONFIG,
	/** {@code CAP_MKNOD}. */
	MKNOD,
	/** {@code CAP_LEASE}. */
	LEASE,
	/** {@code CAP_AUDIT_WRITE}. */
	AUDIT_WRITE,
	/** {@code CAP_AUDIT_CONTROL}. */
	AUDIT_CONTROL,
	/** {@code CAP_SETFCAP}. */
	SETFCAP,
	/** {@code CAP_MAC_OVERRIDE}. */
	MAC_OVERRIDE,
	/** {@code CAP_MAC_ADMIN}. */
	MAC_ADMIN,
	/** {@code CAP_SYSLOG}. */
	SYSLOG,
	/** {@code CAP_WAKE_ALARM}. */
	WAKE_ALARM,
	/** {@code CAP_BLOCK_SUSPEND}. */
	BLOCK_SUSPEND,
	/** {@code CAP_AUDIT_READ}. */
	AUDIT_READ,
	/** {@code CAP_PERFMON}. */
	PERFMON,
	/** {@code CAP_BPF}. */
	BPF,
	/** {@code CAP_CHECKPOINT_RESTORE}. */
	CHECKPOINT_RESTORE;

	private static final String PREFIX = "CAP_";

	/**
	 * Return whether this capability is in a set.
	 * @param set the set, as {@code /proc} has it in hexadecimal
	 * @return whether its bit is set
	 */
	public boolean isIn(long set) {
		return (set & (1L << ordinal())) != 0;
	}

	@Override
	public String toString() {
		return PREFIX + name();
	}

}
