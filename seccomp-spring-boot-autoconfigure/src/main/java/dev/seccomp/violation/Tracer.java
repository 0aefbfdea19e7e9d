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

package dev.seccomp.violation;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Captures denied calls in a thread of its own, and publishes them as violations.
 * <p>
 * A capture allocates and may wait for a lock. A caller that holds the lock or is in a
 * JNI critical section prevents the capture until it gets its response. So the supervisor
 * waits for a capture with a time limit. The methods that the supervisor calls allocate
 * nothing and take no lock.
 * <p>
 * The first capture loads many classes, which would take a part of the start of an
 * application. So it has more time, unless {@link #warmUp(boolean)} was called before.
 */
final class Tracer implements AutoCloseable {

	/** The index of a call that is not captured. */
	static final int REHEARSAL = -1;

	private static final long FIRST_CAPTURE_NANOS = 1_000_000_000;

	private final SeccompProcess process;

	private final Architecture architecture;

	private final boolean enforcing;

	private final CountedCalls calls;

	private final Violations violations;

	private final Thread thread = new Thread(this::run, "seccomp-tracer");

	private final Thread supervisor = Thread.currentThread();

	private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	/* The call, written by the supervisor while this thread is idle */

	private final Notification call = new Notification();

	private int index;

	private Action action = Action.ALLOW;

	private CompiledFilter[] filters = {};

	private boolean late;

	private volatile boolean virtualThreads;

	private volatile boolean warmUpRequested;

	private volatile boolean warm;

	private volatile boolean closed;

	private Tracer(SeccompProcess process, Architecture architecture, boolean enforcing, CountedCalls calls,
			Violations violations) {
		this.process = process;
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.calls = calls;
		this.violations = violations;
	}

	/**
	 * Start a thread that captures calls for the calling thread.
	 * @param process the process
	 * @param architecture the architecture of this JVM
	 * @param enforcing whether denied calls are denied or only reported
	 * @param calls the calls
	 * @param violations publishes the violations
	 * @return the tracer
	 */
	static Tracer start(SeccompProcess process, Architecture architecture, boolean enforcing, CountedCalls calls,
			Violations violations) {
		Tracer tracer = new Tracer(process, architecture, enforcing, calls, violations);
		tracer.thread.setDaemon(true);
		tracer.thread.start();
		return tracer;
	}

	/**
	 * Wait until the thread has opened the resources that a filter could deny later.
	 */
	void awaitOpened() {
		this.opened.join();
	}

	/**
	 * Execute all paths of a capture in the background, so that it takes less time.
	 * @param virtualThreads whether virtual threads may make calls
	 */
	void warmUp(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		this.warmUpRequested = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Capture a call, up to the time limit. Requires a call of
	 * {@link #responded(boolean)} afterwards.
	 * @param call the call
	 * @param index the index of the call, or {@link #REHEARSAL}
	 * @param action the action of the policy
	 * @param filters the filters in force, oldest first
	 * @param nanos the time limit
	 * @return whether the call will be published. It is not if an earlier capture has
	 * exceeded the limit and has not ended
	 */
	boolean capture(Notification call, int index, Action action, CompiledFilter[] filters, long nanos) {
		long end = System.nanoTime() + ((this.warm) ? nanos : Math.max(nanos, FIRST_CAPTURE_NANOS));
		this.late = this.late && this.state.get() != State.IDLE;
		if (this.late || !await(State.IDLE, end)) {
			return false;
		}
		this.call.copyOf(call);
		this.index = index;
		this.action = action;
		this.filters = filters;
		this.violations.expect();
		this.state.set(State.REQUESTED);
		LockSupport.unpark(this.thread);
		this.late = !await(State.CAPTURED, end) && this.state.compareAndSet(State.REQUESTED, State.LATE);
		return true;
	}

	/**
	 * Publish the captured call, or discard it. From now on the stack and the arguments
	 * of the caller may change.
	 * @param counted whether the call is counted
	 */
	void responded(boolean counted) {
		this.state.set((counted) ? State.COUNTED : State.DISCARDED);
		LockSupport.unpark(this.thread);
	}

	/** Interrupts of the application may reach this thread. */
	private boolean await(State expected, long end) {
		while (this.state.get() != expected) {
			long nanos = end - System.nanoTime();
			if (nanos <= 0) {
				return false;
			}
			LockSupport.parkNanos(nanos);
			Thread.interrupted();
		}
		return true;
	}

	private void run() {
		try (ThreadCpuClock clock = ThreadCpuClock.load(this.process, this.architecture);
				ProcessMemory memory = ProcessMemory.ofSelf()) {
			Capture capture = new Capture(this.architecture, this.enforcing, clock, memory);
			this.opened.complete(null);
			while (!this.closed) {
				if (isPending()) {
					trace(capture);
				}
				else if (this.warmUpRequested) {
					this.warmUpRequested = false;
					warmUp(capture);
				}
				else {
					park();
				}
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.opened.completeExceptionally(ex);
		}
	}

	private void warmUp(Capture capture) {
		try {
			capture.warmUp();
			this.warm = true;
			if (this.virtualThreads) {
				capture.prepareForVirtualThreads();
			}
		}
		catch (RuntimeException | Error ex) {
			// The next capture tries to load the classes again
		}
	}

	private boolean isPending() {
		return this.state.get() != State.IDLE;
	}

	private static void park() {
		LockSupport.park();
		Thread.interrupted();
	}

	private void trace(Capture capture) {
		int index = this.index;
		try {
			Violation violation = (index != REHEARSAL) ? capture(capture, this.calls.name(index)) : null;
			boolean counted = awaitResponse();
			idle();
			if (counted) {
				publish(index, violation);
			}
		}
		catch (OutOfMemoryError ex) {
			// The call is counted only
		}
		finally {
			this.violations.fulfil();
		}
	}

	private boolean awaitResponse() {
		if (this.state.compareAndSet(State.REQUESTED, State.CAPTURED)) {
			LockSupport.unpark(this.supervisor);
		}
		while (this.state.get() == State.CAPTURED || this.state.get() == State.LATE) {
			park();
		}
		return this.state.get() == State.COUNTED;
	}

	private @Nullable Violation capture(Capture capture, String syscall) {
		try {
			Violation violation = capture.violation(this.call, syscall, this.action, this.filters,
					() -> this.state.get() == State.REQUESTED);
			this.warm = true;
			return violation;
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private void idle() {
		this.state.set(State.IDLE);
		LockSupport.unpark(this.supervisor);
	}

	private void publish(int index, @Nullable Violation violation) {
		if (violation != null) {
			this.violations.publish(violation);
		}
		else {
			this.violations.addUnpublished(index);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * The state of the call.
	 */
	private enum State {

		/** There is no call. */
		IDLE,

		/** The supervisor waits for the capture. */
		REQUESTED,

		/** The capture has ended, and the supervisor responds. */
		CAPTURED,

		/** The supervisor does not wait for the capture any longer, and responds. */
		LATE,

		/** The supervisor has responded and counted the call. */
		COUNTED,

		/** The supervisor could not respond, or there was no caller. */
		DISCARDED

	}

}
