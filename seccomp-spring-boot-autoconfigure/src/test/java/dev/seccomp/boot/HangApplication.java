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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.Libc;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import dev.seccomp.violation.Violations;
import org.slf4j.LoggerFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Makes denied calls in situations that could bring an application to a standstill. The
 * arguments that are no options name the situations.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HangApplication {

	private static final int LIMIT_SECONDS = 20;

	private static final int SIGUSR2 = 12;

	/** Of the JDK's channels, whose handler has system calls end with EINTR. */
	private static final int SIGRTMAX_2 = 62;

	private static final String CALLER = "hang.caller";

	private static ConfigurableApplicationContext context;

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(HangApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.addListeners(new EarlyCalls());
		context = application.run(args);
		Map<String, Callable<Object>> situations = Map.ofEntries(Map.entry("own-loader", HangApplication::ownLoader),

				Map.entry("appender", HangApplication::appender), Map.entry("streams", HangApplication::streams),
				Map.entry("class-loader", HangApplication::classLoader),
				Map.entry("initializer", HangApplication::initializer),
				Map.entry("listener", HangApplication::listener), Map.entry("monitors", HangApplication::monitors),
				Map.entry("interrupts", HangApplication::interrupts),
				Map.entry("publisher", HangApplication::publisher),
				Map.entry("stuck-listener", HangApplication::stuckListener),
				Map.entry("failing-listener", HangApplication::failingListener),
				Map.entry("signals", HangApplication::signals), Map.entry("launches", HangApplication::launches),
				Map.entry("out-of-memory", HangApplication::outOfMemory),
				Map.entry("dead-supervisor", HangApplication::deadSupervisor),
				Map.entry("health", HangApplication::health));
		for (String name : args) {
			Callable<Object> situation = situations.get(name);
			if (situation != null) {
				System.out.println(name + ": " + limited(situation));
			}
		}
		System.exit(0);
	}

	/** What came of it, or where it stands still. */
	private static Object limited(Callable<Object> situation) throws Exception {
		FutureTask<Object> task = new FutureTask<>(situation);
		Thread thread = new Thread(task, "situation");
		thread.setDaemon(true);
		thread.start();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (true) {
			try {
				return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				Thread.getAllStackTraces()
					.forEach((each, stack) -> System.out.println("\t" + each + " " + Arrays.toString(stack)));
				return "hangs";
			}
			catch (InterruptedException ex) {
				// One of the situations interrupts all threads
			}
		}
	}

	private static Violations violations() {
		return supervisor().violations();
	}

	private static Supervisor supervisor() {
		return SeccompProcess.current().supervisor(Supervisor.class, true, () -> {
			throw new IllegalStateException("No supervisor");
		});
	}

	/** Calls that were counted, once it is sure that no more are on their way. */
	private static long counted() throws InterruptedException {
		long counted;
		long before = -1;
		while ((counted = violations().count("execve", "errno")) != before) {
			before = counted;
			Thread.sleep(100);
		}
		return counted;
	}

	/** Only so many calls are told of; by then two more are. */
	private static void awaitStacks() throws InterruptedException {
		TimeUnit.SECONDS.sleep(2);
	}

	/** A program that is not there: a call that does no harm where it is allowed. */
	private static String call() {
		return Libc.outcome("execve", "/no/such/program", Pointer.NULL, Pointer.NULL);
	}

	private static Object appender() throws InterruptedException {
		AppenderBase<ILoggingEvent> appender = appender((event) -> {
			if (event.getLoggerName().equals(CALLER)) {
				// Others can publish while this one has the appender's lock
				System.out.println("appender-first: " + call());
			}
		});
		try {
			LoggerFactory.getLogger(CALLER).info("Makes a denied call in the appender");
			return call();
		}
		finally {
			root().detachAppender(appender);
		}
	}

	private static AppenderBase<ILoggingEvent> appender(Consumer<ILoggingEvent> consumer) {
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			public synchronized void doAppend(ILoggingEvent event) {
				consumer.accept(event);
			}

			@Override
			protected void append(ILoggingEvent event) {
			}

		};
		LoggerContext factory = (LoggerContext) LoggerFactory.getILoggerFactory();
		appender.setContext(factory);
		appender.start();
		root().addAppender(appender);
		return appender;
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	private static Object streams() {
		synchronized (System.out) {
			synchronized (System.err) {
				return call();
			}
		}
	}

	private static Object classLoader() throws ClassNotFoundException {
		StringBuilder outcomes = new StringBuilder();
		// Without registerAsParallelCapable the lock is the loader itself
		ClassLoader loader = new ClassLoader(HangApplication.class.getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				synchronized (getClassLoadingLock(name)) {
					outcomes.append(call()).append(' ');
					return super.loadClass(name, resolve);
				}
			}

		};
		Thread.currentThread().setContextClassLoader(loader);
		loader.loadClass("java.lang.String");
		return outcomes.append(ownLoader());
	}

	private static Object ownLoader() {
		synchronized (HangApplication.class.getClassLoader()) {
			return call();
		}
	}

	private static Object initializer() {
		return CallingInitializer.OUTCOME;
	}

	private static Object listener() throws InterruptedException {
		awaitStacks();
		LockedListener listener = new LockedListener();
		// It may be told of calls of other situations at once
		long before = counted();
		context.addApplicationListener(listener);
		String outcome;
		synchronized (listener) {
			outcome = call();
			// Now the thread that publishes waits for this lock
			Thread.sleep(200);
			outcome += ' ' + call();
		}
		listener.received.await();
		context.removeApplicationListener(listener);
		long counted = counted() - before;
		return outcome + ' ' + listener.outcome + ", counted beyond the calls: " + (counted - 2 - listener.calls.get());
	}

	private static Object monitors() throws Exception {
		Thread current = Thread.currentThread();
		ThreadGroup group = current.getThreadGroup();
		Stream<?> threads = Thread.getAllStackTraces().keySet().stream();
		List<Object> monitors = Stream
			.concat(threads, Stream.of(group, group.getParent(), Thread.class, ThreadGroup.class, Runtime.getRuntime(),
					System.class, Class.class, String.class, ManagementFactory.class,
					ManagementFactory.getThreadMXBean(), ManagementFactory.getPlatformMBeanServer(), Native.class,
					NativeLibrary.class, Function.class, Pointer.class, NativeLibrary.getProcess(), violations(),
					Violations.class, supervisor(), Supervisor.class, SeccompProcess.class, context,
					LoggerFactory.getILoggerFactory(), System.getProperties(), Collections.class, Object.class))
			.toList();
		for (Object monitor : monitors) {
			synchronized (monitor) {
				String outcome = call();
				if (!outcome.equals("EACCES")) {
					return outcome + " with " + monitor;
				}
			}
		}
		return "EACCES with all";
	}

	/** All threads of the application are interrupted, and with them the starter's. */
	private static Object interrupts() throws Exception {
		awaitStacks();
		long before = counted();
		Thread.currentThread().getThreadGroup().interrupt();
		Thread.interrupted();
		String outcome = call();
		TimeUnit.SECONDS.sleep(1);
		CountDownLatch told = new CountDownLatch(1);
		AtomicBoolean hasStack = new AtomicBoolean();
		ViolationListener listener = (violation) -> {
			hasStack.set(!violation.caller().stackTrace().isEmpty());
			told.countDown();
		};
		violations().addListener(listener);
		outcome += ' ' + call();
		boolean isTold = told.await(5, TimeUnit.SECONDS);
		violations().removeListener(listener);
		return outcome + ", counted " + (counted() - before) + ", told " + isTold + ", with stack " + hasStack;
	}

	/** What publishing is denied is counted, but not published in its turn. */
	private static Object publisher() throws InterruptedException {
		awaitStacks();
		AtomicInteger calls = new AtomicInteger();
		AppenderBase<ILoggingEvent> appender = appender((event) -> {
			if (event.getLoggerName().equals("dev.seccomp")) {
				calls.incrementAndGet();
				call();
			}
		});
		long before = counted();
		call();
		call();
		TimeUnit.SECONDS.sleep(2);
		long counted = counted() - before;
		root().detachAppender(appender);
		return calls + " calls for 2, counted " + counted;
	}

	private static Object failingListener() throws InterruptedException {
		awaitStacks();
		CountDownLatch told = new CountDownLatch(2);
		ViolationListener listener = (violation) -> {
			told.countDown();
			throw new StackOverflowError("deliberate");
		};
		violations().addListener(listener);
		call();
		call();
		boolean isTold = told.await(5, TimeUnit.SECONDS);
		violations().removeListener(listener);
		return "told of both: " + isTold;
	}

	private static Object stuckListener() throws InterruptedException {
		long before = counted();
		violations().addListener((violation) -> {
			while (true) {
				try {
					Thread.sleep(Long.MAX_VALUE);
				}
				catch (InterruptedException ex) {
					// Never returns
				}
			}
		});
		// Of so many, more are traced than may wait to be published
		int denied = 0;
		int calls = 0;
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		while (System.nanoTime() < end) {
			calls++;
			denied += (call().equals("EACCES")) ? 1 : 0;
		}
		return "of all calls denied and counted: " + (denied == calls && counted() - before == calls);
	}

	/** Signals and interrupts of the callers, garbage collection, thread dumps. */
	private static Object signals() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		handleSignal("USR2", handled::incrementAndGet);
		SocketChannel.open().close();
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger denied = new AtomicInteger();
		AtomicInteger interrupted = new AtomicInteger();
		AtomicInteger others = new AtomicInteger();
		long before = counted();
		int[] ids = new int[4];
		Thread[] callers = new Thread[ids.length];
		CountDownLatch started = new CountDownLatch(ids.length);
		for (int i = 0; i < ids.length; i++) {
			int index = i;
			callers[i] = new Thread(() -> {
				ids[index] = ThreadStatus.ofCaller().id();
				started.countDown();
				while (!done.get()) {
					String outcome = call();
					(outcome.equals("EACCES") ? denied : outcome.equals("EINTR") ? interrupted : others)
						.incrementAndGet();
				}
			}, "caller-" + i);
			callers[i].setDaemon(true);
			callers[i].start();
		}
		started.await();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
		int process = (int) ProcessHandle.current().pid();
		int collections = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < 50; i++) {
				int index = i % ids.length;
				Libc.syscall("tgkill", process, ids[index], (i % 8 < 4) ? SIGUSR2 : SIGRTMAX_2);
				callers[index].interrupt();
			}
			System.gc();
			Thread.getAllStackTraces();
			collections++;
		}
		done.set(true);
		for (Thread caller : callers) {
			caller.join();
		}
		System.out.println("signals-seen: " + handled + " handled, " + denied + " calls denied, " + interrupted
				+ " interrupted, " + collections + " collections");
		return "handled " + (handled.get() > 0) + ", denied " + (denied.get() > 0) + ", otherwise " + others
				+ ", counted exactly " + (counted() - before == denied.get());
	}

	/** By reflection, since the compiler warns of these classes whatever it is told. */
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

	/** Programs are started by several threads at once, whatever holds a lock. */
	private static Object launches() throws InterruptedException {
		AtomicInteger denied = new AtomicInteger();
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int j = 0; j < 25; j++) {
					String outcome = Attempt.exec();
					if (outcome.contains("Permission denied")) {
						denied.incrementAndGet();
					}
					else {
						System.out.println("launched: " + outcome);
					}
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		return denied + " denied";
	}

	/** With no memory left, calls may fail otherwise, but they return. */
	private static Object outOfMemory() throws Exception {
		Native.register(DirectLibc.class, NativeLibrary.getProcess());
		AtomicBoolean full = new AtomicBoolean();
		long execve = Platform.architecture().syscalls().number("execve").orElseThrow();
		long[] calls = new long[2];
		Thread caller = new Thread(() -> {
			while (!full.get()) {
				calls[0]++;
				calls[1] += (DirectLibc.syscall(execve, 0, 0, 0) == -1) ? 1 : 0;
			}
		}, "caller");
		DirectLibc.syscall(execve, 0, 0, 0);
		caller.start();
		fillMemory();
		full.set(true);
		caller.join();
		return "all denied " + (calls[0] == calls[1] && calls[0] > 0) + ", then " + call().matches("EACCES|ENOSYS");
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

	/** Closes the supervisor's listener behind its back. */
	private static Object deadSupervisor() throws Exception {
		int closed = 0;
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (target(descriptor).equals("anon_inode:seccomp notify")) {
					Libc.syscall("close", Integer.parseInt(descriptor.getFileName().toString()));
					closed++;
				}
			}
		}
		String first = call();
		for (int i = 0; i < 100 && !supervisor().hasFailed(); i++) {
			Thread.sleep(50);
		}
		supervisor().stop();
		return closed + " closed, " + first + ' ' + call() + ", failed " + supervisor().hasFailed() + ", program "
				+ Attempt.exec();
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static Object health() {
		return context.getBean(SeccompHealthIndicator.class).health();
	}

	/**
	 * Makes calls as soon as the filter is in force, when little of the application is
	 * loaded, with the lock of the loader that is still to load it: one that is traced,
	 * and then so many that one is not.
	 */
	private static final class EarlyCalls implements ApplicationListener<ApplicationStartingEvent> {

		@Override
		public void onApplicationEvent(ApplicationStartingEvent event) {
			Object outcome = ownLoader();
			synchronized (getClass().getClassLoader()) {
				for (int i = 0; i < 100; i++) {
					outcome = call();
				}
			}
			System.out.println("early: " + outcome);
		}

	}

	/**
	 * Makes a call while its class is initialised.
	 */
	private static final class CallingInitializer {

		static final String OUTCOME = call();

	}

	/**
	 * Makes a denied call itself when it is told of one.
	 */
	private static final class LockedListener implements ApplicationListener<SeccompViolationEvent> {

		private final CountDownLatch received = new CountDownLatch(1);

		private final AtomicInteger calls = new AtomicInteger();

		private volatile String outcome;

		@Override
		public synchronized void onApplicationEvent(SeccompViolationEvent event) {
			Violation violation = event.getViolation();
			this.calls.incrementAndGet();
			this.outcome = violation.syscall() + ' ' + call();
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
