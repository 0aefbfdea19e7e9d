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

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

import dev.seccomp.bpf.FilterProgram;

/**
 * A program in the memory of this process, as {@code struct sock_fprog} of
 * {@code linux/filter.h}.
 */
final class SockFprog implements AutoCloseable {

	/** The size of the structure, and the offset of its pointer. */
	private static final int BYTES = 16;

	private static final int FILTER = 8;

	private final ByteBuffer filter;

	private final ByteBuffer fprog = Libc.allocate(BYTES);

	private final long address;

	SockFprog(Libc libc, FilterProgram program) {
		byte[] instructions = program.toBytes();
		this.filter = Libc.allocate(instructions.length).put(0, instructions);
		this.fprog.putShort(0, (short) program.instructions().size());
		this.fprog.putLong(FILTER, libc.address(this.filter));
		this.address = libc.address(this.fprog);
	}

	/**
	 * Return the address of the structure, which is valid until this is closed.
	 * @return the address
	 */
	long address() {
		return this.address;
	}

	/** Keeps the memory reachable until here. */
	@Override
	public void close() {
		Reference.reachabilityFence(this.fprog);
		Reference.reachabilityFence(this.filter);
	}

}
