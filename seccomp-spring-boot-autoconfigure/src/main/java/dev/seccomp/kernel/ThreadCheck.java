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

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.seccomp.syscall.Errno;

/**
 * Checks that all threads of this process run under the filters.
 */
final class ThreadCheck {

	private final Threads threads;

	ThreadCheck(Threads threads) {
		this.threads = threads;
	}

	/**
	 * Read the status of the calling thread before a filter is installed.
	 * @param flags the flags of {@code seccomp(2)}, or 0 if there is none
	 * @return the status
	 * @throws InstallationException if it cannot show afterwards which threads are
	 * filtered: without {@code /proc} nothing does, and without {@code seccomp(2)} only
	 * the number of their filters does
	 */
	ThreadStatus before(long flags) {
		ThreadStatus before = caller();
		if (flags == 0 && before.filters() == null && before.seccomp() == ThreadStatus.MODE_FILTER) {
			throw new InstallationException(
					"An outer filter is in force and hides seccomp(2), and this kernel does not report the number of"
							+ " filters of a thread. So the threads that run under this filter cannot be determined.",
					SeccompCalls.ONE_THREAD);
		}
		return before;
	}

	private ThreadStatus caller() {
		try {
			return this.threads.caller();
		}
		catch (UncheckedIOException ex) {
			throw new InstallationException(
					"The threads that run under the filter cannot be determined, since /proc cannot be read: "
							+ Objects.requireNonNull(ex.getCause()).getMessage() + ".",
					"Mount /proc (mount -t proc proc /proc), and allow the application to read it.", ex);
		}
	}

	/**
	 * Require that each thread runs under the filters.
	 * @param depth the number of filters that each thread must have
	 * @param method the method of the installation
	 * @throws InstallationException if a thread does not
	 */
	void requireFiltered(int depth, String method) {
		List<ThreadStatus> all = this.threads.all();
		List<ThreadStatus> unfiltered = all.stream().filter((thread) -> !thread.isFiltered(depth)).toList();
		if (!unfiltered.isEmpty()) {
			ThreadStatus first = unfiltered.get(0);
			throw new InstallationException(
					"The filter is not in force on " + unfiltered.size() + " of " + all.size() + " threads. Thread '"
							+ first.name() + "' (id " + first.id() + ") has Seccomp: " + first.seccomp()
							+ ", Seccomp_filters: " + first.filters() + ", NoNewPrivs: " + first.noNewPrivs()
							+ "; expected " + depth + ((depth == 1) ? " filter." : " filters."),
					(method.equals(InstalledFilter.PRCTL)) ? SeccompCalls.ONE_THREAD
							: "The sandbox reports success without effect. Run the application directly on a Linux"
									+ " kernel.");
		}
	}

	/**
	 * Explain a refusal of the kernel.
	 * @param result the result of {@code seccomp(2)}
	 * @return the exception to throw
	 */
	InstallationException refused(Libc.Result result) {
		// Without TSYNC_ESRCH the kernel returns the id of a thread that diverges
		if (result.value() > 0 || result.failedWith(Errno.ESRCH)) {
			return new InstallationException(
					"The kernel cannot synchronize the filter to all threads. " + divergent(result.value())
							+ " a different seccomp filter or mode.",
					"A library or agent installed a filter on one of its threads before the application started."
							+ " Remove it, or make it install its filter on all threads (SECCOMP_FILTER_FLAG_TSYNC).");
		}
		String errno = Errno.name(result.errno());
		return new InstallationException("The kernel refused the filter: seccomp(2) failed with " + errno + ".",
				"EACCES or EPERM: allow seccomp(2) in the outer filter or sandbox."
						+ " ENOMEM: all filters of the process together have too many instructions, so use fewer rules.");
	}

	private String divergent(long id) {
		ThreadStatus caller = this.threads.caller();
		List<String> threads = this.threads.all()
			.stream()
			.filter((thread) -> (id > 0) ? thread.id() == id : differs(thread, caller))
			.map((thread) -> "'" + thread.name() + "' (id " + thread.id() + ")")
			.toList();
		return switch (threads.size()) {
			case 0 -> "A thread has";
			case 1 -> "Thread " + threads.get(0) + " has";
			default -> threads.stream().collect(Collectors.joining(", ", "Threads ", " have"));
		};
	}

	private static boolean differs(ThreadStatus thread, ThreadStatus caller) {
		return thread.seccomp() != caller.seccomp()
				|| (thread.filters() != null && caller.filters() != null && !thread.filters().equals(caller.filters()));
	}

}
