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

package dev.seccomp.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.sun.jna.Memory;
import dev.seccomp.kernel.Platform;

/**
 * A thread that is blocked in a system call until it is closed.
 */
public final class SleepingThread implements AutoCloseable {

	/** The read end and the write end. */
	private final int[] pipe = new int[2];

	private final Thread thread;

	private final int tid;

	/**
	 * Start a thread.
	 * @param factory creates the thread
	 */
	public SleepingThread(Function<Runnable, Thread> factory) {
		try (Memory fds = new Memory(2 * Integer.BYTES)) {
			if (Libc.syscall("pipe2", fds, 0) != 0) {
				throw new IllegalStateException("No pipe");
			}
			fds.read(0, this.pipe, 0, 2);
		}
		CompletableFuture<Integer> tid = new CompletableFuture<>();
		this.thread = factory.apply(() -> {
			tid.complete(currentTid());
			sleepUntilClosed();
		});
		this.thread.start();
		this.tid = tid.join();
		awaitSleep();
	}

	private void awaitSleep() {
		String read = Platform.architecture().syscalls().number("read").orElseThrow() + " 0x"
				+ Integer.toHexString(this.pipe[0]) + " ";
		try {
			while (!Files.readString(Path.of("/proc/self/task/" + this.tid + "/syscall")).startsWith(read)) {
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public SleepingThread(String name) {
		this((task) -> new Thread(task, name));
	}

	/**
	 * Return the native thread id of the current thread.
	 * @return the id
	 */
	public static int currentTid() {
		try {
			return Integer.parseInt(new File("/proc/thread-self").getCanonicalFile().getName());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Blocks in native code, like the caller of a denied call. */
	private void sleepUntilClosed() {
		try (Memory buffer = new Memory(1)) {
			Libc.syscall("read", this.pipe[0], buffer, 1);
		}
	}

	public int tid() {
		return this.tid;
	}

	@Override
	public void close() {
		Libc.syscall("close", this.pipe[1]);
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Libc.syscall("close", this.pipe[0]);
	}

}
