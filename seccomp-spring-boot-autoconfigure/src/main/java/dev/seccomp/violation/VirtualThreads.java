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

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.management.JMException;
import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that are mounted, which only HotSpot's thread dump shows. To have
 * one takes JMX and its locks, which a caller may hold: so a thread of its own asks for
 * it, and is waited for only so long.
 */
final class VirtualThreads implements Runnable, Callable<ThreadDump> {

	/** The version whose dump first shows them (JDK-8330846). */
	private static final int SINCE = 24;

	private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(250);

	/**
	 * Hands over only to the thread that waits for it: where that is busy, none waits.
	 */
	private final SynchronousQueue<FutureTask<ThreadDump>> queue = new SynchronousQueue<>();

	private @Nullable Thread thread;

	/**
	 * Start the thread that asks for dumps, where they are of use.
	 */
	void warmUp() {
		if (Runtime.version().feature() < SINCE) {
			return;
		}
		Thread thread = new Thread(this, "seccomp-thread-dump");
		thread.setDaemon(true);
		thread.start();
		this.thread = thread;
		findMounted(1, 1, () -> new ThreadDump("""
				"" #1 [1]\s
				   Mounted virtual thread #2
					at C.m(java.base@1/C.java:1)
					at C.m(Native Method)
				"""));
	}

	/**
	 * Have a dump made that nobody waits for, so that the next one takes less time.
	 */
	void prepare() {
		if (this.thread != null) {
			offer(new FutureTask<>(this));
		}
	}

	/**
	 * Find the virtual thread that a thread carries.
	 * @param carrier the thread
	 * @param tid its native id
	 * @return the virtual thread, or {@code null} where this JVM does not say, or not in
	 * time
	 */
	@Nullable JavaThread findMounted(JavaThread carrier, int tid) {
		return (this.thread != null) ? findMounted(carrier.id(), tid, this) : null;
	}

	private @Nullable JavaThread findMounted(long carrier, int tid, Callable<ThreadDump> dump) {
		long end = System.nanoTime() + TIMEOUT;
		FutureTask<ThreadDump> task = new FutureTask<>(dump);
		if (!offer(task)) {
			return null;
		}
		try {
			return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS).mounted(carrier, tid);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The stack of the carrier has to do
		}
		return null;
	}

	private boolean offer(FutureTask<ThreadDump> task) {
		try {
			return this.queue.offer(task, TIMEOUT, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void run() {
		try {
			while (true) {
				this.queue.take().run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public ThreadDump call() throws JMException {
		Object dump = ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return new ThreadDump((String) dump);
	}

}
