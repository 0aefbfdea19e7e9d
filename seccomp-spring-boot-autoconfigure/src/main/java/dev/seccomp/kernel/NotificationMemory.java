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

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the notifications and responses, at the addresses that
 * {@link ListenerGuard} protects. Its sealed page also has the program of the next filter
 * with a listener, so that native code cannot replace it.
 */
final class NotificationMemory {

	private static final int PATH = 1024;

	private static final int NEXT_OFFSET = (int) (ListenerGuard.NEXT_FILTER - ListenerGuard.SEALED);

	/** The size of {@code struct sock_fprog} of {@code linux/filter.h}, in bytes. */
	private static final int FPROG_BYTES = 16;

	/* asm-generic/mman-common.h, linux/mman.h */

	private static final int PROT_READ = 1;

	private static final int PROT_READ_WRITE = 3;

	private static final int MAP_SHARED = 1;

	private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

	private static final int MAP_FIXED_NOREPLACE = 0x100000;

	/* linux/memfd.h, linux/fcntl.h, asm-generic/fcntl.h */

	private static final int MFD_CLOEXEC_ALLOW_SEALING = 3;

	private static final int F_ADD_SEALS = 1033;

	private static final int F_SEAL_ALL = 15;

	private static final int AT_FDCWD = -100;

	private static final int O_RDONLY_CLOEXEC = 0x80000;

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
	 * Map the memory, once in a process.
	 * @param architecture the architecture of this JVM
	 * @param libc the C library
	 * @param enforcing whether calls are denied, so that no response may let one through
	 * @param next the program of the next filter with a listener, or {@code null}
	 * @return the memory
	 * @throws NotificationsUnavailableException if it cannot be mapped
	 */
	static NotificationMemory map(Architecture architecture, Libc libc, boolean enforcing,
			@Nullable FilterProgram next) {
		if (architecture == Architecture.S390X) {
			throw new NotificationsUnavailableException(
					"on s390x the arguments of mmap(2) are in memory, so no filter can protect the supervisor's memory");
		}
		NotificationMemory memory = new NotificationMemory(architecture, libc, enforcing, next);
		memory.map(ListenerGuard.START, ListenerGuard.SEALED - ListenerGuard.START, PROT_READ_WRITE,
				MAP_PRIVATE_ANONYMOUS, -1);
		try {
			memory.mapSealed();
		}
		catch (NotificationsUnavailableException ex) {
			memory.unmap();
			throw ex;
		}
		return memory;
	}

	private void map(long address, long bytes, int protection, int flags, long descriptor) {
		Libc.Result result = call("mmap", address, bytes, protection, flags | MAP_FIXED_NOREPLACE, descriptor, 0);
		if (result.value() != address) {
			throw new NotificationsUnavailableException(
					"the supervisor's memory at 0x" + Long.toHexString(address) + " cannot be mapped: "
							+ ((result.failedWith(Errno.EEXIST)) ? "another mapping uses the address"
									: Errno.name(result.errno()) + ". The sysctl vm.mmap_min_addr must not exceed "
											+ ListenerGuard.START));
		}
	}

	private void mapSealed() {
		byte[] content = sealedContent();
		ByteBuffer scratch = this.libc.at(ListenerGuard.START, (int) (ListenerGuard.SEALED - ListenerGuard.START));
		scratch.put(PATH, content, 0, Math.min(content.length, scratch.capacity() - PATH));
		writeString(scratch, "seccomp");
		long writable = require("memfd_create", ListenerGuard.START, MFD_CLOEXEC_ALLOW_SEALING);
		try {
			require("write", writable, ListenerGuard.START + PATH, content.length);
			require("fcntl", writable, F_ADD_SEALS, F_SEAL_ALL);
			writeString(scratch, "/proc/self/fd/" + writable);
			long readable = require("openat", AT_FDCWD, ListenerGuard.START, O_RDONLY_CLOEXEC, 0);
			try {
				map(ListenerGuard.SEALED, ListenerGuard.END - ListenerGuard.SEALED, PROT_READ, MAP_SHARED, readable);
			}
			finally {
				call("close", readable);
			}
		}
		finally {
			call("close", writable);
			// The supervisor takes an id other than 0 for a notification
			scratch.put(0, new byte[NotificationLayout.BYTES]);
		}
	}

	private static void writeString(ByteBuffer memory, String string) {
		memory.put(0, (string + '\0').getBytes(StandardCharsets.US_ASCII));
	}

	private byte[] sealedContent() {
		FilterProgram next = this.next;
		byte[] program = (next != null) ? next.toBytes() : new byte[0];
		byte[] content = new byte[NEXT_OFFSET + FPROG_BYTES + program.length];
		if (next != null) {
			ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
			buffer.putShort(NEXT_OFFSET, (short) next.instructions().size());
			buffer.putLong(NEXT_OFFSET + 8, ListenerGuard.NEXT_FILTER + FPROG_BYTES);
			buffer.position(NEXT_OFFSET + FPROG_BYTES).put(program);
		}
		return content;
	}

	private long require(String syscall, long... arguments) {
		Libc.Result result = call(syscall, arguments);
		if (result.value() == -1) {
			throw new NotificationsUnavailableException("the supervisor's memory cannot be sealed: " + syscall
					+ " failed with " + Errno.name(result.errno()));
		}
		return result.value();
	}

	private Libc.Result call(String syscall, long... arguments) {
		return this.libc.syscall(this.architecture.syscalls().number(syscall).orElseThrow(), arguments);
	}

	/** Unmaps the memory, which a filter with a listener forbids. */
	void unmap() {
		call("munmap", ListenerGuard.START, ListenerGuard.END - ListenerGuard.START);
	}

	/**
	 * Return whether the sealed page has a program.
	 * @param program the program
	 * @return whether it is that of the next filter with a listener
	 */
	boolean isNext(FilterProgram program) {
		return this.next != null && this.next.hash().equals(program.hash());
	}

	long notification() {
		return ListenerGuard.START;
	}

	/** A supervisor that lets calls through has to write the flags of the response. */
	long response() {
		return (this.enforcing) ? ListenerGuard.RESPONSE : ListenerGuard.START + NotificationLayout.BYTES;
	}

}
