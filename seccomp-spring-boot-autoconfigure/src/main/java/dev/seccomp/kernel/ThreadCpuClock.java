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

import dev.seccomp.syscall.Architecture;

/**
 * The CPU-time clocks of the threads of this process. The clock of a blocked thread does
 * not advance. Not thread-safe.
 */
public final class ThreadCpuClock implements AutoCloseable {

	/* linux/posix-timers.h: the CPU-time clock of a thread */

	private static final int CPUCLOCK_SCHED = 2;

	private static final int CPUCLOCK_PERTHREAD_MASK = 4;

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private final Libc libc;

	private final int number;

	private final ByteBuffer timespec = Libc.allocate(2 * Long.BYTES);

	private final long address;

	ThreadCpuClock(Architecture architecture, Libc libc) {
		this.libc = libc;
		this.number = architecture.syscalls().number("clock_gettime").orElseThrow();
		this.address = libc.address(this.timespec);
	}

	/**
	 * Load the C library.
	 * @param process the process
	 * @param architecture the architecture of this JVM
	 * @return the clocks
	 * @throws InstallationException if it cannot be loaded
	 */
	public static ThreadCpuClock load(SeccompProcess process, Architecture architecture) {
		return new ThreadCpuClock(architecture, process.libc(architecture));
	}

	/**
	 * Read the clock of a thread.
	 * @param tid the thread's id, as {@code gettid(2)} returns it
	 * @return its CPU time in nanoseconds, or -1 if this process has no such thread
	 */
	public long nanos(int tid) {
		int clock = (~tid << 3) | CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED;
		if (!this.libc.syscall(this.number, clock, this.address).isSuccess()) {
			return -1;
		}
		return this.timespec.getLong(0) * NANOS_PER_SECOND + this.timespec.getLong(Long.BYTES);
	}

	/**
	 * Release the C library.
	 */
	@Override
	public void close() {
		this.libc.close();
	}

}
