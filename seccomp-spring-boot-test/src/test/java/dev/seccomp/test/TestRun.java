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

package dev.seccomp.test;

import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes in a JVM of their own, as a build tool does. Each argument of the
 * main method is a list of classes that run together.
 *
 * @param results the results by class and method: {@code passed} or the stack trace
 * @param output the output of the JVM
 */
record TestRun(Map<String, String> results, String output) {

	static final String PASSED = "passed";

	static TestRun of(List<String> options, List<List<Class<?>>> classes) throws Exception {
		Path results = Files.createTempFile("results", ".bin");
		Path output = Files.createTempFile("output", ".log");
		try {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path")));
			command.addAll(options);
			command.addAll(List.of(TestRun.class.getName(), results.toString()));
			classes
				.forEach((together) -> command.add(String.join(",", together.stream().map(Class::getName).toList())));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(90, TimeUnit.SECONDS);
			process.destroyForcibly().waitFor();
			String text = Files.readString(output);
			if (!ended || process.exitValue() != 0) {
				throw new AssertionError("The JVM ended with exit code " + process.exitValue() + ". Output: " + text);
			}
			return new TestRun(read(results), text);
		}
		finally {
			Files.delete(results);
			Files.delete(output);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> read(Path file) throws IOException, ClassNotFoundException {
		try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(file))) {
			return (Map<String, String>) input.readObject();
		}
	}

	/**
	 * Return the result of a method.
	 * @param testClass the class
	 * @param method the method, or an empty string for the class
	 * @return {@link #PASSED} or the stack trace
	 */
	String result(Class<?> testClass, String method) {
		String result = this.results.get(testClass.getName() + "." + method);
		if (result == null) {
			throw new AssertionError("No result of " + method + " in " + this.results + " Output: " + this.output);
		}
		return result;
	}

	public static void main(String[] args) throws IOException {
		Map<String, String> results = new TreeMap<>();
		for (String arg : Arrays.asList(args).subList(1, args.length)) {
			List<ClassSelector> selectors = Arrays.stream(arg.split(",")).map(DiscoverySelectors::selectClass).toList();
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), new Recorder(results));
		}
		try (ObjectOutputStream output = new ObjectOutputStream(Files.newOutputStream(new File(args[0]).toPath()))) {
			output.writeObject(results);
		}
		// Other threads of an application context may still run
		System.exit(0);
	}

	private record Recorder(Map<String, String> results) implements TestExecutionListener {

		@Override
		public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
			identifier.getSource()
				.filter((source) -> identifier.isTest() || source instanceof ClassSource)
				.ifPresent((source) -> {
					String text = result.getThrowable().map(Recorder::stackTrace).orElse(PASSED);
					synchronized (this.results) {
						this.results.put(name(source), text);
					}
				});
		}

		private static String name(Object source) {
			return (source instanceof MethodSource method) ? method.getClassName() + "." + method.getMethodName()
					: ((ClassSource) source).getClassName() + ".";
		}

		private static String stackTrace(Throwable failure) {
			StringWriter text = new StringWriter();
			failure.printStackTrace(new PrintWriter(text));
			return text.toString();
		}

	}

}
