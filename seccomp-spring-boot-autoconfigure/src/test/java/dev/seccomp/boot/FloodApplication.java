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

package dev.seccomp.boot;

import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.management.OperatingSystemMXBean;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violations;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Works while eight threads make denied calls at a rate, in turn with times when they
 * make none: {@code SECONDS CALLS-PER-SECOND WORKERS}. Without workers, what the
 * processor spends is what the calls cost.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class FloodApplication {

	private static final int CALLERS = 8;

	private static final long PHASE = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long EXECVE = Platform.architecture().syscalls().number("execve").orElseThrow();

	private static volatile boolean flood;

	private static volatile boolean done;

	private static final LongAdder[] work = { new LongAdder(), new LongAdder() };

	private static final LongAdder denied = new LongAdder();

	private static final LongAdder allowed = new LongAdder();

	private static final AtomicLong slowest = new AtomicLong();

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(FloodApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
		Native.register(DirectLibc.class, NativeLibrary.getProcess());
		long seconds = Long.parseLong(args[0]);
		long interval = TimeUnit.SECONDS.toNanos(1) * CALLERS / Long.parseLong(args[1]);
		Thread[] threads = new Thread[CALLERS + Integer.parseInt(args[2])];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread((i < CALLERS) ? () -> call(interval) : FloodApplication::work);
			threads[i].start();
		}
		// Warm
		flood = true;
		TimeUnit.SECONDS.sleep(2);
		work[0].reset();
		work[1].reset();
		long before = denied.sum();
		long cpu = cpuNanos();
		long heap = usedMemory();
		// Twice as long, since it floods half of the time
		for (long i = 0; i < 2 * TimeUnit.SECONDS.toNanos(seconds) / PHASE; i++) {
			flood = i % 2 == 0;
			LockSupport.parkNanos(PHASE);
		}
		flood = false;
		long calls = denied.sum() - before;
		cpu = cpuNanos() - cpu;
		System.out.println("calls: " + calls);
		System.out.println("calls a second: " + calls / seconds);
		System.out.println("processor time for each in ns: " + cpu / Math.max(1, calls));
		System.out.println("work kept in %: " + Math.round(100.0 * work[1].sum() / Math.max(1, work[0].sum())));
		System.out.println("slowest call in ms: " + TimeUnit.NANOSECONDS.toMillis(slowest.get()));
		System.out.println("memory: " + (usedMemory() - heap) / 1024);
		done = true;
		for (Thread thread : threads) {
			thread.join();
		}
		Violations violations = SeccompProcess.current().supervisor(Supervisor.class, true, () -> {
			throw new IllegalStateException("No supervisor");
		}).violations();
		System.out.println("denied: " + denied.sum());
		System.out.println("allowed: " + allowed.sum());
		System.out.println("counted beyond the calls: " + (violations.count("execve", "errno") - denied.sum()));
		System.out.println("recent: " + violations.recent().size());
		System.exit(0);
	}

	private static long cpuNanos() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void call(long interval) {
		long due = System.nanoTime();
		while (!done) {
			if (!flood) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				due = System.nanoTime();
				continue;
			}
			long start = System.nanoTime();
			if (start < due) {
				// Not for each call: it is the calls that are to be measured
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
				continue;
			}
			due += interval;
			long result = DirectLibc.syscall(EXECVE, 0, 0, 0);
			((result == -1) ? denied : allowed).increment();
			slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
		}
	}

	private static void work() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] bytes = new byte[1024];
			while (!done) {
				boolean phase = flood;
				Arrays.fill(bytes, digest.digest(bytes)[0]);
				work[(phase) ? 1 : 0].increment();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The C library without objects for the arguments.
	 */
	private static final class DirectLibc {

		static native long syscall(long number, long first, long second, long third);

	}

}
