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
import java.util.concurrent.atomic.AtomicBoolean;

import dev.seccomp.violation.ViolationReports;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;

/**
 * Stops the supervisor before the JVM ends: native code may make denied calls even after
 * that, when no Java thread runs to answer them.
 * <p>
 * Until Boot has closed the contexts, calls are answered, since hooks of the runtime all
 * run at the same time. An application may do without Boot's hook, and Boot calls no
 * handler then, so there is one of our own as well.
 */
final class SupervisorShutdown extends Thread {

	private static final AtomicBoolean registered = new AtomicBoolean();

	private static final String BOOTS_HOOK = "SpringApplicationShutdownHook";

	private static final int TRIES = 10;

	private static final long PAUSE_MILLIS = 10;

	private final ViolationReports reports;

	private SupervisorShutdown(ViolationReports reports) {
		super("seccomp-shutdown");
		this.reports = reports;
	}

	/**
	 * Have the supervisor stopped in the end. A process has one only.
	 * @param reports the reports of this process
	 */
	static void register(ViolationReports reports) {
		if (registered.compareAndSet(false, true)) {
			SpringApplication.getShutdownHandlers().add(reports.supervisor()::stop);
			Runtime.getRuntime().addShutdownHook(new SupervisorShutdown(reports));
		}
	}

	@Override
	public void run() {
		try {
			Thread boots = findBootsHook();
			// It may be started after this one
			for (int i = 0; boots == null && i < TRIES && this.reports.supervisor().isAnswering(); i++) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
				boots = findBootsHook();
			}
			if (boots != null) {
				boots.join();
			}
		}
		catch (InterruptedException ex) {
			// There is nothing to wait for any more
		}
		this.reports.supervisor().stop();
		this.reports.violations().awaitPublished();
	}

	private static @Nullable Thread findBootsHook() {
		for (Thread thread : getAllStackTraces().keySet()) {
			if (thread.getName().equals(BOOTS_HOOK)) {
				return thread;
			}
		}
		return null;
	}

}
