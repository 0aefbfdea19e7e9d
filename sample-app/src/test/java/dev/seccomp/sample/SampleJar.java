package dev.seccomp.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jar as a user starts it, on a free port.
 */
final class SampleJar implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path log;

	private final Process process;

	private final int port;

	private SampleJar(Path log, Process process) throws IOException, InterruptedException {
		this.log = log;
		this.process = process;
		this.port = awaitPort();
	}

	static SampleJar start(String... arguments) throws IOException, InterruptedException {
		Path log = Files.createTempFile("sample-app", ".log");
		return new SampleJar(log, launch(log, arguments));
	}

	/**
	 * Runs the jar where it cannot start, and returns what it printed and its exit code.
	 */
	static String fail(String... arguments) throws IOException, InterruptedException {
		Path log = Files.createTempFile("sample-app", ".log");
		Process process = launch(log, arguments);
		if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("The application did not end: " + Files.readString(log));
		}
		String output = Files.readString(log) + "exit code " + process.exitValue();
		Files.delete(log);
		return output;
	}

	private static Process launch(Path log, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-jar", System.getProperty("sample-app.jar"), "--server.port=0"));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
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

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return this.client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.process.onExit().join();
		Files.delete(this.log);
	}

}
