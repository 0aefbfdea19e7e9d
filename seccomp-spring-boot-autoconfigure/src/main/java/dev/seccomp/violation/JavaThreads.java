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
 * Finds the Java threads of this JVM by their native thread ids. Java does not provide
 * this mapping, so threads are compared by their CPU time. The CPU time of a thread that
 * is blocked in a system call does not change, and the JVM reads the same clock.
 * <p>
 * On Java 17 the management API calls {@link Thread#getId()}. The application may have
 * overridden it with a method that blocks. Since Java 19 the management API calls no
 * method of the application.
 */
final class JavaThreads {

	private static final int TRIES = 10;

	/**
	 * The innermost frames identify the call, and each further one delays the response.
	 */
	private static final int MAX_FRAMES = 64;

	private static final int MAX_CACHED = 4096;

	private final ThreadCpuClock clock;

	private final ThreadMXBean threads;

	/** Java does not reuse an id, and a thread keeps its native id. */
	private final Map<Integer, Long> cache = new HashMap<>();

	JavaThreads(ThreadCpuClock clock, ThreadMXBean threads) {
		this.clock = clock;
		this.threads = threads;
	}

	void warmUp() {
		idOf(0);
		isActive(Thread.currentThread().getId());
		// Some threads wait for locks, which loads more classes of the management API
		for (long id : this.threads.getAllThreadIds()) {
			get(id, true);
		}
	}

	/**
	 * Find a thread that is blocked.
	 * @param tid its native thread id
	 * @param withStack whether its stack trace is requested
	 * @return the thread, or {@code null} if it is no Java thread, is not blocked, or
	 * cannot be distinguished from another one
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
			// The thread still runs until it blocks
			Thread.yield();
		}
		return -1;
	}

	/**
	 * Return the only thread with this CPU time. New threads of a pool may have the same
	 * CPU time. Then return the only one of them that is runnable.
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

	/** Java reports a thread in a system call as runnable. */
	private boolean isActive(long id) {
		ThreadInfo info = this.threads.getThreadInfo(id, 0);
		return info != null && info.getThreadState() == Thread.State.RUNNABLE;
	}

	private @Nullable JavaThread get(long id, boolean withStack) {
		ThreadInfo info = this.threads.getThreadInfo(id, (withStack) ? MAX_FRAMES : 0);
		return (info != null) ? new JavaThread(id, info.getThreadName(), frames(info.getStackTrace())) : null;
	}

	/**
	 * Removes class loaders and module versions, as printed stack traces omit them.
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
