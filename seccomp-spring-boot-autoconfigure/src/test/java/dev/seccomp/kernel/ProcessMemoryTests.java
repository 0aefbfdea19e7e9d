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

import java.io.IOException;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.seccomp.testing.Libc;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ProcessMemory}.
 */
class ProcessMemoryTests {

	private static final int PAGE = 65536;

	private static final int PROT_READ_WRITE = 3;

	private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

	@Test
	void readReturnsBytes() throws IOException {
		try (Memory memory = new Memory(3); ProcessMemory own = ProcessMemory.ofSelf()) {
			memory.write(0, new byte[] { 7, -1, 9 }, 0, 3);
			assertThat(own.read(Pointer.nativeValue(memory), 3)).containsExactly(7, -1, 9);
		}
	}

	@Test
	void readWhenMappingEndsReturnsBytesBeforeEnd() throws IOException {
		long pages = Libc.syscall("mmap", 0L, 2 * PAGE, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
		assertThat(pages).isPositive();
		assertThat(Libc.syscall("munmap", pages + PAGE, PAGE)).isZero();
		new Pointer(pages + PAGE - 2).setShort(0, (short) 0x0101);
		try (ProcessMemory own = ProcessMemory.ofSelf()) {
			assertThat(own.read(pages + PAGE - 2, 100)).containsExactly(1, 1);
			assertThat(own.read(pages + PAGE, 100)).isEmpty();
		}
		finally {
			Libc.syscall("munmap", pages, PAGE);
		}
	}

	@Test
	void readWhenAddressIsInvalidReturnsNothing() throws IOException {
		try (ProcessMemory own = ProcessMemory.ofSelf()) {
			for (long address : new long[] { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000_0000L }) {
				assertThat(own.read(address, 8)).as(Long.toHexString(address)).isEmpty();
			}
		}
	}

	@Test
	void ofWhenProcessDoesNotExistThrowsException() {
		assertThatIOException().isThrownBy(() -> ProcessMemory.of(Integer.MAX_VALUE));
	}

}
