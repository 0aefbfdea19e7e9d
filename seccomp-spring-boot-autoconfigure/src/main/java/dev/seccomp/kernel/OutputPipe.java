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
import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The pipe through which this process reads the standard output of a child process.
 */
final class OutputPipe {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	/* asm-generic/fcntl.h */

	private static final int F_SETFL = 4;

	private static final int F_SETOWN = 8;

	private static final int F_SETSIG = 10;

	private static final int O_ASYNC = 0x2000;

	private static final int SIGKILL = 9;

	private final Libc libc;

	private final int fcntl;

	private final Path output;

	OutputPipe(Architecture architecture, Libc libc, long child) {
		this.libc = libc;
		this.fcntl = architecture.syscalls().number("fcntl").orElseThrow();
		this.output = Path.of("/proc", String.valueOf(child), "fd", "1");
	}

	/**
	 * Let the kernel kill this process when the child process ends, or writes to its
	 * standard output. See {@code F_SETSIG} of {@code fcntl(2)}.
	 * @throws InstallationException if the child process has ended
	 */
	void killThisProcessWhenClosed() {
		try {
			int descriptor = descriptor(Files.readSymbolicLink(this.output));
			fcntl(descriptor, F_SETSIG, SIGKILL);
			fcntl(descriptor, F_SETOWN, ProcessHandle.current().pid());
			fcntl(descriptor, F_SETFL, O_ASYNC);
			// The child process may have ended before
			Files.readSymbolicLink(this.output);
		}
		catch (IOException ex) {
			throw failure(ex.toString(), ex);
		}
	}

	private static int descriptor(Path pipe) throws IOException {
		String[] names = DESCRIPTORS.toFile().list();
		for (String name : (names != null) ? names : new String[0]) {
			if (isLinkTo(pipe, DESCRIPTORS.resolve(name))) {
				return Integer.parseInt(name);
			}
		}
		throw new IOException("This process does not read from " + pipe);
	}

	/** Other threads close descriptors meanwhile. */
	private static boolean isLinkTo(Path target, Path link) {
		try {
			return Files.readSymbolicLink(link).equals(target);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void fcntl(int descriptor, int command, long argument) {
		Libc.Result result = this.libc.syscall(this.fcntl, descriptor, command, argument);
		if (!result.isSuccess()) {
			throw failure("fcntl(2) failed with " + Errno.name(result.errno()), null);
		}
	}

	private static InstallationException failure(String reason, @Nullable Throwable cause) {
		return new InstallationException(
				"This process cannot be made to end together with the recorder of learn mode: " + reason + ".",
				"Mount /proc without options that hide processes, and allow fcntl in the outer filter. If the recorder"
						+ " was killed, check whether memory ran out.",
				cause);
	}

}
