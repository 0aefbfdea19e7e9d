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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.kernel.NotificationSupervisor;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Answers, in a thread of its own, the denied calls of this process, and finds out who
 * made them while their callers wait.
 * <p>
 * A caller may hold any lock: that of a logger, of a class loader, of the application. So
 * the thread needs none of these: it loads no class once it answers, and leaves all that
 * is published to another thread. If it dies, calls fail with {@code ENOSYS}: they are
 * denied still.
 *
 * @since 0.1.0
 */
public final class Supervisor implements NotificationSupervisor {

	private static final int TRACED_AT_ONCE = 20;

	/** As the kernel limits its own log; in a flood, tracing is much of what it costs. */
	private static final int TRACED_PER_SECOND = 2;

	private static final int ARGUMENTS = 6;

	private static final long PAUSE_NANOS = 1_000_000;

	private static final String DIED = "The supervisor of denied calls has died";

	private final Architecture architecture;

	private final boolean enforcing;

	private final Violations violations;

	private final List<FilterProgram> decisions = new CopyOnWriteArrayList<>();

	private final RateLimit traced = new RateLimit(TRACED_AT_ONCE, TRACED_PER_SECOND);

	private final CompletableFuture<NotificationListener> first = new CompletableFuture<>();

	private volatile @Nullable Capture capture;

	private volatile @Nullable Exchange exchange;

	private volatile @Nullable NotificationListener listener;

	private volatile @Nullable String reason;

	private volatile boolean failed;

	/**
	 * Create a supervisor.
	 * @param architecture the architecture of this JVM
	 * @param enforcing whether what the policy denies is denied
	 * @param violations where they are counted and published
	 */
	public Supervisor(Architecture architecture, boolean enforcing, Violations violations) {
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.violations = violations;
	}

	/**
	 * Start the thread, which gets ready while the filter is made.
	 */
	public void prepare() {
		Thread thread = new Thread(this::run, "seccomp-supervisor");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Answer calls as a filter decides.
	 * @param decisions what the policy of the filter decides about each call
	 */
	public void decideBy(FilterProgram decisions) {
		// Each application of this JVM that has the same policy comes with it
		if (this.decisions.stream().noneMatch((known) -> known.hash().equals(decisions.hash()))) {
			this.decisions.add(decisions);
		}
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
		// Another filter's calls may be answered all the same
		if (!this.first.isDone()) {
			this.reason = reason;
			this.first.completeExceptionally(new IllegalStateException(reason));
		}
	}

	@Override
	public void exchange(Supplier<NotificationListener> next) {
		request(new Exchange(next, new CompletableFuture<>()));
	}

	/**
	 * Answer no more: calls that the filter asks about fail with {@code ENOSYS}. Needed
	 * before the JVM ends, as from then on no Java thread runs, and the C library's own
	 * end may make such calls.
	 */
	public void stop() {
		request(new Exchange(() -> null, new CompletableFuture<>()));
	}

	private synchronized void request(Exchange exchange) {
		NotificationListener listener = this.listener;
		if (listener == null) {
			return;
		}
		this.exchange = exchange;
		// If it was through with a call just now, it has closed the listener already
		listener.wake();
		if (this.failed && !exchange.result().isDone()) {
			// It has died meanwhile
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
	 * Prepare in the background for what no start should have to wait for: a flood, which
	 * costs more without it, and calls from virtual threads, of which the first one may
	 * else be told without its stack.
	 * @param virtualThreads whether there are to be virtual threads
	 */
	public void prepareInBackground(boolean virtualThreads) {
		Capture capture = this.capture;
		if (capture == null) {
			return;
		}
		if (virtualThreads) {
			capture.callers().prepareForVirtualThreads();
		}
		Thread thread = new Thread(() -> NotificationListener.prepareForFloods(this.architecture), "seccomp-prepare");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return whether calls are answered.
	 * @return whether there is a listener
	 */
	public boolean isAnswering() {
		return this.listener != null;
	}

	/**
	 * Return whether calls were answered, and are no more.
	 * @return whether the thread has died
	 */
	public boolean hasFailed() {
		return this.failed;
	}

	@Override
	public @Nullable String reason() {
		return this.reason;
	}

	private void run() {
		try (ThreadCpuClock clock = ThreadCpuClock.load(this.architecture);
				ProcessMemory memory = ProcessMemory.ofSelf()) {
			Capture capture = new Capture(new Callers(clock), new CallArguments(this.architecture, memory));
			capture.callers().warmUp();
			capture.arguments().warmUp();
			rehearse(capture);
			this.capture = capture;
			this.listener = this.first.join();
			while (this.listener != null) {
				answerAll(this.listener, capture);
			}
		}
		catch (Throwable ex) {
			// Whatever it is, nobody answers any more
			boolean expected = this.reason != null;
			if (!expected) {
				fail(DIED);
			}
			this.first.thenAccept(NotificationListener::close);
			Exchange exchange = this.exchange;
			if (exchange != null) {
				exchange.result().completeExceptionally(ex);
			}
			if (!expected) {
				this.reason = DIED + ": " + ex;
			}
		}
	}

	private void fail(String reason) {
		this.reason = reason;
		this.failed = true;
	}

	/** Answers what arrives at a listener, until there is to be another. */
	private void answerAll(NotificationListener listener, Capture capture) {
		Exchange exchange = null;
		try (listener) {
			while (exchange == null) {
				try {
					answer(listener, listener.receive(), capture);
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
			this.listener = exchange.next().get();
			exchange.result().complete(null);
		}
		catch (Throwable ex) {
			// First, as nobody waits for one that has failed
			exchange.result().completeExceptionally(ex);
			fail("The supervisor of denied calls could not go on: " + ex.getMessage());
		}
	}

	/** The application may let go of some. */
	private static void awaitMemory() {
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	private void answer(NotificationListener listener, Notification call, Capture capture) {
		if (call.purpose() == Notification.Purpose.WAKE) {
			listener.acknowledge(call);
			return;
		}
		boolean counts = call.purpose() == Notification.Purpose.CALLER;
		Supplier<Caller> search = (counts) ? search(call, capture, this.traced) : null;
		Action action = decide(call.data());
		Violation violation = (search != null) ? trace(call, action, search, capture) : null;
		// Before the answer, so that its caller finds it counted
		if (counts) {
			count(call, action, this.violations);
		}
		boolean answered = false;
		try {
			answered = (this.enforcing) ? listener.deny(call, errno(action)) : listener.proceed(call);
		}
		finally {
			if (counts && !answered) {
				this.violations.decrement(name(call.data().nr()), outcome(action));
			}
		}
		if (answered && counts) {
			publish(call, violation, this.violations);
		}
	}

	/**
	 * Goes the way of a call that is traced, of one that is only counted, and of one that
	 * there is no memory for, so that no class is left to load.
	 */
	private void rehearse(Capture capture) {
		Notification call = new Notification(0, ProcFiles.self(),
				new SeccompData(0, this.architecture.audit(), new long[ARGUMENTS]), Notification.Purpose.CALLER);
		RateLimit limit = new RateLimit(1, 1);
		Violations violations = new Violations();
		for (int i = 0; i < 2; i++) {
			Supplier<Caller> search = search(call, capture, limit);
			Action action = decide(call.data());
			Violation violation = (search != null) ? trace(call, action, search, capture) : null;
			count(call, action, violations);
			publish(call, violation, violations);
		}
		awaitMemory();
	}

	/** Begins with what takes longest, unless there have been too many. */
	private @Nullable Supplier<Caller> search(Notification call, Capture capture, RateLimit limit) {
		if (!limit.tryAcquire(name(call.data().nr()), System.nanoTime())) {
			return null;
		}
		try {
			return capture.callers().search(call.pid(), true);
		}
		catch (Throwable ex) {
			// The caller waits for its answer, whoever it is
			return null;
		}
	}

	private @Nullable Violation trace(Notification call, Action action, Supplier<Caller> search, Capture capture) {
		int number = call.data().nr();
		try {
			Instant time = Instant.now();
			Map<String, Object> arguments = capture.arguments().decode(number, call.pid(), call.data().arguments());
			return new Violation(time, name(number), number, action, this.enforcing, search.get(), arguments);
		}
		catch (Throwable ex) {
			// The caller waits for its answer, whoever it is
			return null;
		}
	}

	private void count(Notification call, Action action, Violations violations) {
		violations.increment(name(call.data().nr()), outcome(action));
	}

	private String outcome(Action action) {
		return (this.enforcing) ? action.type().toString() : "log";
	}

	private void publish(Notification call, @Nullable Violation violation, Violations violations) {
		if (violation == null) {
			violations.leaveUnpublished(name(call.data().nr()));
			return;
		}
		// The caller waits for this processor
		Thread.yield();
		violations.publish(violation);
	}

	/**
	 * Decide about a call. Of all filters the most restrictive does, among equals the
	 * newest.
	 * @param data the call
	 * @return what the policies say
	 */
	private Action decide(SeccompData data) {
		Action decision = Action.ALLOW;
		for (FilterProgram program : this.decisions) {
			decision = stricter(decision, program.run(data));
		}
		return decision;
	}

	private static Action stricter(Action older, Action newer) {
		return (newer.type().compareTo(older.type()) <= 0) ? newer : older;
	}

	private static int errno(Action action) {
		return (action.type() == ActionType.ERRNO) ? action.data() : Errno.EPERM;
	}

	private String name(int number) {
		String name = this.architecture.syscalls().name(number);
		return (name != null) ? name : String.valueOf(number);
	}

	/**
	 * What finds out about a call while its caller waits.
	 *
	 * @param callers tells who made it
	 * @param arguments tells what was asked for
	 */
	private record Capture(Callers callers, CallArguments arguments) {

	}

	/**
	 * A change to another listener.
	 *
	 * @param next gets the other listener
	 * @param result is completed once it is answered
	 */
	private record Exchange(Supplier<? extends @Nullable NotificationListener> next,
			CompletableFuture<@Nullable Void> result) {

	}

}
