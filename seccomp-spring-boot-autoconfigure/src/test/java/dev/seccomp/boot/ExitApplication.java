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

import dev.seccomp.testing.Attempt;
import dev.seccomp.testing.Libc;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Loads a native library, whose path is the first argument, and ends in the way that the
 * second one names.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ExitApplication {

	private static final int SIGTERM = 15;

	private static final int TRIES = 100;

	private static final long PAUSE_MILLIS = 10;

	public static void main(String[] args) throws InterruptedException {
		SpringApplication application = new SpringApplication(ExitApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(!args[1].equals("no-hook"));
		ConfigurableApplicationContext context = application.run(args);
		// Boot's hook closes the context, at the same time as the others run
		context.addApplicationListener((ContextClosedEvent event) -> {
			try {
				Thread.sleep(500);
				System.out.println("closing: " + Attempt.exec());
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Runtime.getRuntime().addShutdownHook(new Thread(ExitApplication::awaitEndOfSupervisor));
		System.load(args[0]);
		System.out.println("in native code before: " + threadsInNativeCode());
		System.out.println("loaded: " + args[1]);
		switch (args[1]) {
			case "return" -> context.close();
			case "signal" -> {
				Libc.syscall("kill", ProcessHandle.current().pid(), SIGTERM);
				Thread.sleep(Long.MAX_VALUE);
			}
			case "last-thread" -> {
				// The JVM ends as this thread does
			}
			case "exit-in-thread" -> new Thread(() -> System.exit(0)).start();
			default -> System.exit(0);
		}
	}

	/**
	 * The other hooks run at the same time, so this one waits for that of the starter.
	 */
	private static void awaitEndOfSupervisor() {
		try {
			for (int i = 0; i < TRIES; i++) {
				for (Thread thread : Thread.getAllStackTraces().keySet()) {
					if (thread.getName().equals("seccomp-shutdown")) {
						thread.join();
						i = TRIES;
					}
				}
				Thread.sleep(PAUSE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		System.out.println("in native code after: " + threadsInNativeCode());
	}

	private static List<String> threadsInNativeCode() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getName().startsWith("seccomp-") && isInNativeCode(entry.getValue()))
			.map((entry) -> entry.getKey().getName())
			.toList();
	}

	/**
	 * A thread that publishes or warms up may run Java code, for which the JVM does not
	 * wait.
	 */
	private static boolean isInNativeCode(StackTraceElement[] stackTrace) {
		return stackTrace.length > 0 && stackTrace[0].isNativeMethod()
				&& stackTrace[0].getClassName().startsWith("dev.seccomp.");
	}

}
