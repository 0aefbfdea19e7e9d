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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.kernel.NotificationSupervisor;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Responds in a thread of its own to the denied calls of this process, while another
 * thread captures their callers.
 * <p>
 * A caller may hold any lock: that of a logger, of a class loader, or of the application.
 * It may be in a JNI critical section, in which no other thread can allocate. So once the
 * thread responds, it takes no lock, loads no class and allocates nothing. If the thread
 * dies, the calls fail with {@code ENOSYS}: they are still denied.
 */
public final class Supervisor implements NotificationSupervisor {

	private static final long PAUSE_NANOS = 1_000_000;

	/** For a thread that has closed its listener. */
	private static final long END_MILLIS = 1000;

	private static final String DIED = "the supervisor of denied calls has died";

	private final SeccompProcess process;

	private final Architecture architecture;

	private final boolean enforcing;

	private final CountedCalls calls;

	private final Violations violations;

	private final Responder responder;

	private final Probe probe = new Probe();

	private final CompletableFuture<NotificationListener> first = new CompletableFuture<>();

	private volatile @Nullable Thread thread;

	private final CountDownLatch prepared = new CountDownLatch(1);

	private volatile @Nullable Tracer tracer;

	private volatile @Nullable Exchange exchange;

	private volatile @Nullable NotificationListener listener;

	private volatile @Nullable String unavailableReason;

	private volatile boolean failed;

	/**
	 * Create a supervisor.
	 * @param process the process
	 * @param architecture the architecture of this JVM
	 * @param enforcing whether the supervisor denies calls; otherwise it lets them
	 * through
	 */
	public Supervisor(SeccompProcess process, Architecture architecture, boolean enforcing) {
		this(process, architecture, enforcing, new CountedCalls(architecture));
	}

	private Supervisor(SeccompProcess process, Architecture architecture, boolean enforcing, CountedCalls calls) {
		this(process, architecture, enforcing, calls, new Violations(calls));
	}

	Supervisor(SeccompProcess process, Architecture architecture, boolean enforcing, CountedCalls calls,
			Violations violations) {
		this.process = process;
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.calls = calls;
		this.violations = violations;
		this.responder = new Responder(calls, enforcing, violations);
	}

	/**
	 * Start the thread, which prepares itself while the filter is compiled.
	 * @return this supervisor
	 */
	public Supervisor prepare() {
		Thread thread = new Thread(this::run, "seccomp-supervisor");
		thread.setDaemon(true);
		this.thread = thread;
		thread.start();
		return this;
	}

	/**
	 * Return the violations.
	 * @return the violations
	 */
	public Violations violations() {
		return this.violations;
	}

	@Override
	public void add(CompiledFilter filter) {
		this.responder.add(filter);
	}

	/**
	 * Return the filters whose decisions count.
	 * @return the filters, in the order of their installation
	 */
	public List<CompiledFilter> filters() {
		return this.responder.filters();
	}

	/**
	 * Trace the caller of each violation, however many there are and however long that
	 * takes.
	 */
	public void traceAll() {
		this.responder.traceAll();
	}

	@Override
	public boolean isEnforcing() {
		return this.enforcing;
	}

	@Override
	public void awaitPrepared() {
		try {
			this.prepared.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the supervisor of denied calls prepared itself", ex);
		}
	}

	@Override
	public void start(NotificationListener listener) {
		this.first.complete(listener);
	}

	@Override
	public void unavailable(String reason) {
		// The notifications of an earlier filter may still be responded to
		if (!this.first.isDone()) {
			this.unavailableReason = reason;
			this.first.completeExceptionally(new IllegalStateException(reason));
		}
	}

	@Override
	public void exchange(Supplier<NotificationListener> next) {
		request(new Exchange(next, new CompletableFuture<>()));
	}

	/**
	 * Stop responding, so that calls which a filter notifies of fail with {@code ENOSYS}.
	 * Required before the JVM ends. Then no Java thread runs, but native code may still
	 * make such calls. Returns when the thread has ended.
	 */
	public void stop() {
		try {
			request(new Exchange(() -> null, new CompletableFuture<>()));
		}
		catch (IllegalStateException ex) {
			// The JVM ends, even if the supervisor does not respond
			return;
		}
		Thread thread = this.thread;
		// A thread that still waits for its first listener waits in Java
		if (thread != null && this.first.isDone() && thread != Thread.currentThread()) {
			try {
				thread.join(END_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private synchronized void request(Exchange exchange) {
		NotificationListener listener = this.listener;
		if (listener == null) {
			return;
		}
		this.exchange = exchange;
		// After its current call, the thread may have closed the listener already
		if (this.probe.wake(listener) == Probe.Outcome.TIMEOUT) {
			throw new IllegalStateException("the supervisor of denied calls does not respond");
		}
		if (this.failed && !exchange.result().isDone()) {
			return;
		}
		try {
			exchange.result().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Prepare for the first violation in the background, which takes too long for the
	 * start of an application.
	 * @param virtualThreads whether virtual threads may make calls
	 */
	public void warmUp(boolean virtualThreads) {
		Tracer tracer = this.tracer;
		if (tracer != null) {
			tracer.warmUp(virtualThreads);
		}
	}

	/**
	 * Return whether the supervisor responds to notifications.
	 * @return whether it has a listener
	 */
	public boolean isResponding() {
		return this.listener != null;
	}

	/**
	 * Verify with a test call that the supervisor responds. The call is not counted, and
	 * the wait for its response is limited.
	 * @return whether it responds, or has been stopped
	 */
	public boolean verifyResponding() {
		NotificationListener listener = this.listener;
		return listener == null || this.probe.wake(listener) == Probe.Outcome.RESPONSE || this.listener != listener;
	}

	/**
	 * Return whether the thread died after it had responded to notifications.
	 * @return whether it died
	 */
	public boolean hasFailed() {
		return this.failed;
	}

	@Override
	public @Nullable String unavailableReason() {
		return this.unavailableReason;
	}

	private void run() {
		try (Tracer tracer = Tracer.start(this.process, this.architecture, this.enforcing, this.calls,
				this.violations)) {
			NotificationListener.prepare(this.process, this.architecture);
			tracer.awaitOpened();
			this.tracer = tracer;
			this.responder.rehearse(this.architecture, tracer);
			awaitMemory();
			this.prepared.countDown();
			this.listener = this.first.join();
			NotificationListener current = this.listener;
			while (current != null) {
				respondToAll(current, tracer);
				current = this.listener;
			}
		}
		catch (Throwable ex) {
			boolean expected = this.unavailableReason != null;
			if (!expected) {
				fail(DIED);
			}
			this.first.thenAccept(NotificationListener::close);
			Exchange exchange = this.exchange;
			if (exchange != null) {
				exchange.result().completeExceptionally(ex);
			}
			if (!expected) {
				this.unavailableReason = DIED + ": " + ex;
			}
		}
		finally {
			this.prepared.countDown();
		}
	}

	private void fail(String reason) {
		this.unavailableReason = reason;
		this.failed = true;
	}

	/** Responds to the notifications of a listener until another one is requested. */
	private void respondToAll(NotificationListener listener, Tracer tracer) {
		Exchange exchange = null;
		try {
			while (exchange == null) {
				try {
					this.responder.respond(listener, listener.receive(), tracer);
					exchange = this.exchange;
				}
				catch (OutOfMemoryError ex) {
					awaitMemory();
				}
			}
		}
		finally {
			this.listener = null;
			listener.close();
		}
		this.exchange = null;
		try {
			this.listener = exchange.next().get();
			exchange.result().complete(null);
		}
		catch (Throwable ex) {
			// First, as request() does not wait for a supervisor that has failed
			exchange.result().completeExceptionally(ex);
			fail("the supervisor of denied calls could not continue: " + ex.getMessage());
		}
	}

	/** The application may release memory. */
	private static void awaitMemory() {
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/**
	 * A request for another listener.
	 *
	 * @param next creates the other listener, or returns {@code null} to stop
	 * @param result is completed when the request is fulfilled
	 */
	private record Exchange(Supplier<? extends @Nullable NotificationListener> next,
			CompletableFuture<@Nullable Void> result) {

	}

}
