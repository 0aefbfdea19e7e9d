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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.kernel.NotificationSupervisor;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Responds in a thread of its own to the denied calls of this process, and captures their
 * callers while they wait.
 * <p>
 * A caller may hold any lock: that of a logger, of a class loader, or of the application.
 * So once the thread responds, it takes no such lock and loads no class, and another
 * thread publishes the violations. If the thread dies, the calls fail with
 * {@code ENOSYS}: they are still denied.
 */
public final class Supervisor implements NotificationSupervisor {

	private static final int TRACED_AT_ONCE = 20;

	/**
	 * As the kernel limits its log. In a flood, stack traces are a large part of the
	 * cost.
	 */
	private static final int TRACED_PER_SECOND = 2;

	private static final int ARGUMENTS = 6;

	private static final long PAUSE_NANOS = 1_000_000;

	/** For a thread that has closed its listener. */
	private static final long END_MILLIS = 1000;

	private static final String DIED = "the supervisor of denied calls has died";

	private final SeccompProcess process;

	private final Architecture architecture;

	private final boolean enforcing;

	private final Violations violations;

	private final List<CompiledFilter> filters = new CopyOnWriteArrayList<>();

	private final RateLimit traced = new RateLimit(TRACED_AT_ONCE, TRACED_PER_SECOND);

	private final CompletableFuture<NotificationListener> first = new CompletableFuture<>();

	private volatile @Nullable Thread thread;

	private volatile @Nullable Capture capture;

	private volatile @Nullable Exchange exchange;

	private volatile @Nullable NotificationListener listener;

	private volatile boolean directCalls;

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
		this(process, architecture, enforcing, new Violations());
	}

	Supervisor(SeccompProcess process, Architecture architecture, boolean enforcing, Violations violations) {
		this.process = process;
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.violations = violations;
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
		if (this.filters.stream().noneMatch((known) -> known.hash().equals(filter.hash()))) {
			this.filters.add(filter);
		}
	}

	/**
	 * Return the filters whose decisions count.
	 * @return the filters, in the order of their installation
	 */
	public List<CompiledFilter> filters() {
		return this.filters;
	}

	@Override
	public boolean isEnforcing() {
		return this.enforcing;
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
		request(new Exchange(() -> null, new CompletableFuture<>()));
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
		listener.wake();
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
	 * Prepare parts that take too long for the start of an application: faster calls, and
	 * thread dumps for virtual threads.
	 * @param virtualThreads whether the application uses virtual threads
	 */
	public void prepareInBackground(boolean virtualThreads) {
		Capture capture = this.capture;
		if (capture == null) {
			return;
		}
		if (virtualThreads) {
			capture.prepareForVirtualThreads();
		}
		Thread thread = new Thread(this::loadDirectCalls, "seccomp-prepare");
		thread.setDaemon(true);
		thread.start();
	}

	private void loadDirectCalls() {
		NotificationListener.loadDirectCalls(this.architecture);
		this.directCalls = true;
		NotificationListener listener = this.listener;
		if (listener != null) {
			listener.useDirectCalls();
		}
	}

	private void use(@Nullable NotificationListener listener) {
		this.listener = listener;
		if (listener != null && this.directCalls) {
			listener.useDirectCalls();
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
		try (ThreadCpuClock clock = ThreadCpuClock.load(this.process, this.architecture);
				ProcessMemory memory = ProcessMemory.ofSelf()) {
			Capture capture = new Capture(this.architecture, this.enforcing, clock, memory);
			capture.warmUp();
			rehearse(capture);
			this.capture = capture;
			use(this.first.join());
			NotificationListener current = this.listener;
			while (current != null) {
				respondToAll(current, capture);
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
	}

	private void fail(String reason) {
		this.unavailableReason = reason;
		this.failed = true;
	}

	/** Responds to the notifications of a listener until another one is requested. */
	private void respondToAll(NotificationListener listener, Capture capture) {
		Exchange exchange = null;
		try (listener) {
			while (exchange == null) {
				try {
					respond(listener, listener.receive(), capture);
					exchange = this.exchange;
				}
				catch (OutOfMemoryError ex) {
					awaitMemory();
				}
			}
		}
		finally {
			this.listener = null;
		}
		this.exchange = null;
		try {
			use(exchange.next().get());
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

	private void respond(NotificationListener listener, Notification call, Capture capture) {
		switch (call.purpose()) {
			case WAKE -> listener.acknowledge(call);
			case CANARY -> respond(listener, call, decide(call.data()));
			case CALLER -> {
				Supplier<Caller> search = capture.search(call, this.traced);
				Action action = decide(call.data());
				Violation violation = (search != null) ? capture.violation(call, action, search) : null;
				if (respondAndCount(listener, call, capture.name(call), action)) {
					publish(capture.name(call), violation, this.violations);
				}
			}
		}
	}

	/**
	 * Counts before the response, so that the caller finds its call counted. A caller
	 * that no longer waits is not counted.
	 */
	private boolean respondAndCount(NotificationListener listener, Notification call, String syscall, Action action) {
		String outcome = outcome(action);
		this.violations.increment(syscall, outcome);
		boolean waiting = false;
		try {
			waiting = respond(listener, call, action);
		}
		finally {
			if (!waiting) {
				this.violations.decrement(syscall, outcome);
			}
		}
		return waiting;
	}

	private boolean respond(NotificationListener listener, Notification call, Action action) {
		return (this.enforcing) ? listener.deny(call, errno(action)) : listener.proceed(call);
	}

	/**
	 * Runs the code paths once, so that all classes are loaded: for a traced call, for a
	 * counted call, and for lack of memory.
	 */
	private void rehearse(Capture capture) {
		Notification call = new Notification(0, ProcFiles.self(),
				new SeccompData(0, this.architecture.audit(), new long[ARGUMENTS]), Notification.Purpose.CALLER);
		RateLimit limit = new RateLimit(1, 1);
		Violations violations = new Violations();
		for (int i = 0; i < 2; i++) {
			Supplier<Caller> search = capture.search(call, limit);
			Action action = decide(call.data());
			Violation violation = (search != null) ? capture.violation(call, action, search) : null;
			violations.increment(capture.name(call), outcome(action));
			publish(capture.name(call), violation, violations);
		}
		awaitMemory();
	}

	private String outcome(Action action) {
		return (this.enforcing) ? action.type().toString() : "log";
	}

	private static void publish(String syscall, @Nullable Violation violation, Violations violations) {
		if (violation == null) {
			violations.addUnpublished(syscall);
			return;
		}
		// The caller waits for this processor
		Thread.yield();
		violations.publish(violation);
	}

	/**
	 * Decide about a call. The most restrictive filter decides, among equals the newest.
	 */
	private Action decide(SeccompData data) {
		Action decision = Action.ALLOW;
		for (CompiledFilter filter : this.filters) {
			Action action = filter.decide(data);
			if (action.type().compareTo(decision.type()) <= 0) {
				decision = action;
			}
		}
		return decision;
	}

	private static int errno(Action action) {
		return (action.type() == ActionType.ERRNO) ? action.data() : Errno.EPERM;
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
