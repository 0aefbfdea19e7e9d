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
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.ListeningLauncher;
import dev.seccomp.testing.LockedClassLoader;
import dev.seccomp.testing.PrintedOutput;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.SleepingThread;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the supervisor, a thread of the JVM whose denied calls it responds to, never
 * brings the application to a standstill.
 */
class SupervisorHangTests {

	/** As a shell has it: 128 and SIGABRT. */
	private static final int ABORTED = 134;

	private static final String DENIED = "EACCES";

	/** The kernel's own error without a filter, since there is no such program. */
	private static final String ALLOWED = "ENOENT";

	private static final int SIGUSR2 = 12;

	/** A signal of the JDK's channels, whose handler has system calls end with EINTR. */
	private static final int SIGRTMAX_2 = 62;

	@Test
	@ForkedJvm
	void callerMayHoldLockOfAppender() throws Exception {
		assertDeniedByFilterOnly(() -> {
			List<String> outcomes = new ArrayList<>();
			AppenderBase<ILoggingEvent> appender = addAppender((event) -> {
				if (event.getLoggerName().equals("caller")) {
					// The violation is published while this thread has the appender's
					// lock
					outcomes.add(call());
				}
			});
			LoggerFactory.getLogger("caller").info("Makes a denied call in the appender");
			outcomes.add(call());
			root().detachAppender(appender);
			assertThat(outcomes).hasSize(2);
			return outcomes;
		});
	}

	@Test
	@ForkedJvm
	void callerMayHoldLocksOfStandardStreams() throws Exception {
		assertDeniedByFilterOnly(() -> {
			synchronized (System.out) {
				synchronized (System.err) {
					return List.of(call());
				}
			}
		});
	}

	@Test
	@ForkedJvm
	void callerMayHoldLockOfContextClassLoader() throws Exception {
		assertDeniedByFilterOnly(() -> {
			List<String> outcomes = new ArrayList<>();
			// Without registerAsParallelCapable the lock is the loader itself
			ClassLoader loader = new ClassLoader(SupervisorHangTests.class.getClassLoader()) {

				@Override
				protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
					synchronized (getClassLoadingLock(name)) {
						outcomes.add(call());
						return super.loadClass(name, resolve);
					}
				}

			};
			Thread.currentThread().setContextClassLoader(loader);
			loader.loadClass("java.lang.String");
			assertThat(outcomes).hasSize(1);
			Thread.currentThread().setContextClassLoader(SupervisorHangTests.class.getClassLoader());
			return outcomes;
		});
	}

	@Test
	@ForkedJvm
	void callerMayHoldLockOfApplicationClassLoader() throws Exception {
		assertDeniedByFilterOnly(() -> List.of(callWithLockOfClassLoader()));
	}

	@Test
	@ForkedJvm
	void callerMayInitializeClass() {
		assertThat(Initializer.OUTCOME).isEqualTo(ALLOWED);
		start();
		assertThat(InitializerUnderFilter.OUTCOME).isEqualTo(DENIED);
	}

	/** A thread that needs the lock for nearly every class that it loads. */
	@Test
	@ForkedJvm(systemProperties = "java.system.class.loader=dev.seccomp.testing.LockedClassLoader")
	void callerMayHoldLockOfTheLoaderOfAllClasses() {
		assertThat(getClass().getClassLoader().getClass().getName()).isEqualTo(LockedClassLoader.class.getName());
		SpringApplication application = application();
		EarlyCalls early = new EarlyCalls();
		application.addListeners(early);
		application.run();
		assertThat(early.outcomes).hasSize(101).containsOnly(DENIED);
		assertThat(callWithLockOfClassLoader()).isEqualTo(DENIED);
	}

	@Test
	@ForkedJvm
	void callerMayHoldLockOfEventListener() throws Exception {
		ConfigurableApplicationContext context = start();
		LockedListener listener = new LockedListener();
		context.addApplicationListener(listener);
		synchronized (listener) {
			assertThat(call()).isEqualTo(DENIED);
			// Now the thread that publishes waits for this lock
			Thread.sleep(200);
			assertThat(call()).isEqualTo(DENIED);
		}
		listener.received.await();
		context.removeApplicationListener(listener);
		assertThat(listener.outcome).isEqualTo("execve " + DENIED);
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(2 + listener.calls.get());
	}

	@Test
	@ForkedJvm
	void callerMayHoldAnyMonitor() throws Exception {
		ConfigurableApplicationContext context = start();
		Thread current = Thread.currentThread();
		ThreadGroup group = current.getThreadGroup();
		Stream<?> threads = Thread.getAllStackTraces().keySet().stream();
		Stream<?> others = Stream.of(group, group.getParent(), Thread.class, ThreadGroup.class, Runtime.getRuntime(),
				System.class, Class.class, String.class, ManagementFactory.class, ManagementFactory.getThreadMXBean(),
				ManagementFactory.getPlatformMBeanServer(), Native.class, NativeLibrary.class, Function.class,
				Pointer.class, NativeLibrary.getProcess(), context, LoggerFactory.getILoggerFactory(),
				System.getProperties(), Collections.class, Object.class);
		List<Object> monitors = Stream.of(threads, others, ViolationsOfProcess.monitors().stream())
			.<Object>flatMap((each) -> each)
			.toList();
		for (Object monitor : monitors) {
			String outcome;
			synchronized (monitor) {
				outcome = call();
			}
			assertThat(outcome).as("%s", monitor).isEqualTo(DENIED);
		}
	}

	/** On Java 17, the search of a caller calls this method of all threads. */
	@Test
	@ForkedJvm
	void callerMayBlockMethodOfThread() throws Exception {
		start();
		List<String> outcomes = new ArrayList<>();
		Object lock = new Object();
		Thread caller = new Thread() {

			@Override
			public void run() {
				synchronized (lock) {
					outcomes.add(call());
				}
			}

			@Override
			public long getId() {
				synchronized (lock) {
					return super.getId();
				}
			}

		};
		caller.start();
		caller.join();
		ViolationsOfProcess.violations().awaitPublished();
		outcomes.add(call());
		ViolationsOfProcess.violations().awaitPublished();
		assertThat(outcomes).containsExactly(DENIED, DENIED);
		assertThat(ViolationsOfProcess.violations().recent()).hasSize(2);
		assertThat(ViolationsOfProcess.violations().recent().get(0).caller().stackTrace()).isNotEmpty();
	}

	/** All threads of the application are interrupted, and with them the starter's. */
	@Test
	@ForkedJvm
	void interruptsOfAllThreadsChangeNothing() throws Exception {
		start();
		Thread.currentThread().getThreadGroup().interrupt();
		Thread.interrupted();
		assertThat(call()).isEqualTo(DENIED);
		TimeUnit.SECONDS.sleep(1);
		CountDownLatch published = new CountDownLatch(1);
		AtomicBoolean hasStack = new AtomicBoolean();
		ViolationsOfProcess.violations().addListener((violation) -> {
			hasStack.set(!violation.caller().stackTrace().isEmpty());
			published.countDown();
		});
		assertThat(call()).isEqualTo(DENIED);
		assertThat(published.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(hasStack).isTrue();
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(2);
	}

	@Test
	@ForkedJvm
	void violationsOfThePublishingThreadAreCountedButNotPublished() throws Exception {
		start();
		AtomicInteger calls = new AtomicInteger();
		addAppender((event) -> {
			if (event.getLoggerName().equals("dev.seccomp")) {
				calls.incrementAndGet();
				call();
			}
		});
		call();
		call();
		TimeUnit.SECONDS.sleep(2);
		assertThat(calls).hasValue(2);
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(4);
	}

	@Test
	@ForkedJvm
	void failingListenerReceivesTheNextViolation() throws Exception {
		start();
		CountDownLatch received = new CountDownLatch(2);
		ViolationsOfProcess.violations().addListener((violation) -> {
			received.countDown();
			throw new StackOverflowError("deliberate");
		});
		call();
		call();
		assertThat(received.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	@ForkedJvm
	void listenerThatNeverReturnsDelaysNoCall() throws Exception {
		start();
		ViolationsOfProcess.violations().addListener((violation) -> {
			while (true) {
				try {
					Thread.sleep(Long.MAX_VALUE);
				}
				catch (InterruptedException ex) {
					// Never returns
				}
			}
		});
		// More calls than may wait to be published
		int calls = 0;
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		while (System.nanoTime() < end) {
			calls++;
			assertThat(call()).isEqualTo(DENIED);
		}
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(calls);
	}

	/** Signals and interrupts of the callers, garbage collection, thread dumps. */
	@Test
	@ForkedJvm
	void signalsChangeNothing() throws Exception {
		start();
		AtomicInteger handled = new AtomicInteger();
		handleSignal("USR2", handled::incrementAndGet);
		SocketChannel.open().close();
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger denied = new AtomicInteger();
		AtomicInteger others = new AtomicInteger();
		int[] ids = new int[4];
		Thread[] callers = new Thread[ids.length];
		CountDownLatch started = new CountDownLatch(ids.length);
		for (int i = 0; i < ids.length; i++) {
			int index = i;
			callers[i] = new Thread(() -> {
				ids[index] = SleepingThread.currentTid();
				started.countDown();
				while (!done.get()) {
					String outcome = call();
					if (outcome.equals(DENIED)) {
						denied.incrementAndGet();
					}
					else if (!outcome.equals("EINTR")) {
						others.incrementAndGet();
					}
				}
			}, "caller-" + i);
			callers[i].start();
		}
		started.await();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
		int process = (int) ProcessHandle.current().pid();
		while (System.nanoTime() < end) {
			for (int i = 0; i < 50; i++) {
				int index = i % ids.length;
				Libc.syscall("tgkill", process, ids[index], (i % 8 < 4) ? SIGUSR2 : SIGRTMAX_2);
				callers[index].interrupt();
			}
			System.gc();
			Thread.getAllStackTraces();
		}
		done.set(true);
		for (Thread caller : callers) {
			caller.join();
		}
		assertThat(handled.get()).isPositive();
		assertThat(denied.get()).isPositive();
		assertThat(others).hasValue(0);
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(denied.get());
	}

	/** By reflection, since the compiler warns of these classes in any case. */
	private static void handleSignal(String name, Runnable handler) throws ReflectiveOperationException {
		Class<?> signalType = Class.forName("sun.misc.Signal");
		Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
		Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType },
				(instance, method, arguments) -> {
					handler.run();
					return null;
				});
		signalType.getMethod("handle", signalType, handlerType)
			.invoke(null, signalType.getConstructor(String.class).newInstance(name), proxy);
	}

	@Test
	@ForkedJvm
	void withoutSupervisorCallsFail() throws Exception {
		ConfigurableApplicationContext context = start();
		assertThat(health(context)).startsWith("UP ").contains("supervisor=responding");
		assertThat(closeNotificationListeners()).isOne();
		assertThat(call()).isEqualTo("ENOSYS");
		for (int i = 0; i < 100 && !ViolationsOfProcess.supervisor().hasFailed(); i++) {
			Thread.sleep(50);
		}
		ViolationsOfProcess.supervisor().stop();
		assertThat(call()).isEqualTo("ENOSYS");
		assertThat(ViolationsOfProcess.supervisor().hasFailed()).isTrue();
		assertThat(Attempt.exec()).contains("Function not implemented");
		assertThat(health(context)).startsWith("DOWN ").contains("the supervisor of denied calls has died");
	}

	private static int closeNotificationListeners() throws IOException {
		int closed = 0;
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (target(descriptor).equals("anon_inode:seccomp notify")) {
					Libc.syscall("close", Integer.parseInt(descriptor.getFileName().toString()));
					closed++;
				}
			}
		}
		return closed;
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** Calls may fail with another error, but they return. */
	@Test
	@ForkedJvm
	void callsReturnWithoutMemory() throws Exception {
		start();
		Native.register(DirectLibc.class, NativeLibrary.getProcess());
		AtomicBoolean full = new AtomicBoolean();
		long execve = Platform.architecture().syscalls().number("execve").orElseThrow();
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger denied = new AtomicInteger();
		Thread caller = new Thread(() -> {
			while (!full.get()) {
				calls.incrementAndGet();
				if (DirectLibc.syscall(execve, 0, 0, 0) == -1) {
					denied.incrementAndGet();
				}
			}
		}, "caller");
		DirectLibc.syscall(execve, 0, 0, 0);
		caller.start();
		fillMemory();
		full.set(true);
		caller.join();
		assertThat(calls.get()).isPositive().isEqualTo(denied.get());
		assertThat(call()).isIn(DENIED, "ENOSYS");
	}

	private static void fillMemory() {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		Object[] chain = null;
		int size = 1 << 20;
		while (System.nanoTime() < end) {
			try {
				Object[] next = new Object[size];
				next[0] = chain;
				chain = next;
			}
			catch (OutOfMemoryError ex) {
				size = Math.max(1, size / 2);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "FORK", "VFORK", "POSIX_SPAWN" })
	@ForkedJvm
	void programsAreDeniedWithLaunchMechanism(String mechanism) throws Exception {
		// Read when the first program is started
		System.setProperty("jdk.lang.Process.launchMechanism", mechanism);
		start();
		assertThat(startPrograms()).hasSize(100).allMatch((outcome) -> outcome.contains("Permission denied"));
	}

	/** By several threads at once, each of which may hold a lock. */
	private static List<String> startPrograms() throws InterruptedException {
		List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int j = 0; j < 25; j++) {
					outcomes.add(Attempt.exec());
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		return outcomes;
	}

	@Test
	@ForkedJvm(launcher = ListeningLauncher.class)
	void listenerOfAnotherProcessIsReportedOnce() throws Exception {
		ConfigurableApplicationContext context = start();
		assertThat(callWithLockOfClassLoader()).isEqualTo(DENIED);
		assertThat(startPrograms()).hasSize(100).allMatch((outcome) -> outcome.contains("Permission denied"));
		assertThat(health(context)).startsWith("UP ").contains("a process can have only one notification listener");
		assertThat(PrintedOutput.read()).containsOnlyOnce(
				"cannot report the callers of denied calls: a process can have only one notification listener, and another program");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exit", "exit-in-thread", "return", "last-thread", "signal", "no-hook",
			"spring.main.register-shutdown-hook=false" })
	void nativeCodeMayMakeCallsAsTheJvmEnds(String end, @TempDir Path folder) throws Exception {
		Path library = library(folder);
		ChildJvm.Outcome denied = ChildJvm.of(ExitApplication.class)
			.arguments(library.toString(), end, "--" + end)
			.run();
		if (!end.contains("hook")) {
			assertThat(denied.line("closing")).contains("Permission denied");
		}
		// ENOSYS
		assertThat(denied.line("at exit")).isEqualTo("38");
		assertThat(denied.line("destructor")).isEqualTo("38");
		assertThat(denied.line("in native code before")).contains("seccomp-supervisor");
		// HotSpot would wait 300 ms for it
		assertThat(denied.line("in native code after")).isEqualTo("[]");
		ChildJvm.Outcome allowed = ChildJvm.of(ExitApplication.class)
			.arguments(library.toString(), end, "--" + end, "--seccomp.enabled=false")
			.run();
		// ENOENT
		assertThat(allowed.line("at exit")).isEqualTo("2");
		assertThat(allowed.exitCode()).isEqualTo(denied.exitCode());
	}

	private static Path library(Path folder) throws IOException, InterruptedException {
		Path source = Files.writeString(folder.resolve("library.c"), """
				#include <errno.h>
				#include <stdio.h>
				#include <stdlib.h>
				#include <unistd.h>

				static void call(const char *name) {
					execve("/no/such/program", NULL, NULL);
					dprintf(1, "%s: %d\\n", name, errno);
				}

				static void at_exit(void) {
					call("at exit");
				}

				__attribute__((constructor)) static void load(void) {
					atexit(at_exit);
				}

				__attribute__((destructor)) static void unload(void) {
					call("destructor");
				}
				""");
		Path library = folder.resolve("library.so");
		Requirement.requireCommand("gcc compiles a native library",
				List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
		return library;
	}

	@ParameterizedTest
	@CsvSource({ "memory, OnOutOfMemoryError, command", "memory, OnOutOfMemoryError, file",
			"memory, OnOutOfMemoryError, nested", "memory, OnOutOfMemoryError, variable", "crash, OnError, command" })
	void programsThatTheJvmStartsItself(String error, String option, String place, @TempDir Path folder)
			throws IOException {
		Path effect = folder.resolve("effect");
		ChildJvm.Outcome denied = fail(error, option, place, folder, effect);
		assertThat(effect).doesNotExist();
		ChildJvm.Outcome allowed = fail(error, option, place, folder, effect, "--seccomp.enabled=false");
		assertThat(effect).exists();
		assertThat(denied.output()).containsPattern(
				"The policy denies the programs that these JVM options start, so they have no effect: .*" + option);
		if (error.equals("memory")) {
			assertThat(denied.line("array")).isEqualTo("none");
			assertThat(List.of(denied.exitCode(), allowed.exitCode())).containsOnly(0);
		}
		else {
			// A JVM that crashes exits or aborts, as it happens
			assertThat(List.of(denied.exitCode(), allowed.exitCode())).isSubsetOf(1, ABORTED);
		}
	}

	private static ChildJvm.Outcome fail(String error, String option, String place, Path folder, Path effect,
			String... arguments) throws IOException {
		String command = "-XX:" + option + "=/usr/bin/touch${IFS}" + effect;
		ChildJvm jvm = ChildJvm.of(OutOfMemoryApplication.class)
			.options("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("error.log"))
			.arguments(error)
			.arguments(arguments);
		Path inner = Files.writeString(folder.resolve("inner"), command + "\n");
		Path outer = Files.writeString(folder.resolve("outer"), "-XX:VMOptionsFile=" + inner + "\n");
		switch (place) {
			case "file" -> jvm.options("@" + inner);
			case "nested" -> jvm.options("@" + outer);
			case "variable" -> jvm.environment("JAVA_TOOL_OPTIONS", command);
			default -> jvm.options(command);
		}
		return jvm.run();
	}

	@Test
	void floodIsCountedExactlyAndTakesNoMemory() {
		ChildJvm.Outcome outcome = ChildJvm.of(FloodApplication.class)
			.arguments("10", "10000", "2", "--seccomp.violations.history=40")
			.run();
		assertThat(outcome.line("allowed")).isEqualTo("0");
		assertThat(outcome.line("counted beyond the calls")).isEqualTo("0");
		assertThat(outcome.line("recent")).isEqualTo("40");
		assertThat(Long.parseLong(outcome.line("memory"))).isLessThan(4096);
		assertThat(Long.parseLong(outcome.line("calls"))).isGreaterThan(1000);
		assertThat(outcome.exitCode()).isZero();
	}

	@Test
	void floodThatEndsEarlyIsLoggedWithTheNumberOfOmittedViolations() {
		ChildJvm.Outcome outcome = ChildJvm.of(FloodApplication.class).arguments("1", "10000", "0").run();
		Matcher omitted = Pattern.compile("(\\d+) more violations were counted but not logged: syscall=execve")
			.matcher(outcome.output());
		long logged = outcome.output().lines().filter((line) -> line.contains("Denied execve (EACCES)")).count();
		long total = logged + omitted.results().mapToLong((result) -> Long.parseLong(result.group(1))).sum();
		assertThat(logged).isPositive();
		assertThat(total).isEqualTo(Long.parseLong(outcome.line("denied")));
	}

	private static ConfigurableApplicationContext start() {
		return application().run();
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application;
	}

	private static String health(ConfigurableApplicationContext context) {
		return String.valueOf(context.getBean(SeccompHealthIndicator.class).health());
	}

	/** Makes the calls twice, so that calls which fail otherwise are noticed. */
	private static void assertDeniedByFilterOnly(Callable<List<String>> calls) throws Exception {
		assertThat(calls.call()).containsOnly(ALLOWED);
		start();
		assertThat(calls.call()).containsOnly(DENIED);
	}

	/** A program that is not there: a call that does no harm where it is allowed. */
	private static String call() {
		return Libc.outcome("execve", "/no/such/program", Pointer.NULL, Pointer.NULL);
	}

	private static String callWithLockOfClassLoader() {
		synchronized (SupervisorHangTests.class.getClassLoader()) {
			return call();
		}
	}

	private static AppenderBase<ILoggingEvent> addAppender(Consumer<ILoggingEvent> consumer) {
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			public synchronized void doAppend(ILoggingEvent event) {
				consumer.accept(event);
			}

			@Override
			protected void append(ILoggingEvent event) {
			}

		};
		appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
		appender.start();
		root().addAppender(appender);
		return appender;
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	/**
	 * The smallest application under the default policy.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Makes calls as soon as the filter is in force, when little of the application is
	 * loaded, with the lock of the loader that is still to load it: one that is traced,
	 * and then so many that one is not.
	 */
	private static final class EarlyCalls implements ApplicationListener<ApplicationStartingEvent> {

		private final List<String> outcomes = new ArrayList<>();

		@Override
		public void onApplicationEvent(ApplicationStartingEvent event) {
			this.outcomes.add(callWithLockOfClassLoader());
			synchronized (SupervisorHangTests.class.getClassLoader()) {
				for (int i = 0; i < 100; i++) {
					this.outcomes.add(call());
				}
			}
		}

	}

	/**
	 * Makes a call while it is initialized.
	 */
	private static final class Initializer {

		static final String OUTCOME = call();

	}

	/**
	 * Makes a call while it is initialized under the filter.
	 */
	private static final class InitializerUnderFilter {

		static final String OUTCOME = call();

	}

	/**
	 * Makes a denied call itself when it receives an event.
	 */
	private static final class LockedListener implements ApplicationListener<SeccompViolationEvent> {

		private final CountDownLatch received = new CountDownLatch(1);

		private final AtomicInteger calls = new AtomicInteger();

		private volatile @Nullable String outcome;

		@Override
		public synchronized void onApplicationEvent(SeccompViolationEvent event) {
			this.calls.incrementAndGet();
			this.outcome = event.getViolation().syscall() + ' ' + call();
			this.received.countDown();
		}

	}

	/**
	 * The C library without objects for the arguments.
	 */
	private static final class DirectLibc {

		static native long syscall(long number, long first, long second, long third);

	}

}
