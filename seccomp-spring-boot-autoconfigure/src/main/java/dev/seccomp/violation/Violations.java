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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.policy.ActionType;

/**
 * Counts and publishes the violations of this process. The supervisor counts a violation
 * before it responds. Another thread publishes it, since the caller may hold a lock that
 * the publication needs.
 */
public final class Violations {

	/** The capacity of the queue. A violation that exceeds it is counted only. */
	private static final int QUEUE_CAPACITY = 256;

	private static final long SUMMARY_SECONDS = 10;

	private static final Duration AWAITED = Duration.ofSeconds(1);

	private final CountedCalls calls;

	private final ViolationCounts counts;

	private final AtomicLongArray unpublished;

	private final BlockingQueue<Violation> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);

	/** The number of violations that are being captured, are queued or are published. */
	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicLong allUnpublished = new AtomicLong();

	private final CopyOnWriteArrayList<ViolationListener> listeners = new CopyOnWriteArrayList<>();

	private volatile ViolationHistory history = new ViolationHistory(0);

	private volatile boolean publishing;

	/** The id of the thread that publishes. */
	private volatile int publisher = -1;

	Violations(CountedCalls calls) {
		this.calls = calls;
		this.counts = new ViolationCounts(calls);
		this.unpublished = new AtomicLongArray(calls.size());
	}

	/**
	 * Count violations. Allocates nothing.
	 * @param call the index of the call
	 * @param outcome the outcome of the call
	 * @param count the number, negative to take back a count
	 */
	void count(int call, ActionType outcome, int count) {
		this.counts.add(call, outcome, count);
	}

	/**
	 * Record that a violation was counted but is not published. Allocates nothing.
	 * @param call the index of the call
	 */
	void addUnpublished(int call) {
		this.allUnpublished.incrementAndGet();
		this.unpublished.incrementAndGet(call);
	}

	/**
	 * Record that a violation is being captured. Allocates nothing.
	 */
	void expect() {
		this.pending.incrementAndGet();
	}

	/**
	 * Record that the capture of a violation has ended.
	 */
	void fulfil() {
		this.pending.decrementAndGet();
	}

	/**
	 * Publish a violation that was counted.
	 * @param violation the violation
	 */
	void publish(Violation violation) {
		// Otherwise each violation of the publisher would cause another one
		if (violation.caller().thread().id() == this.publisher || !offer(violation)) {
			addUnpublished(this.calls.index(violation.syscall()));
		}
	}

	private boolean offer(Violation violation) {
		this.pending.incrementAndGet();
		boolean offered = this.queue.offer(violation);
		if (!offered) {
			this.pending.decrementAndGet();
		}
		return offered;
	}

	/**
	 * Start to publish, when the listeners can receive violations. Applications of the
	 * same JVM share the history, which is as large as the largest one that they need.
	 * @param historySize the number of violations in the history
	 * @param first the listener that receives each violation first
	 * @return whether this call started it
	 */
	public synchronized boolean startPublishing(int historySize, ViolationListener first) {
		if (this.publishing) {
			this.history.grow(historySize);
			return false;
		}
		this.publishing = true;
		this.history = new ViolationHistory(historySize);
		this.listeners.add(0, first);
		Thread thread = new Thread(this::run, "seccomp-violations");
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	/**
	 * Take the violations that wait because publishing has not started. They are not
	 * published later.
	 * @return the violations, oldest first
	 */
	public List<Violation> takeUnpublished() {
		List<Violation> taken = new ArrayList<>();
		awaitWhile(() -> !this.publishing && this.pending.get() > this.queue.size(), AWAITED);
		synchronized (this) {
			if (!this.publishing) {
				this.pending.addAndGet(-this.queue.drainTo(taken));
			}
		}
		return taken;
	}

	private void run() {
		this.publisher = ThreadStatus.ofCaller().id();
		long summaryAt = System.nanoTime();
		while (true) {
			try {
				Violation violation = this.queue.poll(SUMMARY_SECONDS, TimeUnit.SECONDS);
				if (violation != null) {
					try {
						this.history.add(violation);
						notifyListeners((listener) -> listener.onViolation(violation));
					}
					finally {
						this.pending.decrementAndGet();
					}
				}
				if (System.nanoTime() - summaryAt > TimeUnit.SECONDS.toNanos(SUMMARY_SECONDS)) {
					summaryAt = System.nanoTime();
					publishSummary();
				}
			}
			catch (InterruptedException ex) {
				// No code interrupts this thread, so it continues
			}
			catch (Throwable ex) {
				// After an error such as lack of memory, later violations may be
				// published
			}
		}
	}

	/**
	 * Wait until all violations so far are published, for at most one second. Otherwise
	 * the last ones before the end of the JVM would be lost.
	 */
	public void awaitPublished() {
		awaitPublished(AWAITED);
	}

	/**
	 * Wait until all violations so far are published.
	 * @param limit the time limit
	 * @return whether no violation is left that is being captured, is queued or is
	 * published
	 */
	public boolean awaitPublished(Duration limit) {
		awaitWhile(() -> this.pending.get() > 0 && this.publishing && ThreadStatus.ofCaller().id() != this.publisher,
				limit);
		return this.pending.get() == 0;
	}

	private static void awaitWhile(BooleanSupplier condition, Duration limit) {
		long start = System.nanoTime();
		while (condition.getAsBoolean() && System.nanoTime() - start < limit.toNanos()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	/**
	 * Publish what is left before the application ends: all violations so far, and the
	 * numbers of those that were counted only.
	 */
	public void publishRest() {
		awaitPublished();
		if (this.publishing) {
			publishSummary();
		}
	}

	/** Continues if a listener fails, so that the others are still notified. */
	private void notifyListeners(Consumer<ViolationListener> notification) {
		for (ViolationListener listener : this.listeners) {
			try {
				notification.accept(listener);
			}
			catch (Throwable ex) {
				Thread.currentThread().getThreadGroup().uncaughtException(Thread.currentThread(), ex);
			}
		}
	}

	private void publishSummary() {
		for (int call = 0; call < this.calls.size(); call++) {
			long count = this.unpublished.getAndSet(call, 0);
			if (count > 0) {
				String syscall = this.calls.name(call);
				notifyListeners((listener) -> listener.onUnpublished(syscall, count));
			}
		}
	}

	/**
	 * Add a listener, unless it was added before. It receives all violations that are
	 * published from now on.
	 * @param listener the listener
	 */
	public void addListener(ViolationListener listener) {
		this.listeners.addIfAbsent(listener);
	}

	/**
	 * Return the listener of a type.
	 * @param <L> the type
	 * @param type the type
	 * @return the first listener of this type, or empty if there is none
	 */
	public <L extends ViolationListener> Optional<L> listener(Class<L> type) {
		return this.listeners.stream().filter(type::isInstance).map(type::cast).findFirst();
	}

	/**
	 * Remove a listener.
	 * @param listener the listener
	 */
	public void removeListener(ViolationListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Return the exact numbers of violations.
	 * @return the numbers by the name of the call and by the outcome
	 */
	public Map<String, Map<String, Long>> counts() {
		return this.counts.toMap();
	}

	/**
	 * Return the exact number of violations of one kind.
	 * @param syscall the name of the call
	 * @param outcome the outcome of the call
	 * @return the number
	 */
	public long count(String syscall, String outcome) {
		return this.counts.get(syscall, outcome);
	}

	/**
	 * Return the number of violations that were counted but are not published.
	 * @return the number
	 */
	public long countUnpublished() {
		return this.allUnpublished.get();
	}

	/**
	 * Return the most recent violations that were published.
	 * @return the violations, latest first
	 */
	public List<Violation> recent() {
		return this.history.recent();
	}

}
