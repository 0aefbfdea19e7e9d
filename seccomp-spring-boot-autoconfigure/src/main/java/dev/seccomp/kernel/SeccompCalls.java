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

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * The system calls that install a filter: {@code seccomp(2)} and {@code prctl(2)}.
 */
final class SeccompCalls {

	/** The flag for kernels that notify ({@code SECCOMP_FILTER_FLAG_TSYNC_ESRCH}). */
	private static final long TSYNC_ESRCH = 1 << 4;

	/* linux/seccomp.h */

	private static final int SET_MODE_FILTER = 1;

	private static final long TSYNC = 1;

	private static final long LOG = 1 << 1;

	private static final long SPEC_ALLOW = 1 << 2;

	private static final long NEW_LISTENER = 1 << 3;

	private static final long WAIT_KILLABLE_RECV = 1 << 5;

	/* linux/prctl.h */

	private static final int PR_GET_SECCOMP = 21;

	private static final int PR_SET_SECCOMP = 22;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	private static final int PR_SET_PTRACER = 0x59616d61;

	private static final String OUTER_FILTER = "An outer filter denies it, such as the seccomp profile of the container"
			+ " runtime or Kubernetes, SystemCallFilter= of systemd, or a sandbox.";

	private static final String ALLOW_CALLS = "Allow the system calls seccomp and prctl in the outer filter, as the default"
			+ " profiles of Docker and Kubernetes (RuntimeDefault) do. To run without a filter, set 'seccomp.enabled: false'.";

	/** The remedy if only the calling thread is filtered. */
	static final String ONE_THREAD = "This kernel has no seccomp(2), and prctl(2) filters the calling thread only."
			+ " Run on Linux 3.17 or later. An outer filter may also hide seccomp(2). " + ALLOW_CALLS;

	private final Libc libc;

	private final int seccomp;

	private final int prctl;

	SeccompCalls(Architecture architecture, Libc libc) {
		this.libc = libc;
		this.seccomp = architecture.syscalls().number("seccomp").orElseThrow();
		this.prctl = architecture.syscalls().number("prctl").orElseThrow();
	}

	/**
	 * Find the flags that the kernel supports. The address of the program is invalid, so
	 * the kernel returns {@code EFAULT}. An outer filter may kill callers of an invalid
	 * operation.
	 * @return the flags, or 0 if there is no {@code seccomp(2)}
	 * @throws UnsupportedPlatformException if the kernel has no seccomp
	 * @throws InstallationException if an outer filter forbids the call
	 */
	long probe() {
		// SPEC_ALLOW is the default since Linux 5.16. Before, the kernel disables
		// speculative store bypass for filtered threads, which slows the JVM down
		for (long flags : new long[] { TSYNC | LOG | SPEC_ALLOW | TSYNC_ESRCH, TSYNC | LOG | SPEC_ALLOW, TSYNC | LOG,
				TSYNC }) {
			Libc.Result result = this.libc.syscall(this.seccomp, SET_MODE_FILTER, flags, 0);
			if (result.failedWith(Errno.EFAULT)) {
				return flags;
			}
			if (result.failedWith(Errno.ENOSYS)) {
				requireSeccomp();
				return 0;
			}
			if (!result.failedWith(Errno.EINVAL)) {
				throw new InstallationException(
						"The system call seccomp(2) failed with " + Errno.name(result.errno()) + ". " + OUTER_FILTER,
						ALLOW_CALLS);
			}
		}
		throw new UnsupportedPlatformException(
				"This kernel has no seccomp filters (CONFIG_SECCOMP_FILTER): seccomp(2) failed with EINVAL.");
	}

	/** Since Linux 3.5, kernels without seccomp(2) can filter a thread by prctl(2). */
	private void requireSeccomp() {
		Libc.Result result = this.libc.syscall(this.prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
		if (result.value() == -1) {
			throw new UnsupportedPlatformException("This kernel, or the emulator or sandbox in its place, has no"
					+ " seccomp: seccomp(2) failed with ENOSYS and prctl(PR_GET_SECCOMP) with "
					+ Errno.name(result.errno()) + ".");
		}
	}

	static void requireListenerSupport(long flags) {
		if ((flags & TSYNC_ESRCH) == 0) {
			throw new NotificationsUnavailableException("user notification requires Linux 5.7 or later");
		}
	}

	void setNoNewPrivs() {
		Libc.Result result = this.libc.syscall(this.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (!result.isSuccess()) {
			throw new InstallationException("prctl(PR_SET_NO_NEW_PRIVS) failed with " + Errno.name(result.errno())
					+ ". The kernel requires it for a filter. " + OUTER_FILTER, ALLOW_CALLS);
		}
		if (this.libc.syscall(this.prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0).value() != 1) {
			throw new InstallationException(
					"prctl(PR_SET_NO_NEW_PRIVS) returned success, but the flag is not set. " + OUTER_FILTER,
					ALLOW_CALLS);
		}
	}

	/**
	 * Allow another process to take descriptors from this one, which Yama would forbid.
	 * @param pid the id of that process
	 */
	void allowAttaching(long pid) {
		// A kernel without Yama does not know the option
		this.libc.syscall(this.prctl, PR_SET_PTRACER, pid, 0, 0, 0);
	}

	/**
	 * Install a program.
	 * @param program the program
	 * @param flags the flags of {@link #probe()}
	 * @return the result
	 */
	Libc.Result install(FilterProgram program, long flags) {
		try (SockFprog fprog = new SockFprog(this.libc, program)) {
			if (flags != 0) {
				return this.libc.syscall(this.seccomp, SET_MODE_FILTER, flags, fprog.address());
			}
			Libc.Result result = this.libc.syscall(this.prctl, PR_SET_SECCOMP, ThreadStatus.MODE_FILTER,
					fprog.address(), 0, 0);
			if (!result.isSuccess()) {
				throw new InstallationException("seccomp(2) is not available, and prctl(PR_SET_SECCOMP) failed with "
						+ Errno.name(result.errno()) + ". " + OUTER_FILTER, ALLOW_CALLS);
			}
			return result;
		}
	}

	/**
	 * Install a program with a new listener.
	 * @param fprog the address of its {@code struct sock_fprog}
	 * @param flags the flags of {@link #probe()}
	 * @return the result, whose value is the listener's descriptor
	 * @throws NotificationsUnavailableException if this process cannot have a listener
	 */
	Libc.Result installWithListener(long fprog, long flags) {
		Libc.Result result = this.libc.syscall(this.seccomp, SET_MODE_FILTER, flags | NEW_LISTENER | WAIT_KILLABLE_RECV,
				fprog);
		if (result.failedWith(Errno.EINVAL)) {
			result = this.libc.syscall(this.seccomp, SET_MODE_FILTER, flags | NEW_LISTENER, fprog);
		}
		if (result.failedWith(Errno.EBUSY)) {
			throw new NotificationsUnavailableException("a process can have only one notification listener, and another"
					+ " program such as the container runtime already has it");
		}
		if (result.failedWith(Errno.EINVAL)) {
			throw new NotificationsUnavailableException("this kernel does not support user notification");
		}
		boolean refused = result.failedWith(Errno.ESRCH) || result.failedWith(Errno.ENOMEM);
		if (result.value() == -1 && !refused) {
			throw new NotificationsUnavailableException("seccomp(2) failed with " + Errno.name(result.errno())
					+ " for the notification listener, which an outer filter denies. Allow"
					+ " SECCOMP_FILTER_FLAG_NEW_LISTENER there, or set 'seccomp.violations.report: false'");
		}
		return result;
	}

}
