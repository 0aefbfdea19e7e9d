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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the arguments of a system call while its caller is blocked in it. An instance
 * must be used by one thread only, under the same rules as {@link Callers}.
 * <p>
 * Strings in the caller's memory are evidence, not proof: other threads may change them
 * before and after they are read.
 */
public final class CallArguments {

	/** The bits that the kernel reads of an {@code int} argument. */
	private static final long INT = 0xffffffffL;

	private static final long[] NONE = new long[6];

	private final SyscallTable syscalls;

	private final int cloneFlagsIndex;

	private final boolean bigEndian;

	private final ProcessMemory ownMemory;

	private final CallSignatures signatures = new CallSignatures();

	/**
	 * Create a decoder.
	 * @param architecture the architecture of this JVM
	 * @param ownMemory the memory of this process
	 */
	public CallArguments(Architecture architecture, ProcessMemory ownMemory) {
		this.syscalls = architecture.syscalls();
		this.cloneFlagsIndex = architecture.cloneFlagsIndex();
		this.bigEndian = architecture.isBigEndian();
		this.ownMemory = ownMemory;
	}

	/**
	 * Run all code paths once, so that all classes are loaded.
	 */
	public void warmUp() {
		MemoryReader memory = new MemoryReader(this.ownMemory, this.bigEndian);
		for (String name : this.syscalls.names()) {
			decode(this.syscalls.number(name).orElseThrow(), memory, NONE);
		}
		words(new long[] { 1 });
		memory.string(1);
		decode(-1, -1, NONE);
		try (ProcessMemory other = ProcessMemory.of(ProcFiles.self())) {
			other.read(1, 1);
		}
		catch (IOException ex) {
			// The memory of other processes is then unreadable too
		}
		MemoryReader.warmUp();
		SocketAddress.warmUp();
	}

	/**
	 * Decode the arguments of a call.
	 * @param number the number of the call
	 * @param id the thread or process ID of the caller in the notification
	 * @param arguments the six arguments
	 * @return strings, numbers and lists of strings by name, in the order of the
	 * arguments
	 */
	public Map<String, ArgumentValue> decode(int number, int id, long... arguments) {
		if (ProcFiles.isOwnThread(id)) {
			return decode(number, new MemoryReader(this.ownMemory, this.bigEndian), arguments);
		}
		try (ProcessMemory memory = ProcessMemory.of(id)) {
			return decode(number, new MemoryReader(memory, this.bigEndian), arguments);
		}
		catch (IOException ex) {
			return decode(number, new MemoryReader(null, this.bigEndian), arguments);
		}
	}

	private Map<String, ArgumentValue> decode(int number, MemoryReader memory, long[] arguments) {
		DecodedArguments decoded = new DecodedArguments();
		String name = this.syscalls.name(number);
		if (name != null && this.signatures.decode(name, memory, arguments, decoded)) {
			return decoded.toMap();
		}
		switch ((name != null) ? name : "") {
			case "execve" -> {
				decoded.text("path", memory.string(arguments[0]));
				decoded.texts("argv", memory.strings(arguments[1]));
			}
			case "execveat" -> {
				decoded.directory("dirfd", arguments[0]);
				decoded.text("path", memory.string(arguments[1]));
				decoded.texts("argv", memory.strings(arguments[2]));
				decoded.text("flags", CallFlags.EXECVEAT.format(arguments[4] & INT));
			}
			case "socket", "socketpair" -> {
				decoded.value("family", SocketNames.family((int) arguments[0]));
				decoded.text("type", SocketNames.type((int) arguments[1]));
				decoded.value("protocol", SocketNames.protocol((int) arguments[0], (int) arguments[2]));
			}
			case "bind", "connect" -> {
				decoded.number("fd", (int) arguments[0]);
				decoded.text("address", SocketAddress.read(memory, arguments[1], (int) arguments[2]));
			}
			case "listen" -> {
				decoded.number("fd", (int) arguments[0]);
				decoded.number("backlog", (int) arguments[1]);
			}
			case "accept" -> decoded.number("fd", (int) arguments[0]);
			case "accept4" -> {
				decoded.number("fd", (int) arguments[0]);
				decoded.text("flags", SocketNames.flags((int) arguments[3]));
			}
			case "clone" ->
				decoded.text("flags", CallFlags.CLONE.formatWithSignal(arguments[this.cloneFlagsIndex] & INT));
			case "clone3" -> decoded.text("flags", clone3Flags(memory, arguments[0]));
			case "unshare" -> decoded.text("flags", CallFlags.CLONE.format(arguments[0] & INT));
			case "setns" -> {
				decoded.number("fd", (int) arguments[0]);
				decoded.text("type", CallFlags.CLONE.format(arguments[1] & INT));
			}
			case "memfd_create" -> {
				decoded.text("name", memory.string(arguments[0]));
				decoded.text("flags", CallFlags.MEMFD.format(arguments[1] & INT));
			}
			case "mount" -> {
				decoded.text("source", memory.string(arguments[0]));
				decoded.text("target", memory.string(arguments[1]));
				decoded.text("type", memory.string(arguments[2]));
				decoded.text("flags", CallFlags.MOUNT.format(arguments[3]));
			}
			case "umount2" -> {
				decoded.text("target", memory.string(arguments[0]));
				decoded.text("flags", CallFlags.UMOUNT.format(arguments[1] & INT));
			}
			case "ptrace" -> {
				decoded.text("request", PtraceRequests.name(arguments[0]));
				decoded.number("pid", (int) arguments[1]);
			}
			case "process_vm_readv", "process_vm_writev", "pidfd_open" -> decoded.number("pid", (int) arguments[0]);
			default -> decoded.texts("args", words(arguments));
		}
		return decoded.toMap();
	}

	private static String clone3Flags(MemoryReader memory, long address) {
		// struct clone_args of linux/sched.h: the signal is the fifth number
		Long flags = memory.number(address);
		Long signal = memory.number(address + 4 * Long.BYTES);
		return (flags != null && signal != null) ? CallFlags.CLONE.format(flags, signal)
				: MemoryReader.unreadable(address);
	}

	private static List<String> words(long[] arguments) {
		int count = arguments.length;
		while (count > 0 && arguments[count - 1] == 0) {
			count--;
		}
		List<String> words = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			words.add("0x".concat(Long.toHexString(arguments[i])));
		}
		return words;
	}

}
