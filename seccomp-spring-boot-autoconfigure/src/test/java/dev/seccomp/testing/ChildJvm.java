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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Runs a main class in another JVM. A filter cannot be removed, so a test must not
 * install one in its own JVM.
 */
public final class ChildJvm {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private final Class<?> mainClass;

	private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new LinkedHashMap<>();

	private final List<String> launcher = new ArrayList<>();

	private List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator));

	private ChildJvm(Class<?> mainClass) {
		this.mainClass = mainClass;
	}

	/**
	 * Run a class with the class path of this test.
	 * @param mainClass the class
	 * @return a JVM to configure and run
	 */
	public static ChildJvm of(Class<?> mainClass) {
		return new ChildJvm(mainClass);
	}

	public ChildJvm options(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	public ChildJvm arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
		return this;
	}

	public ChildJvm environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Let another program start the JVM.
	 * @param command the program and its arguments. The command line of the JVM is
	 * appended
	 * @return this JVM
	 */
	public ChildJvm under(List<String> command) {
		this.launcher.addAll(command);
		return this;
	}

	/**
	 * Let another JVM start this one.
	 * @param launcher the other JVM, whose arguments are the command line of this one
	 * @return this JVM
	 */
	public ChildJvm under(ChildJvm launcher) {
		return under(launcher.command());
	}

	/**
	 * Add a folder to the front of the class path.
	 * @param folder the folder
	 * @return this JVM
	 */
	public ChildJvm classPathFolder(Path folder) {
		this.classPath = Stream.concat(Stream.of(folder.toString()), this.classPath.stream()).toList();
		return this;
	}

	/**
	 * Remove jars from the class path.
	 * @param names the beginnings of their file names
	 * @return this JVM
	 */
	public ChildJvm withoutJars(String... names) {
		for (String name : names) {
			List<String> rest = this.classPath.stream()
				.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith(name))
				.toList();
			if (rest.size() == this.classPath.size()) {
				throw new IllegalArgumentException("No jar " + name + " in " + this.classPath);
			}
			this.classPath = rest;
		}
		return this;
	}

	/**
	 * Replace each folder of the class path by a jar with the same files, as applications
	 * are deployed. A class of a folder needs further system calls to be loaded. Another
	 * JVM with the same folder for the jars has the same ones, which an AOT cache
	 * requires.
	 * @param folder the folder for the jars
	 * @return this JVM
	 */
	public ChildJvm withJarsOnly(Path folder) {
		List<String> jars = new ArrayList<>();
		for (String entry : this.classPath) {
			Path path = Path.of(entry);
			jars.add((Files.isDirectory(path)) ? jar(path, folder.resolve(jars.size() + ".jar")).toString() : entry);
		}
		this.classPath = jars;
		return this;
	}

	/**
	 * Copy the class path, for a user who cannot read it.
	 * @param folder the folder for the jars, which several JVMs can share one after
	 * another
	 * @return this JVM
	 */
	public ChildJvm withClassPathIn(Path folder) {
		withJarsOnly(folder);
		this.classPath = this.classPath.stream().map(Path::of).map((jar) -> copy(jar, folder)).toList();
		return this;
	}

	private static String copy(Path jar, Path folder) {
		Path copy = folder.resolve(jar.getFileName());
		try {
			if (!Files.exists(copy)) {
				Files.copy(jar, copy);
			}
			return copy.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path jar(Path source, Path jar) {
		if (Files.exists(jar)) {
			return jar;
		}
		try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar));
				Stream<Path> files = Files.walk(source)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				output.putNextEntry(new ZipEntry(source.relativize(file).toString()));
				Files.copy(file, output);
			}
			return jar;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the command line of this JVM.
	 * @return the program and its arguments
	 */
	public List<String> command() {
		List<String> command = new ArrayList<>(this.launcher);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.add("-cp");
		command.add(String.join(File.pathSeparator, this.classPath));
		command.add(this.mainClass.getName());
		command.addAll(this.arguments);
		return command;
	}

	/**
	 * Start the JVM.
	 * @return the process, its standard error joined with its standard output
	 */
	public Process start() {
		ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
		builder.environment().putAll(this.environment);
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Run the JVM to its end.
	 * @return the outcome
	 */
	public Outcome run() {
		return run(TIMEOUT);
	}

	/**
	 * Run the JVM to its end.
	 * @param timeout the time limit, after which it is killed
	 * @return the outcome
	 */
	public Outcome run(Duration timeout) {
		try {
			Path output = Files.createTempFile("child", ".log");
			ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(this.environment);
			Process process = builder.start();
			process.getOutputStream().close();
			String hang = "";
			if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				hang = "No end within " + timeout + ". " + ThreadDump.of(process.toHandle());
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().waitFor();
			}
			String text = Files.readString(output);
			Files.delete(output);
			if (!hang.isEmpty()) {
				throw new AssertionError(hang + "\nOutput: " + text);
			}
			return new Outcome(process.exitValue(), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The outcome of a JVM.
	 *
	 * @param exitCode the exit code
	 * @param output the output
	 */
	public record Outcome(int exitCode, String output) {

		/**
		 * Return the text after a label.
		 * @param label the beginning of a line
		 * @return the rest of the only such line
		 */
		public String line(String label) {
			List<String> lines = this.output.lines().filter((line) -> line.startsWith(label + ": ")).toList();
			if (lines.size() != 1) {
				throw new AssertionError(lines.size() + " lines '" + label + ": ' in: " + this.output);
			}
			return lines.get(0).substring(label.length() + 2);
		}

	}

}
