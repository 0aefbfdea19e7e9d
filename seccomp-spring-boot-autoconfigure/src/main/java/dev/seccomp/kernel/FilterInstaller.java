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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Puts a filter on all threads of this process, for ever, and verifies that it is in
 * force.
 *
 * @since 0.1.0
 */
public final class FilterInstaller implements AutoCloseable {

	/* linux/seccomp.h */

	private static final int SECCOMP_SET_MODE_FILTER = 1;

	private static final long TSYNC = 1;

	private static final long SPEC_ALLOW = 1 << 2;

	private static final long LOG = 1 << 1;

	private static final long NEW_LISTENER = 1 << 3;

	private static final long TSYNC_ESRCH = 1 << 4;

	private static final long WAIT_KILLABLE_RECV = 1 << 5;

	/* linux/prctl.h */

	private static final int PR_GET_SECCOMP = 21;

	private static final int PR_SET_SECCOMP = 22;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	private static final int PR_SET_PTRACER = 0x59616d61;

	private static final String OUTER_FILTER = "Something outside the JVM forbids it: the seccomp profile of the container"
			+ " runtime or Kubernetes, SystemCallFilter= of systemd, or a sandbox.";

	private static final String ALLOW_CALLS = "Allow the system calls seccomp and prctl there; the default profiles of"
			+ " Docker and Kubernetes (RuntimeDefault) do. To go without a filter set 'seccomp.enabled: false'.";

	private static final String ONE_THREAD = "There is no seccomp(2) here, and prctl(2) covers only the calling thread."
			+ " Run on Linux 3.17 or later. An outer filter may also hide seccomp(2). " + ALLOW_CALLS;

	private final Architecture architecture;

	private final Libc libc;

	private final Threads threads;

	private final int seccomp;

	private final int prctl;

	private @Nullable NotificationMemory prepared;

	FilterInstaller(Architecture architecture, Libc libc, Threads threads) {
		this.architecture = architecture;
		this.libc = libc;
		this.threads = threads;
		this.seccomp = architecture.syscalls().number("seccomp").orElseThrow();
		this.prctl = architecture.syscalls().number("prctl").orElseThrow();
	}

	/**
	 * Load the C library.
	 * @param architecture the architecture of this JVM
	 * @return an installer
	 * @throws InstallationException where JNA cannot load
	 */
	public static FilterInstaller load(Architecture architecture) {
		return new FilterInstaller(architecture, JnaLibc.load(architecture), Threads.PROC);
	}

	/**
	 * Let go of the C library.
	 */
	@Override
	public void close() {
		if (this.prepared != null) {
			this.prepared.unmap();
		}
		this.libc.close();
	}

	/**
	 * Make what the supervisor of a filter needs, where another filter is to be installed
	 * before, which may forbid it.
	 * @param request the filter that is to be supervised
	 * @return whether there can be a supervisor, as far as can be told
	 * @throws UnsupportedPlatformException where the kernel has no seccomp
	 */
	public boolean prepare(FilterRequest request) {
		FilterRequest.Supervision supervision = request.supervision();
		if (supervision == null) {
			return false;
		}
		if (!InstalledFilters.list().isEmpty()) {
			return InstalledFilters.isOwn(supervision.program().hash());
		}
		try {
			requireListener(probe());
			requireSameMode(request, supervision.supervisor());
			this.prepared = NotificationMemory.map(this.architecture, this.libc, request.enforcing(),
					supervision.next());
			return true;
		}
		catch (NotificationsUnavailableException ex) {
			return false;
		}
	}

	/**
	 * Return whether a filter that has no supervisor of its own was installed before, by
	 * this class loader.
	 * @param request the filter
	 * @return whether it is there
	 */
	public boolean isInstalled(FilterRequest request) {
		return InstalledFilters.isOwn(request.unsupervised().get().hash());
	}

	/**
	 * Install a filter on all threads, unless it is there already.
	 * @param request the filter
	 * @return the filter, as it was installed now or before
	 * @throws UnsupportedPlatformException where the kernel has no seccomp
	 * @throws InstallationException where the filter cannot be installed, or is not in
	 * force afterwards
	 */
	public Installation install(FilterRequest request) {
		FilterRequest.Supervision supervision = request.supervision();
		if (supervision != null) {
			Installation present = present(request, supervision.program());
			if (present != null) {
				// If it is this one, it answers already
				supervision.supervisor()
					.unavailable(
							"the supervisor of another class loader of this JVM, which installed the filter, is told");
				return present;
			}
			try {
				return install(request, supervision.program(), supervision);
			}
			catch (NotificationsUnavailableException ex) {
				supervision.supervisor().unavailable(String.valueOf(ex.getMessage()));
			}
		}
		FilterProgram unsupervised = request.unsupervised().get();
		Installation present = present(request, unsupervised);
		return (present != null) ? present : install(request, unsupervised, null);
	}

	/**
	 * Let another process take descriptors from this one, where Yama would forbid it.
	 * @param pid the id of that process
	 */
	public void allowAttaching(long pid) {
		// Without Yama the kernel does not know it
		this.libc.syscall(this.prctl, PR_SET_PTRACER, pid, 0, 0, 0);
	}

	/**
	 * Install a filter that asks another process, which has attached to this one, about
	 * all calls. The listener stays open here: should that process die, calls wait for
	 * ever and do not fail, which the application could take for an answer.
	 * @param request the filter
	 * @return the filter, as it was installed now or before
	 * @throws UnsupportedPlatformException where the kernel has no seccomp
	 * @throws InstallationException where the filter cannot be installed, or is not in
	 * force afterwards
	 */
	public Installation installRecorded(FilterRequest request) {
		FilterProgram program = request.decisions();
		Installation present = present(request, program);
		if (present != null) {
			return present;
		}
		long flags = probe();
		ThreadStatus before = this.threads.caller();
		setNoNewPrivs();
		try (SockFprog fprog = new SockFprog(program)) {
			requireListener(flags);
			listen(fprog.address(), flags);
		}
		catch (NotificationsUnavailableException ex) {
			throw new InstallationException("No other process can be asked about calls: " + ex.getMessage() + ".",
					"Learn on Linux 5.7 or later, and where nothing else has a listener.", ex);
		}
		Canary.requireSupervisor(this.architecture, this.libc);
		return verify(request, program, before, InstalledFilter.SECCOMP_TSYNC, null);
	}

	private @Nullable Installation present(FilterRequest request, FilterProgram program) {
		InstalledFilter present = null;
		List<InstalledFilter> record = InstalledFilters.list();
		for (InstalledFilter filter : record) {
			if (filter.hash().equals(program.hash())
					&& (!request.isSealed() || InstalledFilters.isOwn(filter.hash()))) {
				present = filter;
			}
		}
		if (!record.isEmpty()) {
			// What a filter asks about that has no supervisor of its own is answered by
			// now
			requireBorneOut(record, (present != null) ? Canary.find(request, program,
					(expectation) -> request.supervision() != null || !expectation.action().equals(Action.ENOSYS))
					: null);
		}
		return (present != null) ? new Installation(present, program) : null;
	}

	private Installation install(FilterRequest request, FilterProgram program,
			FilterRequest.@Nullable Supervision supervision) {
		long flags = probe();
		// A call that the filter will answer otherwise than the kernel does now
		Canary.Expectation canary = Canary.find(request, program, (expectation) -> !expectation.isMet(this.libc));
		ThreadStatus before = this.threads.caller();
		setNoNewPrivs();
		requireTelling(flags, before);
		String method = (flags != 0) ? InstalledFilter.SECCOMP_TSYNC : InstalledFilter.PRCTL;
		if (supervision != null) {
			supervise(request, supervision, flags);
		}
		else {
			load(program, flags);
		}
		return verify(request, program, before, method, canary);
	}

	private Installation verify(FilterRequest request, FilterProgram program, ThreadStatus before, String method,
			Canary.@Nullable Expectation canary) {
		int depth = (before.filters() != null) ? before.filters() + 1 : 0;
		requireFiltered(depth, method);
		if (canary != null) {
			canary.verify(this.libc);
		}
		InstalledFilter filter = new InstalledFilter(request.name(), program.hash(), program.instructions().size(),
				program.architecture().id(), method, request.event(), Instant.now(), depth);
		InstalledFilters.add(filter);
		return new Installation(filter, program);
	}

	/** Loads a program that asks the supervisor, of which a process can have one. */
	private void supervise(FilterRequest request, FilterRequest.Supervision supervision, long flags) {
		requireListener(flags);
		requireSameMode(request, supervision.supervisor());
		String reason = supervision.supervisor().reason();
		if (reason != null) {
			throw new NotificationsUnavailableException(reason);
		}
		NotificationMemory present = NotificationMemory.current();
		if (present == null || present == this.prepared) {
			NotificationMemory memory = (present != null) ? present
					: NotificationMemory.map(this.architecture, this.libc, request.enforcing(), supervision.next());
			this.prepared = null;
			try {
				supervision.supervisor().start(listen(memory, supervision.program(), flags));
			}
			catch (RuntimeException ex) {
				memory.unmap();
				throw ex;
			}
		}
		else if (present.isNext(supervision.program())) {
			supervision.supervisor().exchange(() -> listenNext(present, flags));
		}
		else {
			throw new NotificationsUnavailableException("the listener of this process is that of another filter");
		}
		Canary.requireSupervisor(this.architecture, this.libc);
	}

	/** An earlier application, even one that did not start, has decided on the mode. */
	private static void requireSameMode(FilterRequest request, NotificationSupervisor supervisor) {
		if (request.enforcing() != supervisor.isEnforcing()) {
			throw new NotificationsUnavailableException(
					"the supervisor of this JVM was made for another application, in another mode");
		}
	}

	private static void requireListener(long flags) {
		if ((flags & TSYNC_ESRCH) == 0) {
			throw new NotificationsUnavailableException("it takes Linux 5.7 or later");
		}
	}

	/**
	 * By now the calls that the filter before asks about fail, whatever its rules say.
	 */
	private NotificationListener listenNext(NotificationMemory memory, long flags) {
		try {
			return listen(memory, NotificationMemory.next(), flags);
		}
		catch (NotificationsUnavailableException ex) {
			throw new InstallationException("The supervisor cannot answer for the second filter: " + ex.getMessage(),
					"Set 'seccomp.violations.report: false' to do without the supervisor.", ex);
		}
	}

	private NotificationListener listen(NotificationMemory memory, FilterProgram program, long flags) {
		try (SockFprog fprog = new SockFprog(program)) {
			return listen(memory, fprog.address(), flags);
		}
	}

	private NotificationListener listen(NotificationMemory memory, long fprog, long flags) {
		return new NotificationListener(this.architecture, this.libc, memory, listen(fprog, flags));
	}

	private int listen(long fprog, long flags) {
		Libc.Result result = this.libc.syscall(this.seccomp, SECCOMP_SET_MODE_FILTER,
				flags | NEW_LISTENER | WAIT_KILLABLE_RECV, fprog);
		if (result.failedWith(Errno.EINVAL)) {
			result = this.libc.syscall(this.seccomp, SECCOMP_SET_MODE_FILTER, flags | NEW_LISTENER, fprog);
		}
		if (result.failedWith(Errno.EBUSY)) {
			throw new NotificationsUnavailableException("something outside the JVM, such as the container runtime,"
					+ " has a listener of its own, and a process can have one only");
		}
		if (result.failedWith(Errno.EINVAL)) {
			throw new NotificationsUnavailableException("this kernel has no user notification");
		}
		if (result.value() == -1) {
			throw refusal(result);
		}
		return (int) result.value();
	}

	/** The record of earlier filters is believed only if the kernel bears it out. */
	private void requireBorneOut(List<InstalledFilter> record, Canary.@Nullable Expectation canary) {
		try {
			requireFiltered(InstalledFilters.depth(), record.get(0).method());
			if (canary != null) {
				canary.verify(this.libc);
			}
		}
		catch (InstallationException ex) {
			throw new InstallationException(
					"The system property '" + InstalledFilters.PROPERTY
							+ "' says that this JVM has installed filters before, but it has not. " + ex.getMessage(),
					"The property is this project's own record of the filters in force. Do not set it.", ex);
		}
	}

	/**
	 * Find out which flags the kernel knows, with a program that cannot be: it then says
	 * {@code EFAULT}. An invalid call would do as well, but an outer filter may kill on
	 * it.
	 * @return the flags, or 0 where there is no {@code seccomp(2)}
	 */
	private long probe() {
		// SPEC_ALLOW is what Linux does anyway since 5.16. Before that, all filtered
		// threads would run with speculative store bypass disabled, which slows the JVM
		for (long flags : new long[] { TSYNC | LOG | SPEC_ALLOW | TSYNC_ESRCH, TSYNC | LOG | SPEC_ALLOW, TSYNC | LOG,
				TSYNC }) {
			Libc.Result result = this.libc.syscall(this.seccomp, SECCOMP_SET_MODE_FILTER, flags, 0);
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

	/** Kernels since 3.5 that lack seccomp(2) can filter a thread, others nothing. */
	private void requireSeccomp() {
		Libc.Result result = this.libc.syscall(this.prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
		if (result.value() == -1) {
			throw new UnsupportedPlatformException("This kernel, or the emulator or sandbox that stands in for one,"
					+ " has no seccomp: seccomp(2) failed with ENOSYS and prctl(PR_GET_SECCOMP) with "
					+ Errno.name(result.errno()) + ".");
		}
	}

	/**
	 * Where prctl(2) covers only the caller, the number of filters has to tell: with an
	 * outer filter, the others seem filtered too.
	 */
	private void requireTelling(long flags, ThreadStatus before) {
		if (flags == 0 && before.filters() == null && before.seccomp() == ThreadStatus.MODE_FILTER) {
			throw new InstallationException(
					"An outer filter is in force and hides seccomp(2), and this kernel does not"
							+ " tell how many filters a thread bears, so nobody could say which threads have this one.",
					ONE_THREAD);
		}
	}

	private void setNoNewPrivs() {
		Libc.Result result = this.libc.syscall(this.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (!result.isSuccess()) {
			throw new InstallationException("prctl(PR_SET_NO_NEW_PRIVS) failed with " + Errno.name(result.errno())
					+ ", without which the kernel takes no filter. " + OUTER_FILTER, ALLOW_CALLS);
		}
		if (this.libc.syscall(this.prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0).value() != 1) {
			throw new InstallationException("prctl(PR_SET_NO_NEW_PRIVS) succeeded, but the flag is not set. "
					+ "The runtime seems to pretend. " + OUTER_FILTER, ALLOW_CALLS);
		}
	}

	private void load(FilterProgram program, long flags) {
		try (SockFprog fprog = new SockFprog(program)) {
			load(fprog.address(), flags);
		}
	}

	private void load(long fprog, long flags) {
		if (flags == 0) {
			Libc.Result result = this.libc.syscall(this.prctl, PR_SET_SECCOMP, ThreadStatus.MODE_FILTER, fprog, 0, 0);
			if (!result.isSuccess()) {
				throw new InstallationException("There is no seccomp(2), and prctl(PR_SET_SECCOMP) failed with "
						+ Errno.name(result.errno()) + ". " + OUTER_FILTER, ALLOW_CALLS);
			}
			return;
		}
		Libc.Result result = this.libc.syscall(this.seccomp, SECCOMP_SET_MODE_FILTER, flags, fprog);
		if (!result.isSuccess()) {
			throw refusal(result);
		}
	}

	private InstallationException refusal(Libc.Result result) {
		// Without TSYNC_ESRCH a thread that cannot be synchronised is returned as its id
		if (result.value() > 0 || result.failedWith(Errno.ESRCH)) {
			return new InstallationException(
					"The kernel could not put the filter on all threads. " + culprit(result.value())
							+ " has a seccomp filter or mode of its own.",
					"A library or agent has put a filter on one of its threads before the application started."
							+ " Remove it, or let it put the filter on all threads (SECCOMP_FILTER_FLAG_TSYNC).");
		}
		return new InstallationException(
				"The kernel refused the filter: seccomp(2) failed with " + Errno.name(result.errno()) + ".",
				"EACCES and EPERM come from an outer filter or sandbox. "
						+ "ENOMEM means that the filters of all layers together are too long: give fewer rules.");
	}

	private String culprit(long id) {
		ThreadStatus caller = this.threads.caller();
		String threads = this.threads.all()
			.stream()
			.filter((thread) -> (id > 0) ? thread.id() == id : differs(thread, caller))
			.map((thread) -> "'" + thread.name() + "' (id " + thread.id() + ")")
			.collect(Collectors.joining(", "));
		return (threads.isEmpty()) ? "Some thread" : "Thread " + threads;
	}

	private static boolean differs(ThreadStatus thread, ThreadStatus caller) {
		return thread.seccomp() != caller.seccomp()
				|| (thread.filters() != null && caller.filters() != null && !thread.filters().equals(caller.filters()));
	}

	private void requireFiltered(int depth, String method) {
		List<ThreadStatus> all = this.threads.all();
		List<ThreadStatus> bare = new ArrayList<>();
		for (ThreadStatus thread : all) {
			if (!thread.isFiltered(depth)) {
				bare.add(thread);
			}
		}
		if (!bare.isEmpty()) {
			ThreadStatus first = bare.get(0);
			throw new InstallationException(
					"The filter is not in force on " + bare.size() + " of " + all.size() + " threads; of thread '"
							+ first.name() + "' (id " + first.id() + ") /proc says Seccomp: " + first.seccomp()
							+ ", Seccomp_filters: " + first.filters() + ", NoNewPrivs: " + first.noNewPrivs()
							+ " where " + depth + " filters are due.",
					(method.equals(InstalledFilter.PRCTL)) ? ONE_THREAD
							: "The runtime seems to pretend to have seccomp. Run the application on a Linux kernel of its own.");
		}
	}

}
