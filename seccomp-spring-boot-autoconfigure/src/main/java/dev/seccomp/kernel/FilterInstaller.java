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

import java.util.List;
import java.util.Objects;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Installs the filters of a stack on all threads of this process, and verifies that they
 * are in force. A filter that is already in force is not installed again.
 */
public final class FilterInstaller implements AutoCloseable {

	private final SeccompProcess process;

	private final Architecture architecture;

	private final Libc libc;

	private final SeccompCalls calls;

	private final ThreadCheck threads;

	FilterInstaller(SeccompProcess process, Architecture architecture, Libc libc, Threads threads) {
		this.process = process;
		this.architecture = architecture;
		this.libc = libc;
		this.calls = new SeccompCalls(architecture, libc);
		this.threads = new ThreadCheck(threads);
	}

	/**
	 * Load the C library.
	 * @param process the process
	 * @param architecture the architecture of this JVM
	 * @return an installer
	 * @throws InstallationException if it cannot be loaded
	 */
	public static FilterInstaller load(SeccompProcess process, Architecture architecture) {
		return new FilterInstaller(process, architecture, process.libc(architecture), Threads.PROC);
	}

	/**
	 * Allow the recorder to take the listener.
	 * @param pid the id of the recorder's process
	 */
	public void allowAttaching(long pid) {
		this.calls.allowAttaching(pid);
	}

	/**
	 * Let the kernel kill this process when the process that monitors the recorder ends.
	 * Without both, no call of this process could continue.
	 * @param guard the id of the monitoring process, whose standard output this process
	 * reads
	 */
	public void endWith(long guard) {
		new OutputPipe(this.architecture, this.libc, guard).killThisProcessWhenClosed();
	}

	/**
	 * Install the filters of an event.
	 * @param stack the stack
	 * @param stage a stage of the event
	 * @param supervisor the supervisor, or {@code null} if violations are not reported
	 * @throws UnsupportedPlatformException if the kernel has no seccomp
	 * @throws NotificationsUnavailableException if the stack needs a listener and none is
	 * available. A stack without notifications can be installed instead
	 * @throws InstallationException if a filter cannot be installed, or is not in force
	 * afterwards
	 */
	public void install(FilterStack stack, Stage stage, @Nullable NotificationSupervisor supervisor) {
		List<CompiledFilter> filters = stack.installedWith(stage);
		for (CompiledFilter filter : filters) {
			if (filter.listener() == ListenerOwner.SUPERVISOR && supervisor != null) {
				prepareListener(filter, stack.nextListener(filter), supervisor);
			}
		}
		for (CompiledFilter filter : filters) {
			List<CompiledFilter> earlier = stack.olderThan(filter);
			if (!isInstalled(filter, earlier)) {
				install(filter, earlier, supervisor);
			}
		}
	}

	/** The memory is mapped first, since an earlier filter may forbid it. */
	private void prepareListener(CompiledFilter filter, @Nullable CompiledFilter next,
			NotificationSupervisor supervisor) {
		if (this.process.record().find(filter) != null) {
			if (this.process.listenerState() != SeccompProcess.ListenerState.LISTENING) {
				supervisor.unavailable(
						"another class loader of this JVM installed the filter, and its supervisor reports them");
			}
			return;
		}
		supervisor.awaitPrepared();
		String reason = supervisor.unavailableReason();
		if (reason != null) {
			throw new NotificationsUnavailableException(reason);
		}
		boolean enforcing = filter.mode() == FilterMode.ENFORCE;
		if (enforcing != supervisor.isEnforcing()) {
			throw new NotificationsUnavailableException(
					"the supervisor of this JVM belongs to another application with a different seccomp.mode");
		}
		NotificationMemory present = this.process.memory();
		if (present == null) {
			SeccompCalls.requireListenerSupport(this.calls.probe());
			this.process.prepareListener(() -> NotificationMemory.map(this.architecture, this.libc, enforcing,
					(next != null) ? next.program() : null));
		}
		else if (!present.isNext(filter.program())) {
			throw new NotificationsUnavailableException(
					"the notification listener of this process belongs to another filter");
		}
	}

	/** The record of installed filters is verified, since any code can modify it. */
	private boolean isInstalled(CompiledFilter filter, List<CompiledFilter> earlier) {
		List<InstalledFilter> record = this.process.filters();
		if (record.isEmpty()) {
			return false;
		}
		boolean present = this.process.record().find(filter) != null;
		try {
			this.threads.requireFiltered(this.process.record().depth(), record.get(0).method());
			if (present) {
				Canary.Expectation canary = Canary.find(filter, earlier,
						(expectation) -> filter.listener() == ListenerOwner.SUPERVISOR
								|| !expectation.action().equals(Action.ENOSYS));
				if (canary != null) {
					canary.verify(this.libc);
				}
			}
		}
		catch (InstallationException ex) {
			throw new InstallationException(
					"The system property '" + InstalledFilters.PROPERTY + "' lists filters that are not in force. "
							+ ex.getMessage(),
					"Do not set this property. seccomp for Spring Boot records the installed filters in it.", ex);
		}
		return present;
	}

	private void install(CompiledFilter filter, List<CompiledFilter> earlier,
			@Nullable NotificationSupervisor supervisor) {
		if (supervisor != null) {
			supervisor.add(filter);
		}
		long flags = this.calls.probe();
		// The error of the call has to change
		Canary.Expectation canary = Canary.find(filter, earlier, (expectation) -> !expectation.isMet(this.libc));
		ThreadStatus before = this.threads.before(flags);
		this.calls.setNoNewPrivs();
		load(filter, flags, supervisor);
		String method = (flags != 0) ? InstalledFilter.SECCOMP_TSYNC : InstalledFilter.PRCTL;
		int depth = (before.filters() != null) ? before.filters() + 1 : 0;
		this.threads.requireFiltered(depth, method);
		if (canary != null) {
			canary.verify(this.libc);
		}
		this.process.record().add(InstalledFilter.of(filter, method, depth));
	}

	private void load(CompiledFilter filter, long flags, @Nullable NotificationSupervisor supervisor) {
		switch (filter.listener()) {
			case NONE, NEXT_FILTER -> {
				Libc.Result result = this.calls.install(filter.program(), flags);
				if (!result.isSuccess()) {
					throw this.threads.refused(result);
				}
			}
			case SUPERVISOR -> supervise(filter.program(), flags, Objects.requireNonNull(supervisor));
			case RECORDER -> record(filter.program(), flags);
		}
	}

	private void supervise(FilterProgram program, long flags, NotificationSupervisor supervisor) {
		NotificationMemory memory = Objects.requireNonNull(this.process.memory());
		if (this.process.listenerState() == SeccompProcess.ListenerState.PREPARED) {
			try (SockFprog fprog = new SockFprog(this.libc, program)) {
				supervisor.start(listen(memory, fprog.address(), flags));
			}
			this.process.listening();
		}
		else {
			// From here on the calls that the earlier filter notifies of fail
			supervisor.exchange(() -> listenNext(memory, flags));
		}
		WakeCall.requireResponse(this.architecture, this.libc);
	}

	private NotificationListener listenNext(NotificationMemory memory, long flags) {
		try {
			return listen(memory, ListenerGuard.NEXT_FILTER, flags);
		}
		catch (NotificationsUnavailableException ex) {
			throw new InstallationException(
					"The supervisor cannot respond to the notifications of the second filter: " + ex.getMessage() + ".",
					"Set 'seccomp.violations.report: false' to run without the supervisor.", ex);
		}
	}

	private NotificationListener listen(NotificationMemory memory, long fprog, long flags) {
		return new NotificationListener(this.architecture, this.libc, memory, listen(fprog, flags));
	}

	private int listen(long fprog, long flags) {
		Libc.Result result = this.calls.installWithListener(fprog, flags);
		if (result.value() == -1) {
			throw this.threads.refused(result);
		}
		return (int) result.value();
	}

	/**
	 * The listener stays open here. If the recorder dies, calls wait permanently and do
	 * not fail with an error that the application could take for a result.
	 */
	private void record(FilterProgram program, long flags) {
		try (SockFprog fprog = new SockFprog(this.libc, program)) {
			SeccompCalls.requireListenerSupport(flags);
			listen(fprog.address(), flags);
		}
		catch (NotificationsUnavailableException ex) {
			throw new InstallationException(
					"The recorder cannot receive notifications of system calls: " + ex.getMessage() + ".",
					"Run learn mode on Linux 5.7 or later, in a process without another notification listener.", ex);
		}
		WakeCall.requireResponse(this.architecture, this.libc);
	}

	/**
	 * Release the C library, and the memory of a listener that was not used.
	 */
	@Override
	public void close() {
		this.process.releaseUnusedListener();
		this.libc.close();
	}

}
