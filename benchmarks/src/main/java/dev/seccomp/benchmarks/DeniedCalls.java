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

package dev.seccomp.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.seccomp.boot.SeccompViolationEvent;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * An application that makes denied calls and prints their times. Then it waits until its
 * standard input ends, so that its memory can be measured. The arguments are passed to
 * the application.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class DeniedCalls {

	static final String FIRST = "first call";

	static final String STACK = "call, with its stack";

	static final String LIMITED = "call, stacks rate-limited";

	static final String PROCESS_STACK = "ProcessBuilder, with its stack";

	static final String PROCESS_LIMITED = "ProcessBuilder, stacks rate-limited";

	static final String THREADS = "threads";

	/** The depth of the stack of a web request. */
	private static final int DEPTH = 100;

	/** More calls than the history contains. */
	private static final int WITH_STACK = 120;

	/** A little longer than the interval of the rate limit for stacks. */
	private static final long WITH_STACK_EVERY_MILLIS = 510;

	private static final int LIMITED_CALLS = 20_000;

	private static final int LIMITED_PROCESSES = 2_000;

	private static final int EACCES = 13;

	private final AtomicInteger events = new AtomicInteger();

	private final Memory path = new Memory(32);

	public static void main(String[] args) throws IOException, InterruptedException {
		SpringApplication application = new SpringApplication(DeniedCalls.class);
		application.setBannerMode(Banner.Mode.OFF);
		try (ConfigurableApplicationContext context = application.run(args)) {
			boolean reported = context.getEnvironment().getProperty("seccomp.violations.report", Boolean.class, true);
			context.getBean(DeniedCalls.class).measure(reported);
		}
	}

	@EventListener
	void onViolation(SeccompViolationEvent event) {
		this.events.incrementAndGet();
	}

	private void measure(boolean reported) throws IOException, InterruptedException {
		Native.register(DeniedCalls.class, "c");
		this.path.setString(0, "/nonexistent");
		print(FIRST, deep(DEPTH, this::call));
		slowly(reported);
		fast(LIMITED, LIMITED_CALLS, this::call);
		fast(PROCESS_LIMITED, LIMITED_PROCESSES, this::process);
		print(THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
		System.in.read();
	}

	/**
	 * Both kinds use different system calls, which have separate rate limits for stacks.
	 */
	private void slowly(boolean reported) throws InterruptedException {
		long[] calls = new long[WITH_STACK];
		long[] processes = new long[WITH_STACK];
		// The first call is reported by then
		Thread.sleep(WITH_STACK_EVERY_MILLIS);
		int before = this.events.get();
		for (int i = 0; i < WITH_STACK; i++) {
			Thread.sleep(WITH_STACK_EVERY_MILLIS);
			calls[i] = deep(DEPTH, this::call);
			processes[i] = deep(DEPTH, this::process);
		}
		Thread.sleep(WITH_STACK_EVERY_MILLIS);
		int stacks = this.events.get() - before;
		if (stacks != ((reported) ? 2 * WITH_STACK : 0)) {
			throw new IllegalStateException("Expected " + 2 * WITH_STACK + " reports with stacks, found " + stacks);
		}
		print(STACK, calls);
		print(PROCESS_STACK, processes);
	}

	private void fast(String name, int calls, Call call) throws InterruptedException {
		// The first calls are reported with their stacks, and warm up the JIT compiler
		for (int i = 0; i < calls / 10; i++) {
			call.nanos();
		}
		long[] nanos = new long[calls];
		for (int i = 0; i < nanos.length; i++) {
			nanos[i] = call.nanos();
		}
		print(name, nanos);
	}

	private long call() {
		long start = System.nanoTime();
		int result = execve(this.path, Pointer.NULL, Pointer.NULL);
		long nanos = System.nanoTime() - start;
		if (result != -1 || Native.getLastError() != EACCES) {
			throw new IllegalStateException("Not denied: " + result + " with errno " + Native.getLastError());
		}
		return nanos;
	}

	private static native int execve(Pointer path, Pointer argv, Pointer envp);

	private long process() {
		ProcessBuilder builder = new ProcessBuilder("/bin/true");
		long start = System.nanoTime();
		try {
			builder.start();
		}
		catch (IOException ex) {
			return System.nanoTime() - start;
		}
		throw new IllegalStateException("Not denied");
	}

	private static long deep(int depth, Call call) {
		return (depth > 0) ? deep(depth - 1, call) : call.nanos();
	}

	private static void print(String name, long... nanos) {
		System.out.println(name + ": " + Arrays.toString(nanos).replaceAll("[\\[\\],]", ""));
	}

	/**
	 * A denied call.
	 */
	private interface Call {

		long nanos();

	}

}
