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

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.kernel.ThreadCpuClock;
import org.jspecify.annotations.Nullable;

/**
 * The Java threads of this JVM by their native ids. Java does not tell which is which,
 * but the clocks do: that of a thread which sleeps in a system call stands still, to the
 * nanosecond, and the JVM reads the same one.
 * <p>
 * On Java 17 the management API calls {@link Thread#getId()}, which the application may
 * have overridden to take a lock, or never to return. Since Java 19 it calls nothing of
 * the application's.
 */
final class JavaThreads {

	private static final int TRIES = 10;

	/** The innermost tell what was asked for; each more keeps the caller waiting. */
	private static final int MAX_FRAMES = 64;

	private static final int MAX_CACHED = 4096;

	private final ThreadCpuClock clock;

	private final ThreadMXBean threads;

	/** Java gives no id twice, and a thread keeps its native id. */
	private final Map<Integer, Long> cache = new HashMap<>();

	JavaThreads(ThreadCpuClock clock, ThreadMXBean threads) {
		this.clock = clock;
		this.threads = threads;
	}

	void warmUp() {
		idOf(0);
		isActive(Thread.currentThread().getId());
		// Some of them wait for locks, which the management API names
		for (long id : this.threads.getAllThreadIds()) {
			get(id, true);
		}
	}

	/**
	 * Find a thread, which has to sleep.
	 * @param tid its native id
	 * @param withStack whether its stack trace is asked for
	 * @return the thread, or {@code null} where it is no Java thread, does not sleep, or
	 * cannot be told from another one
	 */
	@Nullable JavaThread find(int tid, boolean withStack) {
		Long cached = this.cache.get(tid);
		if (cached != null) {
			JavaThread thread = get(cached, withStack);
			if (thread != null) {
				return thread;
			}
			this.cache.remove(tid);
		}
		long id = locate(tid);
		JavaThread thread = (id > 0) ? get(id, withStack) : null;
		if (thread != null) {
			if (this.cache.size() == MAX_CACHED) {
				this.cache.clear();
			}
			this.cache.put(tid, id);
		}
		return thread;
	}

	private long locate(int tid) {
		for (int i = 0; i < TRIES; i++) {
			long nanos = this.clock.nanos(tid);
			if (nanos == -1) {
				return -1;
			}
			long id = idOf(nanos);
			if (this.clock.nanos(tid) == nanos) {
				return id;
			}
			// It is still on its way to sleep
			Thread.yield();
		}
		return -1;
	}

	/**
	 * Return the only thread that has run for so long. Threads of a pool that have yet
	 * done little may agree: then the only one of them that does not wait in Java.
	 */
	private long idOf(long nanos) {
		long match = -1;
		int matches = 0;
		long active = -1;
		int actives = 0;
		for (long id : this.threads.getAllThreadIds()) {
			if (id != match && this.threads.getThreadCpuTime(id) == nanos) {
				match = id;
				matches++;
				if (isActive(id)) {
					active = id;
					actives++;
				}
			}
		}
		return (matches == 1) ? match : (actives == 1) ? active : -1;
	}

	/** A thread in a system call is runnable, as far as Java knows. */
	private boolean isActive(long id) {
		ThreadInfo info = this.threads.getThreadInfo(id, 0);
		return info != null && info.getThreadState() == Thread.State.RUNNABLE;
	}

	private @Nullable JavaThread get(long id, boolean withStack) {
		ThreadInfo info = this.threads.getThreadInfo(id, (withStack) ? MAX_FRAMES : 0);
		return (info != null) ? new JavaThread(id, info.getThreadName(), frames(info.getStackTrace())) : null;
	}

	/**
	 * As a stack trace is printed: class loaders and versions of modules say nothing
	 * here.
	 */
	private static List<StackTraceElement> frames(StackTraceElement[] stackTrace) {
		StackTraceElement[] frames = new StackTraceElement[stackTrace.length];
		for (int i = 0; i < frames.length; i++) {
			StackTraceElement frame = stackTrace[i];
			frames[i] = new StackTraceElement(null, frame.getModuleName(), null, frame.getClassName(),
					frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
		}
		return List.of(frames);
	}

}
