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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import com.sun.jna.Callback;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application with threads of all kinds, some of them older than it, each of which
 * tries to run a program. The last attempt, named by the first argument, replaces this
 * process if it succeeds.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ThreadsApplication {

	private static final String[] ECHO = { "/bin/echo", "replaced: ran" };

	private static final CountDownLatch started = new CountDownLatch(1);

	private static final Map<String, CompletableFuture<String>> outcomes = new TreeMap<>();

	/** JNA closes the way into the JVM once its callback is unreachable. */
	private static final List<StartRoutine> routines = new ArrayList<>();

	public static void main(String[] args) {
		int exitCode = 0;
		try {
			run(args);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			exitCode = 1;
		}
		// Other threads live on
		System.exit(exitCode);
	}

	private static void run(String[] args) throws Throwable {
		ExecutorService pool = Executors.newFixedThreadPool(1);
		new Thread(attempt("platform thread, older")).start();
		pool.execute(attempt("fixed pool, older"));
		ForkJoinPool.commonPool().execute(attempt("common pool, older"));
		startNative(attempt("native thread, older"));
		SpringApplication application = new SpringApplication(ThreadsApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run(args);
		started.countDown();
		attempt("main thread").run();
		new Thread(attempt("platform thread, younger")).start();
		startNative(attempt("native thread, younger"));
		if (Runtime.version().feature() >= 21) {
			startVirtual(attempt("virtual thread"));
		}
		else {
			System.out.println("virtual thread: none before Java 21");
		}
		outcomes.forEach((name, outcome) -> System.out.println(name + ": " + outcome.join()));
		printStatus();
		System.out.println("system(3): " + system());
		System.out.println("memfd: " + memfd(args));
		System.out.println("execveat: " + (skip(args, "execveat") ? "skipped" : Libc.execveat(ECHO)));
		System.out.println("execve: " + (skip(args, "execve") ? "skipped" : Libc.execve(ECHO)));
	}

	/** Without a filter, the first to be tried would be the last. */
	private static boolean skip(String[] args, String attempt) {
		return Stream.of(args).anyMatch((arg) -> arg.startsWith("--only="))
				&& !List.of(args).contains("--only=" + attempt);
	}

	private static Runnable attempt(String name) {
		CompletableFuture<String> outcome = new CompletableFuture<>();
		outcomes.put(name, outcome);
		return () -> {
			try {
				started.await();
				outcome.complete(Attempt.exec());
			}
			catch (Throwable ex) {
				outcome.completeExceptionally(ex);
			}
		};
	}

	private static void startNative(Runnable task) {
		StartRoutine routine = (argument) -> {
			task.run();
			return Pointer.NULL;
		};
		routines.add(routine);
		int error = NativeLibrary.getProcess()
			.getFunction("pthread_create")
			.invokeInt(new Object[] { new PointerByReference(), Pointer.NULL, routine, Pointer.NULL });
		if (error != 0) {
			throw new IllegalStateException("pthread_create: " + error);
		}
	}

	private static void startVirtual(Runnable task) throws Throwable {
		MethodHandles.publicLookup()
			.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class))
			.invoke(task);
	}

	private static void printStatus() throws IOException {
		Map<String, Integer> threads = new TreeMap<>();
		try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
			tasks.map((task) -> status(task.resolve("status")))
				.filter((status) -> !status.isEmpty())
				.forEach((status) -> threads.merge(status, 1, Integer::sum));
		}
		System.out.println("threads: " + threads);
	}

	private static String status(Path file) {
		try {
			return String.join(", ",
					Files.readAllLines(file)
						.stream()
						.filter((line) -> line.startsWith("Seccomp:") || line.startsWith("NoNewPrivs:"))
						.map((line) -> line.replace('\t', ' '))
						.toList());
		}
		catch (IOException ex) {
			if (Files.exists(file)) {
				throw new UncheckedIOException(ex);
			}
			return "";
		}
	}

	private static String system() throws IOException {
		Path effect = Files.createTempDirectory("system").resolve("effect");
		Libc.system("touch " + effect);
		boolean ran = Files.deleteIfExists(effect);
		Files.delete(effect.getParent());
		return (ran) ? "ran" : "no effect";
	}

	private static String memfd(String[] args) throws IOException {
		if (skip(args, "memfd")) {
			return "skipped";
		}
		long fd = Libc.syscall("memfd_create", "payload", 0);
		try (InputStream program = Files.newInputStream(Path.of(ECHO[0]));
				OutputStream file = Files.newOutputStream(Path.of("/proc/self/fd/" + fd))) {
			program.transferTo(file);
		}
		return Libc.execveat(fd, ECHO);
	}

	private interface StartRoutine extends Callback {

		Pointer invoke(Pointer argument);

	}

}
