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

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.testing.SleepingThread;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link JavaThreads}.
 */
class JavaThreadsTests {

	private final ThreadCpuClock clock = ThreadCpuClock.load(SeccompProcess.current(), Platform.architecture());

	private final JavaThreads threads = new JavaThreads(this.clock, ManagementFactory.getThreadMXBean());

	@AfterEach
	void close() {
		this.clock.close();
	}

	@Test
	void findReturnsNameAndStackTrace() throws Exception {
		String name = "a name with more than 15 characters, the limit of the kernel";
		try (SleepingThread sleeping = new SleepingThread(name)) {
			for (String lookup : new String[] { "first", "cached" }) {
				JavaThread thread = this.threads.find(sleeping.tid(), true);
				assertThat(thread).as(lookup).isNotNull();
				assertThat(thread.name()).isEqualTo(name);
				assertThat(thread.stackTrace()).anySatisfy((frame) -> {
					assertThat(frame.getClassName()).isEqualTo(SleepingThread.class.getName());
					assertThat(frame.getMethodName()).isEqualTo("sleepUntilClosed");
				});
				assertThat(thread.stackTrace().toString()).contains(" java.base/java.lang.Thread.run(")
					.doesNotContain("app//")
					.doesNotContain("java.base@");
				assertThat(thread.isCarrier()).isFalse();
			}
			JavaThread thread = this.threads.find(sleeping.tid(), false);
			assertThat(thread).isNotNull();
			assertThat(thread.name()).isEqualTo(name);
			assertThat(thread.stackTrace()).isEmpty();
		}
	}

	@Test
	void findWhenNamesAreEqualDistinguishesThreads() throws Exception {
		List<SleepingThread> sleeping = new ArrayList<>();
		List<Long> ids = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			sleeping.add(new SleepingThread((task) -> {
				Thread thread = new Thread(task, "worker");
				ids.add(thread.getId());
				return thread;
			}));
		}
		List<Long> clocks = sleeping.stream().map((thread) -> this.clock.nanos(thread.tid())).toList();
		List<Long> found = sleeping.stream().map((thread) -> idOf(this.threads.find(thread.tid(), false))).toList();
		sleeping.forEach(SleepingThread::close);
		for (int i = 0; i < found.size(); i++) {
			boolean isUnique = Collections.frequency(clocks, clocks.get(i)) == 1;
			assertThat(found.get(i)).isEqualTo((isUnique) ? ids.get(i) : -1);
		}
		assertThat(found).filteredOn((id) -> id != -1).hasSizeGreaterThan(80);
	}

	private static long idOf(@Nullable JavaThread thread) {
		return (thread != null) ? thread.id() : -1;
	}

	@Test
	void findWhenCpuTimesAreEqualReturnsOnlyRunnableThread() {
		try (SleepingThread sleeping = new SleepingThread("any")) {
			long nanos = this.clock.nanos(sleeping.tid());
			ThreadMXBean bean = mock();
			given(bean.getAllThreadIds()).willReturn(new long[] { 7, 8, 9 });
			given(bean.getThreadCpuTime(anyLong())).willReturn(nanos);
			ThreadInfo[] infos = { info(Thread.State.WAITING), info(Thread.State.RUNNABLE),
					info(Thread.State.TIMED_WAITING) };
			for (int i = 0; i < infos.length; i++) {
				given(bean.getThreadInfo(7 + i, 0)).willReturn(infos[i]);
			}
			assertThat(idOf(new JavaThreads(this.clock, bean).find(sleeping.tid(), false))).isEqualTo(8);
			given(infos[0].getThreadState()).willReturn(Thread.State.RUNNABLE);
			assertThat(idOf(new JavaThreads(this.clock, bean).find(sleeping.tid(), false))).isEqualTo(-1);
		}
	}

	/** Another thread may have the same CPU time between two readings of a clock. */
	@Test
	void findWhenClockAdvancesDoesNotReturnAnotherThread() {
		int tid = 1234;
		ThreadCpuClock clock = mock();
		given(clock.nanos(tid)).willReturn(10L, 20L);
		ThreadMXBean bean = mock();
		given(bean.getAllThreadIds()).willReturn(new long[] { 7, 8 });
		given(bean.getThreadCpuTime(7)).willReturn(20L);
		given(bean.getThreadCpuTime(8)).willReturn(10L);
		ThreadInfo info = info(Thread.State.RUNNABLE);
		given(bean.getThreadInfo(anyLong(), anyInt())).willReturn(info);
		assertThat(idOf(new JavaThreads(clock, bean).find(tid, false))).isEqualTo(7);
	}

	private static ThreadInfo info(Thread.State state) {
		ThreadInfo info = mock();
		given(info.getThreadState()).willReturn(state);
		given(info.getThreadName()).willReturn("name");
		given(info.getStackTrace()).willReturn(new StackTraceElement[0]);
		return info;
	}

	@Test
	void findWhenThreadHoldsLocksDoesNotBlock() throws Exception {
		try (SleepingThread sleeping = new SleepingThread((task) -> new Thread(() -> holdLocks(task), "holder"))) {
			JavaThread thread = this.threads.find(sleeping.tid(), true);
			assertThat(thread).isNotNull();
			assertThat(thread.name()).isEqualTo("holder");
		}
	}

	private static void holdLocks(Runnable task) {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		synchronized (Thread.currentThread()) {
			synchronized (group) {
				synchronized (group.getParent()) {
					synchronized (ClassLoader.getSystemClassLoader()) {
						synchronized (System.out) {
							task.run();
						}
					}
				}
			}
		}
	}

	@Test
	void findWhenThreadIsRunningDoesNotReturnAnotherThread() throws Exception {
		CompletableFuture<Integer> tid = new CompletableFuture<>();
		Thread running = new Thread(() -> {
			tid.complete(SleepingThread.currentTid());
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
		}, "running");
		running.start();
		JavaThread thread = this.threads.find(tid.join(), true);
		running.interrupt();
		running.join();
		// Without a processor, its CPU time does not change
		assertThat((thread != null) ? thread.name() : "running").isEqualTo("running");
	}

	@Test
	void findWhenThreadHasEndedReturnsNull() throws Exception {
		SleepingThread sleeping = new SleepingThread("ended");
		assertThat(this.threads.find(sleeping.tid(), false)).isNotNull();
		sleeping.close();
		assertThat(this.threads.find(sleeping.tid(), false)).isNull();
		assertThat(this.clock.nanos(Integer.MAX_VALUE >> 4)).isEqualTo(-1);
	}

	@Test
	void findWhenThreadIsVmThreadReturnsNull() throws Exception {
		int vmThread = -1;
		for (File task : new File("/proc/self/task").listFiles()) {
			if (name(task.toPath()).equals("VM Periodic Tas")) {
				vmThread = Integer.parseInt(task.getName());
			}
		}
		assertThat(vmThread).isPositive();
		assertThat(this.clock.nanos(vmThread)).isPositive();
		assertThat(this.threads.find(vmThread, true)).isNull();
	}

	@Test
	void findWhenStackIsDeepLimitsStackTrace() throws Exception {
		try (SleepingThread sleeping = new SleepingThread((task) -> new Thread(() -> recurse(task, 500)))) {
			JavaThread thread = this.threads.find(sleeping.tid(), true);
			assertThat(thread).isNotNull();
			assertThat(thread.stackTrace()).hasSize(64);
		}
	}

	/** Other threads of the JVM may end meanwhile. */
	private static String name(Path task) throws IOException {
		try {
			return Files.readString(task.resolve("comm")).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static void recurse(Runnable task, int depth) {
		if (depth > 0) {
			recurse(task, depth - 1);
		}
		else {
			task.run();
		}
	}

}
