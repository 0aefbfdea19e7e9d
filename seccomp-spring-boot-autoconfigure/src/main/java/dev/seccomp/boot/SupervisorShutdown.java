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

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;

/**
 * Stops the supervisor before the JVM ends. Afterwards native code may still make denied
 * calls, and no Java thread runs that could respond to them. HotSpot's {@code VM_Exit}
 * also waits up to 300 ms for threads in native code, such as the supervisor.
 * <p>
 * The supervisor responds until Spring Boot has closed the contexts. All shutdown hooks
 * run at the same time, so this one waits for that of Spring Boot. An application may
 * have disabled the latter.
 */
final class SupervisorShutdown extends Thread {

	private static final String SPRING_BOOT_HOOK = "SpringApplicationShutdownHook";

	private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

	private static final int TRIES = 10;

	private static final long PAUSE_MILLIS = 10;

	/** For threads that start while they are listed. */
	private static final int MARGIN = 64;

	private final Supervisor supervisor;

	private SupervisorShutdown(Supervisor supervisor) {
		super("seccomp-shutdown");
		this.supervisor = supervisor;
	}

	/**
	 * Register a supervisor to be stopped.
	 * @param supervisor the supervisor
	 */
	static void register(Supervisor supervisor) {
		SpringApplication.getShutdownHandlers().add(supervisor::stop);
		Runtime.getRuntime().addShutdownHook(new SupervisorShutdown(supervisor));
	}

	@Override
	public void run() {
		try {
			awaitSpringBoot();
		}
		catch (InterruptedException ex) {
			// The JVM ends, so the supervisor is stopped now
		}
		this.supervisor.stop();
		this.supervisor.violations().awaitPublished();
		List<Violation> unpublished = this.supervisor.violations().takeUnpublished();
		if (!unpublished.isEmpty()) {
			// The logging system was never initialized
			String denied = FailedStartReport.of(this.supervisor, unpublished).text();
			if (denied != null) {
				System.err.println(denied);
			}
		}
	}

	/** The JVM may start Spring Boot's hook after this one, or there is none. */
	private void awaitSpringBoot() throws InterruptedException {
		for (int i = 0; i < TRIES && this.supervisor.isResponding(); i++) {
			Thread hook = findHook();
			// All stack traces take long
			if (hook == null && getAllStackTraces().values().stream().anyMatch(SupervisorShutdown::joinsHooks)) {
				hook = findHook();
				if (hook == null) {
					return;
				}
			}
			if (hook != null) {
				hook.join();
				return;
			}
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
	}

	private static @Nullable Thread findHook() {
		ThreadGroup root = currentThread().getThreadGroup();
		while (root.getParent() != null) {
			root = root.getParent();
		}
		Thread[] threads = new Thread[root.activeCount() + MARGIN];
		int count = root.enumerate(threads);
		for (int i = 0; i < count; i++) {
			if (threads[i].getName().equals(SPRING_BOOT_HOOK)) {
				return threads[i];
			}
		}
		return null;
	}

	/** The JDK starts all hooks before it joins the first one. */
	private static boolean joinsHooks(StackTraceElement[] stackTrace) {
		boolean joins = false;
		for (StackTraceElement frame : stackTrace) {
			if (frame.getClassName().equals(HOOKS)) {
				return joins;
			}
			joins |= frame.getClassName().equals(Thread.class.getName()) && frame.getMethodName().equals("join");
		}
		return false;
	}

}
