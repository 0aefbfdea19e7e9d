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

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * An audit record of type {@code SECCOMP} (1326), which the kernel writes for a filtered
 * system call.
 * <p>
 * Characters in strings that could forge or hide a line of a log are escaped, as in
 * <code>&#92;u000a</code>.
 *
 * @param time the time of the call, or {@code null} if the line does not contain it, as
 * in the journal
 * @param serial the number of the event, or {@code null} if the line does not contain it
 * @param auid the ID of the login user, or {@link #UNSET}
 * @param uid the user ID of the process
 * @param gid the group ID of the process
 * @param session the login session, or {@link #UNSET}
 * @param subject the security label of SELinux, AppArmor or another module
 * @param pid the process ID in the initial PID namespace, which differs from the one
 * inside a container
 * @param comm the name of the thread
 * @param exe the executable file of the process
 * @param signal the number of the signal that killed the thread or process, otherwise 0
 * @param arch the {@code AUDIT_ARCH_*} constant of the ABI of the call
 * @param number the number of the call, with the x32 bit
 * @param compat whether a 32-bit ABI made the call
 * @param instructionPointer the address of the call
 * @param code the action of the filter, without its data: the record does not contain the
 * error number
 * @param others the other fields: names that the audit daemon has added, and fields of
 * later kernels
 */
public record AuditRecord(@Nullable Instant time, @Nullable Long serial, long auid, long uid, long gid, long session,
		@Nullable String subject, long pid, @Nullable String comm, @Nullable String exe, int signal, int arch,
		int number, boolean compat, long instructionPointer, int code, Map<String, String> others) {

	/**
	 * The value for no user and no session.
	 */
	public static final long UNSET = 0xffffffffL;

	private static final int X32_BIT = 0x40000000;

	/* linux/seccomp.h */

	private static final int RET_DATA = 0xffff;

	/** Signals from 1, which are the same on all supported architectures. */
	private static final List<String> SIGNALS = List.of("SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT",
			"SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
			"SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
			"SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS");

	public AuditRecord {
		others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
	}

	/**
	 * Read a record.
	 * @param line a line of {@code audit.log}, of {@code dmesg} or of the journal
	 * @return the record
	 * @throws IllegalArgumentException if the line is not a SECCOMP record
	 */
	public static AuditRecord parse(String line) {
		AuditLine fields = new AuditLine(line);
		return new AuditRecord(fields.time(), fields.serial(), fields.decimal("auid", UNSET),
				fields.decimal("uid", UNSET), fields.decimal("gid", UNSET), fields.decimal("ses", UNSET),
				(fields.has("subj")) ? fields.trusted("subj") : null, fields.decimal("pid", Integer.MAX_VALUE),
				fields.untrusted("comm"), (fields.has("exe")) ? fields.untrusted("exe") : null,
				(int) fields.decimal("sig", Integer.MAX_VALUE), (int) fields.hex("arch", "", 8),
				fields.signed("syscall"), fields.decimal("compat", 1) != 0, fields.hex("ip", "0x", 16), fields.code(),
				fields.others());
	}

	/**
	 * Return the architecture of the call.
	 * @return the architecture, or {@code null} if it has no table
	 */
	public @Nullable Architecture architecture() {
		for (Architecture architecture : Architecture.values()) {
			if (architecture.audit() == this.arch) {
				return architecture;
			}
		}
		return null;
	}

	/**
	 * Return whether the call was made through the x32 ABI of x86_64.
	 * @return whether its number has the x32 bit
	 */
	public boolean isX32() {
		return architecture() == Architecture.X86_64 && this.number >= X32_BIT;
	}

	/**
	 * Return the name of the call.
	 * @return the name in the table of the architecture, or {@code null} if there is none
	 */
	public @Nullable String syscall() {
		Architecture architecture = architecture();
		if (architecture == null) {
			return null;
		}
		return architecture.syscalls().name((isX32()) ? this.number & ~X32_BIT : this.number);
	}

	/**
	 * Return the action of the filter.
	 * @return the name of the action, or its code if it is unknown
	 */
	public String action() {
		ActionType type = type();
		return (type != null) ? type.toString() : hex(this.code);
	}

	/**
	 * Return the error that the caller got.
	 * @return the name of the error number, or {@code null} where there was none or the
	 * record does not say it: no known kernel does
	 */
	public @Nullable String errno() {
		int data = this.code & RET_DATA;
		return (type() == ActionType.ERRNO && data != 0) ? Errno.name(data) : null;
	}

	/**
	 * Return the signal that was sent to the thread.
	 * @return the name of the signal, or {@code null} if there was none
	 */
	public @Nullable String signalName() {
		if (this.signal == 0) {
			// The record of a trap does not contain the signal
			return (type() == ActionType.TRAP) ? "SIGSYS" : null;
		}
		return (this.signal <= SIGNALS.size()) ? SIGNALS.get(this.signal - 1) : "SIG" + this.signal;
	}

	private @Nullable ActionType type() {
		try {
			return Action.ofReturnValue(this.code).type();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the fields of the record with their names.
	 * @return the fields in the order of the record, with names next to numbers and
	 * without missing values
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		put(fields, "time", (this.time != null) ? this.time.toString() : null);
		put(fields, "serial", this.serial);
		put(fields, "auid", id(this.auid));
		put(fields, "uid", id(this.uid));
		put(fields, "gid", id(this.gid));
		put(fields, "session", id(this.session));
		put(fields, "subject", this.subject);
		put(fields, "pid", this.pid);
		put(fields, "comm", this.comm);
		put(fields, "exe", this.exe);
		put(fields, "signal", signalName());
		put(fields, "signalNumber", this.signal);
		Architecture architecture = architecture();
		put(fields, "architecture", (architecture != null) ? architecture.id() : hex(this.arch));
		put(fields, "arch", hex(this.arch));
		String syscall = syscall();
		put(fields, "syscall", (syscall != null) ? syscall : this.number);
		put(fields, "number", this.number);
		put(fields, "x32", (isX32()) ? true : null);
		put(fields, "compat", this.compat);
		put(fields, "instructionPointer", "0x" + Long.toHexString(this.instructionPointer));
		put(fields, "action", action());
		put(fields, "errno", errno());
		put(fields, "code", hex(this.code));
		put(fields, "others", (this.others.isEmpty()) ? null : this.others);
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

	private static Object id(long id) {
		return (id == UNSET) ? "unset" : id;
	}

	private static String hex(int value) {
		return "0x" + Integer.toHexString(value);
	}

}
