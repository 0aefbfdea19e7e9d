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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.List;
import java.util.function.Consumer;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel writes to its audit log, as far as it is of seccomp, while it is
 * written. All processes are in it that share the kernel.
 * <p>
 * It takes {@code CAP_AUDIT_READ} in the initial user namespace. Filters may deny what
 * opening takes, so open it before.
 *
 * @since 0.1.0
 */
public final class AuditLog implements AutoCloseable {

	/*
	 * linux/socket.h, linux/netlink.h, linux/audit.h, linux/eventfd.h
	 */

	private static final int AF_NETLINK = 16;

	private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;

	private static final int NETLINK_AUDIT = 9;

	/** AUDIT_NLGRP_READLOG, as a bit. */
	private static final int READLOG = 1;

	private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

	private static final int MSG_TRUNC_DONTWAIT = 0x20 | 0x40;

	private static final int AUDIT_SECCOMP = 1326;

	/*
	 * Our memory: struct sockaddr_nl, its length, what wakes us, and a datagram
	 */

	private static final int ADDRESS = 0;

	private static final int ADDRESS_BYTES = 12;

	private static final int ADDRESS_LENGTH = 16;

	private static final int WAKE = 24;

	private static final int DATAGRAM = 32;

	/** The kernel's records have 8970 bytes at most (MAX_AUDIT_MESSAGE_LENGTH). */
	private static final int DATAGRAM_BYTES = 16 * 1024;

	/** struct nlmsghdr. */
	private static final int HEADER_BYTES = 16;

	private static final int HEADER_TYPE = 4;

	private final Libc libc;

	private final SyscallTable syscalls;

	private final Poll poll;

	private final Pointer memory = new Pointer(Native.malloc(DATAGRAM + DATAGRAM_BYTES));

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicLong losses = new AtomicLong();

	private long socket = -1;

	private long event = -1;

	private AuditLog(Architecture architecture, Libc libc) {
		this.libc = libc;
		this.syscalls = architecture.syscalls();
		this.poll = new Poll(architecture, libc);
		this.memory.clear(DATAGRAM);
	}

	/**
	 * Listen to the log.
	 * @param architecture the architecture of this JVM
	 * @param reason is told why it is not possible
	 * @return the log from now on, or {@code null} where this process may not read it
	 * @throws InstallationException where JNA cannot load
	 */
	public static @Nullable AuditLog open(Architecture architecture, Consumer<String> reason) {
		return open(architecture, JnaLibc.load(architecture), reason);
	}

	static @Nullable AuditLog open(Architecture architecture, Libc libc, Consumer<String> reason) {
		AuditLog log = new AuditLog(architecture, libc);
		String failure = log.listen();
		if (failure == null) {
			AuditSocketFilter.attach(architecture, libc, log.socket);
			return log;
		}
		log.close();
		reason.accept(failure);
		return null;
	}

	private @Nullable String listen() {
		Libc.Result result = call("socket", AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_AUDIT);
		if (result.value() == -1) {
			return "socket(NETLINK_AUDIT) failed with " + Errno.name(result.errno())
					+ ((result.errno() == Errno.EPROTONOSUPPORT || result.errno() == Errno.EAFNOSUPPORT)
							? ": this kernel has no audit log (CONFIG_AUDIT)" : "");
		}
		this.socket = result.value();
		this.memory.setShort(ADDRESS, (short) AF_NETLINK);
		this.memory.setInt(ADDRESS + 8, READLOG);
		result = call("bind", this.socket, address(ADDRESS), ADDRESS_BYTES);
		if (result.value() == -1) {
			return "bind(NETLINK_AUDIT) failed with " + Errno.name(result.errno()) + ((result.errno() == Errno.EPERM)
					? ": it takes the capability CAP_AUDIT_READ in the initial user namespace" : "");
		}
		result = call("eventfd2", 0, EFD_CLOEXEC_NONBLOCK);
		if (result.value() == -1) {
			return "eventfd2 failed with " + Errno.name(result.errno());
		}
		this.event = result.value();
		this.memory.setLong(WAKE, 1);
		return null;
	}

	/**
	 * Find a system call that the filters leave a record of in this log, and that does no
	 * harm.
	 * @param architecture the architecture of this JVM
	 * @param programs the programs of all filters
	 * @return makes the call, or {@code null} where there is none
	 */
	public @Nullable Runnable loggedCall(Architecture architecture, List<FilterProgram> programs) {
		Canary canary = Canary.logged(architecture, programs);
		return (canary != null) ? () -> canary.call(architecture, this.libc) : null;
	}

	/**
	 * Wait for the next record of seccomp.
	 * @param timeout how long to wait
	 * @return the text of the record, or {@code null} where none has come in time
	 * @throws IllegalStateException where the log is closed, or the kernel or a filter
	 * does not let this process read on
	 */
	public synchronized @Nullable String receive(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		String message = null;
		while (message == null) {
			long rest = end - System.nanoTime();
			boolean ready = !this.closed.get() && rest > 0 && poll(rest);
			if (this.closed.get()) {
				throw new IllegalStateException("The audit log is closed");
			}
			if (rest <= 0) {
				break;
			}
			message = (ready) ? receive() : null;
		}
		return message;
	}

	/** Returns whether there is something to receive, or an error. */
	private boolean poll(long nanos) {
		try {
			return this.poll.await(Duration.ofNanos(nanos), Poll.READABLE, (int) this.socket, (int) this.event)[0] != 0;
		}
		catch (IllegalStateException ex) {
			throw failure(String.valueOf(ex.getMessage()));
		}
	}

	/** Returns a record of ours, or {@code null} where it was something else. */
	private @Nullable String receive() {
		this.memory.setInt(ADDRESS_LENGTH, ADDRESS_BYTES);
		Libc.Result result = call("recvfrom", this.socket, address(DATAGRAM), DATAGRAM_BYTES, MSG_TRUNC_DONTWAIT,
				address(ADDRESS), address(ADDRESS_LENGTH));
		long length = result.value();
		if (result.failedWith(Errno.ENOBUFS) || length > DATAGRAM_BYTES) {
			this.losses.incrementAndGet();
			return null;
		}
		if (result.failedWith(Errno.EAGAIN) || result.failedWith(Errno.EINTR)) {
			return null;
		}
		if (length == -1) {
			throw failure("recvfrom failed with " + Errno.name(result.errno()));
		}
		// Only what the kernel sends has no sender
		if (length < HEADER_BYTES || this.memory.getInt(ADDRESS + 4) != 0
				|| this.memory.getShort(DATAGRAM + HEADER_TYPE) != AUDIT_SECCOMP) {
			return null;
		}
		byte[] text = this.memory.getByteArray(DATAGRAM + HEADER_BYTES, (int) length - HEADER_BYTES);
		return new String(text, StandardCharsets.UTF_8);
	}

	private static IllegalStateException failure(String reason) {
		return new IllegalStateException("The audit log cannot be read on: " + reason);
	}

	/**
	 * Return how often something was lost: the kernel does not wait for who reads too
	 * slowly.
	 * @return how often it told, each time one record or more
	 */
	public long losses() {
		return this.losses.get();
	}

	/**
	 * Listen no more, and wake who waits for a record.
	 */
	@Override
	public void close() {
		if (this.closed.getAndSet(true)) {
			return;
		}
		if (this.event != -1) {
			call("write", this.event, address(WAKE), Long.BYTES);
		}
		free();
	}

	private synchronized void free() {
		for (long file : new long[] { this.socket, this.event }) {
			if (file != -1) {
				call("close", file);
			}
		}
		Native.free(Pointer.nativeValue(this.memory));
		this.libc.close();
	}

	private long address(int offset) {
		return Pointer.nativeValue(this.memory) + offset;
	}

	private Libc.Result call(String syscall, long... arguments) {
		return this.libc.syscall(this.syscalls.number(syscall).orElseThrow(), arguments);
	}

}
