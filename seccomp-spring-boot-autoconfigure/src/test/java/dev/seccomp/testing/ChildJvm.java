package dev.seccomp.testing;

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

/**
 * Runs a main class in a JVM of its own: a filter stays for ever, so a test must not
 * install one in the JVM that it runs in.
 */
public final class ChildJvm {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private final Class<?> mainClass;

	private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new LinkedHashMap<>();

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
	 * Return the command line of this JVM.
	 * @return the program and its arguments
	 */
	public List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.add("-cp");
		command.add(System.getProperty("java.class.path"));
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
	 * @return how it ended
	 */
	public Outcome run() {
		try {
			Path output = Files.createTempFile("child", ".log");
			ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(this.environment);
			Process process = builder.start();
			process.getOutputStream().close();
			boolean ended = process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			if (!ended) {
				process.destroyForcibly().waitFor();
			}
			String text = Files.readString(output);
			Files.delete(output);
			if (!ended) {
				throw new AssertionError("No end within " + TIMEOUT + ": " + text);
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
	 * How a JVM ended.
	 *
	 * @param exitCode its exit code
	 * @param output what it printed
	 */
	public record Outcome(int exitCode, String output) {

	}

}
