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

import java.util.Arrays;

import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * A call that only notifies the owner of the listener: {@code ioctl} with a request that
 * no driver has, on a descriptor that is not open.
 */
final class WakeCall {

	/** The error that the owner of the listener responds with. */
	static final int ERRNO = Errno.ECANCELED;

	private static final String SYSCALL = "ioctl";

	private static final long[] ARGUMENTS = Canary.mark(-1, ListenerGuard.WAKE);

	private WakeCall() {
	}

	static Libc.Result make(Architecture architecture, Libc libc) {
		return libc.syscall(architecture.syscalls().number(SYSCALL).orElseThrow(), ARGUMENTS);
	}

	/**
	 * Require that the owner of the listener responds.
	 * @param architecture the architecture of this JVM
	 * @param libc the C library
	 * @throws InstallationException if it does not
	 */
	static void requireResponse(Architecture architecture, Libc libc) {
		Libc.Result result = make(architecture, libc);
		if (!result.failedWith(ERRNO)) {
			throw new InstallationException(
					"The supervisor of denied calls does not respond: the test call " + SYSCALL + " returned "
							+ result.value() + " with " + Errno.name(result.errno()) + ".",
					"Set 'seccomp.violations.report: false' to run without the supervisor, and please report this as"
							+ " a bug.",
					null);
		}
	}

	/**
	 * Return whether a call of {@code ioctl} is a wake call. Allocates nothing.
	 * @param arguments the six arguments
	 * @return whether they are the same
	 */
	static boolean is(long[] arguments) {
		return Arrays.equals(ARGUMENTS, arguments);
	}

}
