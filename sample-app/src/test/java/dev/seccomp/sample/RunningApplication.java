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

package dev.seccomp.sample;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * An application in a separate JVM, on a free port.
 */
final class RunningApplication implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Path JDKS = Path.of("/usr/lib/jvm");

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern PORT = Pattern.compile("(?:Tomcat|Jetty|Netty) started on port (\\d+)");

	private final HttpClient client;

	private final String scheme;

	private final Path log;

	private final Process process;

	private final int port;

	private RunningApplication(String scheme, HttpClient client, Path log, Process process)
			throws IOException, InterruptedException {
		this.scheme = scheme;
		this.client = client;
		this.log = log;
		this.process = process;
		this.port = awaitPort();
	}

	/**
	 * Start the jar of the sample.
	 * @param arguments the arguments of the application
	 * @return the started application
	 */
	static RunningApplication ofJar(String... arguments) throws IOException, InterruptedException {
		return ofJar(List.of(), arguments);
	}

	/**
	 * Start the jar of the sample.
	 * @param options the options of the JVM
	 * @param arguments the arguments of the application
	 * @return the started application
	 */
	static RunningApplication ofJar(List<String> options, String... arguments)
			throws IOException, InterruptedException {
		List<String> program = new ArrayList<>(options);
		program.addAll(List.of("-jar", System.getProperty("sample-app.jar")));
		return start("http", HttpClient.newHttpClient(), program, List.of(arguments));
	}

	/**
	 * Start the jar of the sample on another JDK.
	 * @param jdk the home of the JDK
	 * @param arguments the arguments of the application
	 * @return the started application
	 */
	static RunningApplication ofJarOn(Path jdk, String... arguments) throws IOException, InterruptedException {
		List<String> command = command(List.of("-jar", System.getProperty("sample-app.jar")), List.of(arguments));
		command.set(0, jdk.resolve("bin/java").toString());
		Path log = Files.createTempFile("sample-app", ".log");
		return new RunningApplication("http", HttpClient.newHttpClient(), log, run(command, log.toFile()));
	}

	/**
	 * Find another of the JDK versions that the project is tested on. Without one, the
	 * test is skipped, except in CI.
	 * @return the home of the JDK
	 */
	static Path otherJdk() throws IOException {
		int other = (Runtime.version().feature() >= 25) ? 17 : 25;
		Path found = null;
		if (Files.isDirectory(JDKS)) {
			try (var jdks = Files.newDirectoryStream(JDKS)) {
				for (Path jdk : jdks) {
					Path release = jdk.resolve("release");
					if (Files.isRegularFile(release)
							&& Files.readString(release).contains("JAVA_VERSION=\"" + other + ".")) {
						found = jdk;
					}
				}
			}
		}
		if (!"true".equals(System.getenv("CI"))) {
			assumeThat(found).as("There is no JDK " + other + " in " + JDKS).isNotNull();
		}
		assertThat(found).as("JDK " + other + " in " + JDKS).isNotNull();
		return found;
	}

	/**
	 * Start an application of the class path of this test, which serves HTTPS.
	 * @param tls the context that trusts its certificate
	 * @param mainClass its main class
	 * @param options the options of the JVM
	 * @param arguments the arguments of the application
	 * @return the started application
	 */
	static RunningApplication ofClass(SSLContext tls, Class<?> mainClass, List<String> options, List<String> arguments)
			throws IOException, InterruptedException {
		List<String> program = new ArrayList<>(options);
		program.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
		return start("https", HttpClient.newBuilder().sslContext(tls).build(), program, arguments);
	}

	/**
	 * Run the jar of the sample with arguments for which startup fails.
	 * @param arguments the arguments of the application
	 * @return the output and the exit code
	 */
	static String failureOfJar(String... arguments) throws IOException, InterruptedException {
		Path log = Files.createTempFile("sample-app", ".log");
		Process process = run(command(List.of("-jar", System.getProperty("sample-app.jar")), List.of(arguments)),
				log.toFile());
		if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("The application did not end: " + Files.readString(log));
		}
		String output = Files.readString(log) + "exit code " + process.exitValue();
		Files.delete(log);
		return output;
	}

	/**
	 * Return the option for a garbage collector. If this JVM does not have it, the test
	 * is skipped, except in CI.
	 * @param name the name of the collector
	 * @return the option
	 */
	static String collector(String name) throws IOException, InterruptedException {
		String option = "-XX:+Use" + name + "GC";
		if (!"true".equals(System.getenv("CI"))) {
			Process jvm = run(List.of(tool("java"), option, "-version"), new File("/dev/null"));
			assumeThat(jvm.waitFor()).as("This JVM has no " + option).isZero();
		}
		return option;
	}

	private static RunningApplication start(String scheme, HttpClient client, List<String> program,
			List<String> arguments) throws IOException, InterruptedException {
		Path log = Files.createTempFile("sample-app", ".log");
		return new RunningApplication(scheme, client, log, run(command(program, arguments), log.toFile()));
	}

	private static List<String> command(List<String> program, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(tool("java")));
		command.addAll(program);
		command.add("--server.port=0");
		command.addAll(arguments);
		return command;
	}

	private static Process run(List<String> command, File log) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
	}

	private static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	private int awaitPort() throws IOException, InterruptedException {
		Instant end = Instant.now().plus(TIMEOUT);
		while (Instant.now().isBefore(end) && this.process.isAlive()) {
			Matcher matcher = PORT.matcher(log());
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
			Thread.sleep(100);
		}
		this.process.destroyForcibly();
		throw new AssertionError("The application did not start: " + log());
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	/** Omits the warning for root, which the tests may run as. */
	List<String> logOfAnyUser() throws IOException {
		return log().lines().filter((line) -> !line.contains("/proc/sys/kernel/core_pattern")).toList();
	}

	String url() {
		return this.scheme + "://127.0.0.1:" + this.port;
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(url() + path)).timeout(REQUEST_TIMEOUT);
	}

	/**
	 * Send a request. Netty sometimes does not respond to the second request after an
	 * upload on one connection, with or without a filter. The request is then repeated.
	 */
	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (HttpTimeoutException ex) {
			System.out.println("Repeated: " + request.build());
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
	}

	/**
	 * Send diagnostic commands to the JVM.
	 * @param commands diagnostic commands with their arguments
	 * @return the output
	 */
	String jcmd(String... commands) throws IOException, InterruptedException {
		Path script = Files.write(Files.createTempFile("jcmd", ".txt"), List.of(commands));
		String output = runTool("jcmd", String.valueOf(this.process.pid()), "-f", script.toString());
		Files.delete(script);
		return output;
	}

	/**
	 * Run a program of the JDK.
	 * @param name the name
	 * @param arguments the arguments
	 * @return the output
	 */
	static String runTool(String name, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(tool(name)));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(name, ".log");
		int exitCode = run(command, output.toFile()).waitFor();
		String text = Files.readString(output);
		Files.delete(output);
		if (exitCode != 0) {
			throw new AssertionError(command + " ended with " + exitCode + ": " + text);
		}
		return text;
	}

	/**
	 * Stop the application like a service manager. In learn mode, the recorder writes its
	 * file afterwards.
	 * @return the exit code
	 */
	int stop() {
		List<ProcessHandle> recorder = this.process.children().toList();
		this.process.destroy();
		int exitCode = this.process.onExit().join().exitValue();
		recorder.forEach((process) -> process.onExit().join());
		return exitCode;
	}

	@Override
	public void close() throws IOException {
		stop();
		Files.delete(this.log);
	}

}
