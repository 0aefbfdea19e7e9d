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

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.FilterProgram;

/**
 * A program in the memory of this process, as {@code struct sock_fprog} of
 * {@code linux/filter.h}.
 */
final class SockFprog implements AutoCloseable {

	/** The size of the structure, and the offset of its pointer. */
	private static final int BYTES = 16;

	private static final int FILTER = 8;

	private final Memory filter;

	private final Memory fprog = new Memory(BYTES);

	SockFprog(FilterProgram program) {
		byte[] instructions = program.toBytes();
		this.filter = new Memory(instructions.length);
		this.filter.write(0, instructions, 0, instructions.length);
		this.fprog.clear();
		this.fprog.setShort(0, (short) program.instructions().size());
		this.fprog.setPointer(FILTER, this.filter);
	}

	/**
	 * Return the address of the structure, which is valid until this is closed.
	 * @return the address
	 */
	long address() {
		return Pointer.nativeValue(this.fprog);
	}

	@Override
	public void close() {
		this.fprog.close();
		this.filter.close();
	}

}
