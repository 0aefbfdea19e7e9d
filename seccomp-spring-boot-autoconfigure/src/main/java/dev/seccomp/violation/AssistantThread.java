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

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A thread for what may have to wait for a lock of the application's, which the caller
 * may hold until it is answered. It is waited for only so long.
 */
final class AssistantThread implements Runnable {

	private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(250);

	private final SynchronousQueue<FutureTask<?>> queue = new SynchronousQueue<>();

	private @Nullable FutureTask<?> last;

	/**
	 * Start a thread.
	 * @param name its name
	 * @return the thread
	 */
	static AssistantThread start(String name) {
		AssistantThread assistant = new AssistantThread();
		Thread thread = new Thread(assistant, name);
		thread.setDaemon(true);
		thread.start();
		return assistant;
	}

	/**
	 * Have a task done.
	 * @param <T> the type of its result
	 * @param task the task
	 * @return its result, or {@code null} where it fails, or takes too long, or one
	 * before it still does
	 */
	<T> @Nullable T call(Callable<T> task) {
		return ask(task).await();
	}

	/**
	 * Have a task done while something else is.
	 * @param <T> the type of its result
	 * @param task the task
	 * @return what it comes to
	 */
	<T extends @Nullable Object> Answer<T> ask(Callable<T> task) {
		Answer<T> answer = new Answer<>(task);
		try {
			if (!offer(answer)) {
				answer.cancel(false);
			}
		}
		catch (InterruptedException ex) {
			answer.cancel(false);
		}
		return answer;
	}

	/**
	 * Have a task done that nobody waits for.
	 * @param task the task
	 */
	void begin(Callable<?> task) {
		try {
			offer(new FutureTask<>(task));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean offer(FutureTask<?> task) throws InterruptedException {
		synchronized (this.queue) {
			if ((this.last != null && !this.last.isDone()) || !this.queue.offer(task, TIMEOUT, TimeUnit.NANOSECONDS)) {
				return false;
			}
			this.last = task;
			return true;
		}
	}

	@Override
	public void run() {
		while (true) {
			try {
				this.queue.take().run();
			}
			catch (InterruptedException | OutOfMemoryError ex) {
				// Nobody has a reason to interrupt this thread, and the next task may
				// find more memory
			}
		}
	}

	/**
	 * What a task comes to.
	 *
	 * @param <T> the type of its result
	 */
	static final class Answer<T extends @Nullable Object> extends FutureTask<T> {

		private final long end = System.nanoTime() + TIMEOUT;

		private Answer(Callable<T> task) {
			super(task);
		}

		/**
		 * Wait for it, though not for long.
		 * @return the result, or {@code null} where the task fails, or takes too long, or
		 * one before it still does
		 */
		@Nullable T await() {
			try {
				return get(this.end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (CancellationException | ExecutionException | TimeoutException | InterruptedException ex) {
				return null;
			}
		}

	}

}
