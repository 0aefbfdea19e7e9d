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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * A classic BPF program that filters system calls.
 */
public final class FilterProgram {

	/**
	 * The maximum number of instructions that the kernel accepts ({@code BPF_MAXINSNS} of
	 * {@code linux/bpf_common.h}).
	 */
	public static final int MAX_INSTRUCTIONS = 4096;

	private final Architecture architecture;

	private final List<Instruction> instructions;

	/** Computed lazily: the first use of SHA-256 takes milliseconds. */
	private @Nullable String hash;

	/**
	 * Create a new program.
	 * @param architecture the architecture of the calls
	 * @param instructions the instructions
	 */
	public FilterProgram(Architecture architecture, List<Instruction> instructions) {
		this.architecture = architecture;
		this.instructions = List.copyOf(instructions);
	}

	/**
	 * Return the architecture of the calls that this program filters.
	 * @return the architecture
	 */
	public Architecture architecture() {
		return this.architecture;
	}

	/**
	 * Return the instructions.
	 * @return the instructions
	 */
	public List<Instruction> instructions() {
		return this.instructions;
	}

	/**
	 * Return this program in the kernel's representation.
	 * @return an array of {@code struct sock_filter}, in the architecture's byte order
	 */
	public byte[] toBytes() {
		ByteBuffer buffer = ByteBuffer.allocate(this.instructions.size() * Instruction.BYTES);
		buffer.order((this.architecture.isBigEndian()) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		for (Instruction instruction : this.instructions) {
			buffer.putShort((short) instruction.code());
			buffer.put((byte) instruction.jt()).put((byte) instruction.jf());
			buffer.putInt(instruction.k());
		}
		return buffer.array();
	}

	/**
	 * Return the hash of this program.
	 * @return {@code sha256:} and the SHA-256 of {@link #toBytes()} in hexadecimal
	 */
	public String hash() {
		String hash = this.hash;
		if (hash == null) {
			hash = "sha256:" + HexFormat.of().formatHex(sha256(toBytes()));
			this.hash = hash;
		}
		return hash;
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return this program as an assembly listing.
	 * @return the listing, one instruction per line
	 */
	public String toListing() {
		return Listing.of(this);
	}

	/**
	 * Return the action for a call, with the semantics of the kernel.
	 * @param data the system call
	 * @return the action
	 */
	public Action run(SeccompData data) {
		return Action.ofReturnValue(new Interpreter(this).run(data).value());
	}

}
