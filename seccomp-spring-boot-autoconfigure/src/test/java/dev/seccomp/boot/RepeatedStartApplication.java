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

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Starts applications in one JVM in the ways that there are, and prints how many filters
 * it has after each.
 */
class RepeatedStartApplication {

	public static void main(String[] args) throws Exception {
		report("none", () -> {
		});
		report("first", RepeatedStartApplication::start);
		report("second", RepeatedStartApplication::start);
		report("parent and child", () -> new SpringApplicationBuilder(TestApplication.class).child(Child.class).run());
		report("other class loader", RepeatedStartApplication::startElsewhere);
		report("other policy", () -> start("--seccomp.presets=hardened"));
		report("first policy again", RepeatedStartApplication::start);
		report("disabled", () -> start("--seccomp.enabled=false"));
	}

	private static void start(String... args) {
		Starts.start(new SpringApplication(TestApplication.class), args);
	}

	/** As devtools does for a restart, only that here Spring is loaded again, too. */
	private static void startElsewhere() throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			classPath.add(Path.of(entry).toUri().toURL());
		}
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Class<?> application = loader.loadClass(TestApplication.class.getName());
			if (application == TestApplication.class) {
				throw new IllegalStateException("The class is the same");
			}
			application.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static void report(String name, Action action) throws Exception {
		Starts.mark(name);
		action.run();
		System.out.println("filters: " + filters());
	}

	private static String filters() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("Seccomp_filters:"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElseThrow();
	}

	private interface Action {

		void run() throws Exception;

	}

	static class Child {

	}

}
