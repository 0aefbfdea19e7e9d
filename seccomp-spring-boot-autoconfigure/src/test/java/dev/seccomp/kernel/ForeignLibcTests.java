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
import java.util.concurrent.CompletableFuture;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForeignLibc}.
 */
@EnabledForJreRange(minVersion = 22, disabledReason = "java.lang.foreign requires Java 22")
class ForeignLibcTests {

	private final Architecture architecture = Platform.architecture();

	private final ForeignLibc libc = ForeignLibc.load();

	@Test
	void syscallReturnsTheValue() {
		assertThat(this.libc.syscall(number("getpid"))).isEqualTo(new Libc.Result(ProcessHandle.current().pid(), 0));
		assertThat(this.libc.direct(number("getpid"), 0, 0, 0)).isEqualTo(ProcessHandle.current().pid());
	}

	@Test
	void syscallThatFailsReturnsTheErrorNumber() {
		assertThat(this.libc.syscall(number("close"), -1).failedWith(Errno.EBADF)).isTrue();
		assertThat(this.libc.direct(number("close"), -1, 0, 0)).isEqualTo(-Errno.EBADF);
	}

	@Test
	void syscallPassesSixArguments() {
		long address = this.libc.syscall(number("mmap"), 0, 4096, 1, 0x22, -1, 0).value();
		assertThat(address).isPositive();
		assertThat(this.libc.syscall(number("munmap"), address, 4096).isSuccess()).isTrue();
		// The offset is invalid
		assertThat(this.libc.syscall(number("mmap"), 0, 4096, 1, 0x22, -1, 1).failedWith(Errno.EINVAL)).isTrue();
	}

	@Test
	void errorNumberIsThatOfTheThread() {
		Libc.Result[] other = new Libc.Result[1];
		Libc.Result own = this.libc.syscall(number("close"), -1);
		CompletableFuture.runAsync(() -> other[0] = this.libc.syscall(number("nanosleep"), 0, 0)).join();
		assertThat(own.failedWith(Errno.EBADF)).isTrue();
		assertThat(other[0].failedWith(Errno.EFAULT)).isTrue();
	}

	@Test
	void atAccessesTheMemoryOfAnAddress() {
		ByteBuffer memory = Libc.allocate(16);
		ByteBuffer same = this.libc.at(this.libc.address(memory) + 8, 8);
		same.putLong(0, 42);
		assertThat(memory.getLong(8)).isEqualTo(42);
		assertThat(same.order()).isEqualTo(memory.order());
	}

	private int number(String syscall) {
		return this.architecture.syscalls().number(syscall).orElseThrow();
	}

}
