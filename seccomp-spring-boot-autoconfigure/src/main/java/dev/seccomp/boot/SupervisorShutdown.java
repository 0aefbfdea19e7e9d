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

import java.util.concurrent.TimeUnit;

import dev.seccomp.violation.Supervisor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;

/**
 * Stops the supervisor before the JVM ends. Afterwards native code may still make denied
 * calls, and no Java thread runs that could respond to them.
 * <p>
 * The supervisor responds until Spring Boot has closed the contexts. All shutdown hooks
 * run at the same time, so this one waits for that of Spring Boot. An application may
 * have disabled the latter.
 */
final class SupervisorShutdown extends Thread {

	private static final String SPRING_BOOT_HOOK = "SpringApplicationShutdownHook";

	private static final int TRIES = 10;

	private static final long PAUSE_MILLIS = 10;

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
			Thread hook = findSpringBootHook();
			// It may be started after this one
			for (int i = 0; hook == null && i < TRIES && this.supervisor.isResponding(); i++) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
				hook = findSpringBootHook();
			}
			if (hook != null) {
				hook.join();
			}
		}
		catch (InterruptedException ex) {
			// The JVM ends, so the supervisor is stopped now
		}
		this.supervisor.stop();
		this.supervisor.violations().awaitPublished();
	}

	private static @Nullable Thread findSpringBootHook() {
		for (Thread thread : getAllStackTraces().keySet()) {
			if (thread.getName().equals(SPRING_BOOT_HOOK)) {
				return thread;
			}
		}
		return null;
	}

}
