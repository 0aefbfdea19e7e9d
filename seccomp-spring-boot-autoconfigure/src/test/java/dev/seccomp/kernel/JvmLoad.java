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

package dev.seccomp.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.JvmCheck;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Puts load on a JVM whose policy allows little more than {@link JvmCheck} requires. The
 * load consists of threads, collections, compilation, implicit null checks, deep stacks
 * and thread dumps. The arguments are the seconds, the allowed calls, and classes to load
 * under the filter.
 */
public final class JvmLoad {

	private static volatile Object sink;

	private JvmLoad() {
	}

	public static void main(String[] args) throws Exception {
		Architecture architecture = Platform.architecture();
		SeccompPolicy policy = SeccompPolicy.builder(architecture)
			.defaultAction(Action.errno(Errno.EPERM))
			.rule("syscalls[0]", List.of(args[1].split(",")), List.of(), List.of(), Action.ALLOW)
			.rule("syscalls[1]", List.of("clone3"), List.of(), List.of(), Action.ENOSYS)
			.build();
		FilterStack stack = FilterStack.of(
				List.of(new FilterSpecification(Stage.STARTUP, FilterMode.ENFORCE, policy, false)),
				NotificationSupport.NONE, Set.of());
		// This policy prevents the JVM from reading the class later
		Class.forName(InstalledFilter.class.getName());
		FilterInstaller.load(SeccompProcess.current(), architecture).install(stack, Stage.STARTUP, null);
		for (int i = 2; i < args.length; i++) {
			System.out.println("loaded: " + Class.forName(args[i]).getName());
		}
		ExecutorService executor = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
		int rounds = 0;
		for (; System.nanoTime() < end; rounds++) {
			round(executor, rounds);
		}
		System.out.println("completed " + rounds + " rounds");
	}

	private static void round(ExecutorService executor, int round) throws Exception {
		List<Future<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			tasks.add(executor.submit(JvmLoad::task));
		}
		for (Future<?> task : tasks) {
			task.get();
		}
		Thread thread = new Thread(() -> sink = new long[100_000], "short-lived-" + round);
		thread.start();
		thread.join();
		if (round % 50 == 0) {
			System.gc();
			sink = Thread.getAllStackTraces();
			sink = depth();
			sink = new byte[16 * 1024 * 1024];
		}
		Thread.sleep(1);
	}

	private static void task() {
		sink = new byte[100_000];
		try {
			Object nothing = (System.nanoTime() == 0) ? sink : null;
			sink = nothing.hashCode();
		}
		catch (NullPointerException ex) {
			sink = ex;
		}
		LockSupport.parkNanos(10_000);
	}

	private static int depth() {
		try {
			return 1 + depth();
		}
		catch (StackOverflowError ex) {
			return 0;
		}
	}

}
