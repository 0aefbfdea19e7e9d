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
import java.util.function.Supplier;

import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The seccomp state of this process: the installed filters, the listener with its memory
 * and its owner, and the C library. All applications of a JVM share it.
 */
public final class SeccompProcess {

	private static final SeccompProcess CURRENT = new SeccompProcess();

	private final InstalledFilters filters = new InstalledFilters();

	private ListenerState listenerState = ListenerState.NONE;

	private @Nullable NotificationMemory memory;

	private @Nullable NotificationSupervisor supervisor;

	private @Nullable CallRecorder recorder;

	/** It has a lock of its own, since loading takes long. */
	private final LibcLoader libraries = new LibcLoader();

	SeccompProcess() {
	}

	/**
	 * Return the state of this process.
	 * @return the state
	 */
	public static SeccompProcess current() {
		return CURRENT;
	}

	/**
	 * Return the filters that this project installed in this process.
	 * @return the filters, oldest first
	 * @throws InstallationException if their record was modified
	 */
	public List<InstalledFilter> filters() {
		return this.filters.list();
	}

	InstalledFilters record() {
		return this.filters;
	}

	/**
	 * Count the threads that run under all of these filters.
	 * @return the numbers, as of now
	 */
	public FilteredThreads threads() {
		List<InstalledFilter> installed = filters();
		int depth = this.filters.depth();
		List<ThreadStatus> threads = ThreadStatus.ofAll();
		return new FilteredThreads(threads.size(),
				(int) threads.stream().filter((thread) -> !installed.isEmpty() && thread.isFiltered(depth)).count());
	}

	/**
	 * Return the supervisor of this process. It is created at the first call, and again
	 * if the one before was made for another mode and never got a listener.
	 * @param <S> the type of the supervisor
	 * @param type the type of the supervisor
	 * @param enforcing whether the application enforces its policy
	 * @param factory creates the supervisor
	 * @return the supervisor
	 */
	public synchronized <S extends NotificationSupervisor> S supervisor(Class<S> type, boolean enforcing,
			Supplier<S> factory) {
		NotificationSupervisor present = this.supervisor;
		if (present != null && (present.isEnforcing() == enforcing || this.listenerState == ListenerState.LISTENING)) {
			return type.cast(present);
		}
		if (present != null) {
			present.unavailable("another application of this JVM replaced the supervisor");
		}
		S created = factory.get();
		this.supervisor = created;
		return created;
	}

	/**
	 * Return the present supervisor of this process.
	 * @return the supervisor, or {@code null} if there is none
	 */
	public synchronized @Nullable NotificationSupervisor supervisor() {
		return this.supervisor;
	}

	/**
	 * Return the recorder of this process, and start it at the first call.
	 * @param <R> the type of the recorder
	 * @param type the type of the recorder
	 * @param factory starts the recorder
	 * @return the recorder
	 */
	public synchronized <R extends CallRecorder> R recorder(Class<R> type, Supplier<R> factory) {
		CallRecorder present = this.recorder;
		if (present != null && !present.hasFailed()) {
			return type.cast(present);
		}
		R created = factory.get();
		this.recorder = created;
		return created;
	}

	/**
	 * Return whether denied calls can be reported through user notification.
	 * @return the support, as far as it is known before a filter is installed
	 */
	public synchronized NotificationSupport notificationSupport() {
		NotificationSupervisor present = this.supervisor;
		if (present != null && present.unavailableReason() != null) {
			return NotificationSupport.NONE;
		}
		return (this.filters.areOwn()) ? NotificationSupport.AVAILABLE : NotificationSupport.OTHER_CLASS_LOADER;
	}

	synchronized ListenerState listenerState() {
		return this.listenerState;
	}

	synchronized @Nullable NotificationMemory memory() {
		return this.memory;
	}

	/** Maps the memory of the listener before any filter is installed that forbids it. */
	synchronized void prepareListener(Supplier<NotificationMemory> mapping) {
		this.memory = mapping.get();
		this.listenerState = ListenerState.PREPARED;
	}

	synchronized void listening() {
		this.listenerState = ListenerState.LISTENING;
	}

	/** Unmaps the memory if no filter uses it. Once a filter does, it forbids that. */
	synchronized void releaseUnusedListener() {
		if (this.listenerState == ListenerState.PREPARED && this.memory != null) {
			this.memory.unmap();
			this.memory = null;
			this.listenerState = ListenerState.NONE;
		}
	}

	/**
	 * Load the C library in the background. A failure is reported when a filter is
	 * installed.
	 * @param architecture the architecture of this JVM
	 */
	public void preload(Architecture architecture) {
		this.libraries.preload(architecture);
	}

	Libc libc(Architecture architecture) {
		return this.libraries.load(architecture);
	}

	Libc directLibc(Architecture architecture) {
		return this.libraries.loadDirect(architecture);
	}

	/**
	 * The state of the supervisor's listener.
	 */
	enum ListenerState {

		/** There is neither memory nor a listener. */
		NONE,

		/** The memory is mapped. No filter has a listener. */
		PREPARED,

		/** A filter has the listener. The memory can never be unmapped. */
		LISTENING

	}

}
