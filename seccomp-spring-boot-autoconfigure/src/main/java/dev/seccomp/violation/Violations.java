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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.seccomp.kernel.ThreadStatus;

/**
 * The violations of this process: how many there were, and of the last ones all that is
 * known. They are counted at once, by the thread that found them, and published by a
 * thread of their own, since whoever made the call may hold a lock that publishing needs.
 *
 * @since 0.1.0
 */
public final class Violations {

	/** How many wait to be published; what does not fit in is only counted. */
	private static final int WAITING = 256;

	private static final long SUMMARY_SECONDS = 10;

	private static final long AWAITED_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final BlockingQueue<Violation> waiting = new ArrayBlockingQueue<>(WAITING);

	/** Those that wait, and the one that is being published. */
	private final AtomicInteger pending = new AtomicInteger();

	private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> unpublished = new ConcurrentHashMap<>();

	private final List<ViolationListener> listeners = new CopyOnWriteArrayList<>();

	private final Deque<Violation> history = new ArrayDeque<>();

	private int historySize;

	private volatile boolean publishing;

	/** The id of the thread that publishes. */
	private volatile int publisher = -1;

	/**
	 * Count a violation.
	 * @param syscall the name of the call
	 * @param outcome what becomes of it
	 */
	void increment(String syscall, String outcome) {
		counter(syscall, outcome).increment();
	}

	/**
	 * Take back that one was counted.
	 * @param syscall the name of the call
	 * @param outcome what did not become of it
	 */
	void decrement(String syscall, String outcome) {
		counter(syscall, outcome).decrement();
	}

	private LongAdder counter(String syscall, String outcome) {
		return this.counts.computeIfAbsent(syscall, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(outcome, (key) -> new LongAdder());
	}

	/**
	 * Have nothing more told of a violation than that it was counted.
	 * @param syscall the name of the call
	 */
	void leaveUnpublished(String syscall) {
		this.unpublished.computeIfAbsent(syscall, (key) -> new LongAdder()).increment();
	}

	/**
	 * Have a violation published that was counted.
	 * @param violation the violation
	 */
	void publish(Violation violation) {
		// A violation by the publisher would be followed by another for each one
		// published
		if (violation.caller().thread().id() == this.publisher || !offer(violation)) {
			leaveUnpublished(violation.syscall());
		}
	}

	private boolean offer(Violation violation) {
		this.pending.incrementAndGet();
		boolean offered = this.waiting.offer(violation);
		if (!offered) {
			this.pending.decrementAndGet();
		}
		return offered;
	}

	/**
	 * Begin to publish, once somebody can be told.
	 * @param historySize how many of the last violations to keep
	 * @param first who is told first
	 * @return whether it begins now, and had not before
	 */
	public synchronized boolean startPublishing(int historySize, ViolationListener first) {
		if (this.publishing) {
			return false;
		}
		this.publishing = true;
		this.historySize = historySize;
		this.listeners.add(0, first);
		Thread thread = new Thread(this::run, "seccomp-violations");
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	private void run() {
		this.publisher = ThreadStatus.ofCaller().id();
		long summaryAt = System.nanoTime();
		while (true) {
			try {
				Violation violation = this.waiting.poll(SUMMARY_SECONDS, TimeUnit.SECONDS);
				if (violation != null) {
					try {
						keep(violation);
						tell((listener) -> listener.onViolation(violation));
					}
					finally {
						this.pending.decrementAndGet();
					}
				}
				if (System.nanoTime() - summaryAt > TimeUnit.SECONDS.toNanos(SUMMARY_SECONDS)) {
					summaryAt = System.nanoTime();
					summarise();
				}
			}
			catch (InterruptedException ex) {
				// Nobody has a reason to interrupt this thread, so it goes on
			}
			catch (Throwable ex) {
				// Whatever it is, such as too little memory, the next ones may be told
			}
		}
	}

	/**
	 * Wait until the violations that were found so far are published, a second at most:
	 * what is told at the very end would else be lost.
	 */
	public void awaitPublished() {
		long start = System.nanoTime();
		while (this.pending.get() > 0 && this.publishing && ThreadStatus.ofCaller().id() != this.publisher
				&& System.nanoTime() - start < AWAITED_NANOS) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	private void keep(Violation violation) {
		synchronized (this.history) {
			this.history.addLast(violation);
			while (this.history.size() > this.historySize) {
				this.history.removeFirst();
			}
		}
	}

	/** One listener's failure must not keep the news from the others. */
	private void tell(Consumer<ViolationListener> news) {
		for (ViolationListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (Throwable ex) {
				Thread.currentThread().getThreadGroup().uncaughtException(Thread.currentThread(), ex);
			}
		}
	}

	private void summarise() {
		this.unpublished.forEach((syscall, counter) -> {
			long count = counter.sumThenReset();
			if (count > 0) {
				tell((listener) -> listener.onUnpublished(syscall, count));
			}
		});
	}

	/**
	 * Have a listener told of each violation that is published from now on.
	 * @param listener the listener
	 */
	public void addListener(ViolationListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Tell a listener no more.
	 * @param listener the listener
	 */
	public void removeListener(ViolationListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Return how many violations there were, exactly.
	 * @return the numbers by the name of the call, and for each by what became of it
	 */
	public Map<String, Map<String, Long>> counts() {
		Map<String, Map<String, Long>> counts = new TreeMap<>();
		this.counts.forEach((syscall, outcomes) -> {
			Map<String, Long> numbers = new TreeMap<>();
			outcomes.forEach((outcome, counter) -> {
				long number = counter.sum();
				// One that was taken back leaves nothing
				if (number > 0) {
					numbers.put(outcome, number);
				}
			});
			if (!numbers.isEmpty()) {
				counts.put(syscall, numbers);
			}
		});
		return counts;
	}

	/**
	 * Return how many violations of one kind there were, exactly.
	 * @param syscall the name of the call
	 * @param outcome what became of it
	 * @return the number
	 */
	public long count(String syscall, String outcome) {
		LongAdder counter = this.counts.getOrDefault(syscall, Map.of()).get(outcome);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return the last violations of those that were published.
	 * @return the violations, the latest first
	 */
	public List<Violation> recent() {
		synchronized (this.history) {
			List<Violation> recent = new ArrayList<>(this.history.size());
			this.history.descendingIterator().forEachRemaining(recent::add);
			return recent;
		}
	}

}
