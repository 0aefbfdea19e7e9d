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
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A thread for tasks that may need a lock of the application. The caller of a denied call
 * may hold that lock until it gets a response, so each wait for a task is limited.
 */
final class AssistantThread implements Runnable {

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private final long timeout;

	private final SynchronousQueue<FutureTask<?>> queue = new SynchronousQueue<>();

	private @Nullable FutureTask<?> last;

	private AssistantThread(Duration timeout) {
		this.timeout = timeout.toNanos();
	}

	/**
	 * Start a thread.
	 * @param name the name of the thread
	 * @return the thread
	 */
	static AssistantThread start(String name) {
		return start(name, TIMEOUT);
	}

	/**
	 * Start a thread with a time limit of its own.
	 * @param name the name of the thread
	 * @param timeout the time limit of each task
	 * @return the thread
	 */
	static AssistantThread start(String name, Duration timeout) {
		AssistantThread assistant = new AssistantThread(timeout);
		Thread thread = new Thread(assistant, name);
		thread.setDaemon(true);
		thread.start();
		return assistant;
	}

	/**
	 * Execute a task and wait for its result.
	 * @param <T> the type of its result
	 * @param task the task
	 * @return its result, or {@code null} if it fails, takes too long, or an earlier task
	 * has not ended
	 */
	<T> @Nullable T call(Callable<T> task) {
		return submit(task).await();
	}

	private <T extends @Nullable Object> Result<T> submit(Callable<T> task) {
		Result<T> result = new Result<>(task, this.timeout);
		try {
			if (!offer(result)) {
				result.cancel(false);
			}
		}
		catch (InterruptedException ex) {
			result.cancel(false);
		}
		return result;
	}

	/**
	 * Execute a task in the background and ignore its result.
	 * @param task the task
	 */
	void execute(Callable<?> task) {
		try {
			offer(new FutureTask<>(task));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean offer(FutureTask<?> task) throws InterruptedException {
		synchronized (this.queue) {
			if ((this.last != null && !this.last.isDone())
					|| !this.queue.offer(task, this.timeout, TimeUnit.NANOSECONDS)) {
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
				// No code interrupts this thread, and the next task may find more
				// memory
			}
		}
	}

	/**
	 * The result of a task.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Result<T extends @Nullable Object> extends FutureTask<T> {

		private final long end;

		Result(Callable<T> task, long timeout) {
			super(task);
			this.end = System.nanoTime() + timeout;
		}

		/**
		 * Wait for the result, up to the time limit.
		 * @return the result, or {@code null} if the task fails, takes too long, or an
		 * earlier task has not ended
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
