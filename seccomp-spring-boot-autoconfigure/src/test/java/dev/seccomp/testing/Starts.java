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

package dev.seccomp.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;

/**
 * Starts {@link TestApplication} many times in one JVM with different arguments. This is
 * faster than one JVM for each start.
 */
public final class Starts {

	private static final String NEXT = "--next--";

	private static final String MARK = "=== start";

	private Starts() {
	}

	/**
	 * Start the application many times.
	 * @param jvm a JVM with this main class
	 * @param starts the arguments of each start
	 * @return the output of each start
	 */
	public static List<String> run(ChildJvm jvm, List<List<String>> starts) {
		for (List<String> arguments : starts) {
			jvm.arguments(arguments.toArray(String[]::new)).arguments(NEXT);
		}
		return split(jvm.run(), starts.size());
	}

	public static void main(String[] args) {
		List<String> arguments = new ArrayList<>();
		for (String arg : args) {
			if (!arg.equals(NEXT)) {
				arguments.add(arg);
				continue;
			}
			mark(arguments.toString());
			start(new SpringApplication(TestApplication.class), arguments.toArray(String[]::new));
			arguments.clear();
		}
	}

	/**
	 * Start an application and close it. If the start fails, print the exit code of its
	 * exception.
	 * @param application the application
	 * @param args the arguments
	 */
	public static void start(SpringApplication application, String... args) {
		application.setBannerMode(Banner.Mode.OFF);
		try {
			application.run(args).close();
			System.out.println("exit code: 0");
			System.out.println("denied: " + HarmlessCall.denied());
		}
		catch (RuntimeException ex) {
			System.out.println("exit code: " + exitCode(ex));
		}
	}

	/** Determines the code as Spring Boot does. */
	private static int exitCode(Throwable ex) {
		if (ex instanceof ExitCodeGenerator code) {
			return code.getExitCode();
		}
		return (ex.getCause() != null) ? exitCode(ex.getCause()) : 1;
	}

	/**
	 * Split the output of a JVM into the output of each start.
	 * @param outcome the outcome of the JVM
	 * @param count the number of starts
	 * @return the output of each start
	 */
	public static List<String> split(ChildJvm.Outcome outcome, int count) {
		String[] outputs = outcome.output().split(MARK);
		if (outcome.exitCode() != 0 || outputs.length != count + 1) {
			throw new AssertionError("Exit code " + outcome.exitCode() + ": " + outcome.output());
		}
		return Arrays.asList(outputs).subList(1, outputs.length);
	}

	/**
	 * Print the beginning of a start.
	 * @param name the name of the start
	 */
	public static void mark(String name) {
		System.out.println(MARK + " " + name);
	}

}
