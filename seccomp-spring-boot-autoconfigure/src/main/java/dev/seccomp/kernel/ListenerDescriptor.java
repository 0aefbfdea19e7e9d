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

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The descriptor of a notification listener. Its operations allocate nothing.
 */
final class ListenerDescriptor {

	private final Libc libc;

	private final int ioctl;

	private final int descriptor;

	ListenerDescriptor(Architecture architecture, Libc libc, int descriptor) {
		this.libc = libc;
		this.ioctl = architecture.syscalls().number("ioctl").orElseThrow();
		this.descriptor = descriptor;
	}

	/**
	 * Receive a notification or send a response.
	 * @param command the request of {@code ioctl}
	 * @param address the address of the notification or of the response
	 * @return the error number, or 0
	 */
	int ioctl(long command, long address) {
		int errno = attempt(command, address);
		// The number of a direct call may be wrong, and any other error is permanent
		return (errno == 0 || errno == Errno.ENOENT || errno == Errno.EINTR || errno == Errno.EINPROGRESS) ? errno
				: attempt(command, address);
	}

	private int attempt(long command, long address) {
		return (int) -this.libc.direct(this.ioctl, this.descriptor, command, address);
	}

}
