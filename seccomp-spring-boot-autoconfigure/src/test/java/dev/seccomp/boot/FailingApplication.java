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
import java.util.Map;

import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes a harmless call, which a policy may deny, and fails to start in the phase that
 * the first argument names.
 */
public class FailingApplication {

	private static final int EXIT_CODE = 3;

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(TestApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		List<String> arguments = List.of(args);
		switch (args[0]) {
			case "starting" -> on(application, ApplicationStartingEvent.class, () -> fail(arguments));
			case "environment" -> on(application, ApplicationEnvironmentPreparedEvent.class, () -> fail(arguments));
			case "exit" -> on(application, ApplicationEnvironmentPreparedEvent.class, () -> {
				call(arguments);
				System.exit(EXIT_CODE);
			});
			case "runner" -> application.addInitializers((context) -> ((GenericApplicationContext) context)
				.registerBean(ApplicationRunner.class, () -> (runArguments) -> fail(arguments)));
			case "change" -> {
				on(application, ApplicationStartingEvent.class, () -> call(arguments));
				application.addInitializers((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("change", Map.of("seccomp.presets", "hardened"))));
			}
			default -> call(arguments);
		}
		application.run(args);
	}

	private static void fail(List<String> arguments) {
		call(arguments);
		throw new IllegalStateException("The start fails");
	}

	private static void call(List<String> arguments) {
		if (!arguments.contains("no-call")) {
			System.out.println("outcome: " + Libc.outcome(HarmlessCall.FLOCK.toString(), -1, 0));
		}
	}

	private static <E extends SpringApplicationEvent> void on(SpringApplication application, Class<E> type,
			Runnable action) {
		application.addListeners(new Listener<>(type, action));
	}

	/**
	 * Runs after the listener that installs the filter, before the logging system is
	 * initialized.
	 *
	 * @param type the type of the event
	 * @param action the action
	 */
	private record Listener<E extends SpringApplicationEvent>(Class<E> type,
			Runnable action) implements ApplicationListener<SpringApplicationEvent>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 1;
		}

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
			if (this.type.isInstance(event)) {
				this.action.run();
			}
		}

	}

}
