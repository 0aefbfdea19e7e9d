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

package dev.seccomp.benchmarks.compatibility;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.benchmarks.compatibility.KernelLog.Denial;

/**
 * A run of the application, which uses some libraries one after the other.
 */
final class Run {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern REPORT = Pattern.compile("Denied (\\w+) \\(");

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	/** Separates the denied calls of libraries, which may have threads. */
	private static final Duration PAUSE = Duration.ofMillis(500);

	private static final int EXIT_BY_SIGTERM = 128 + 15;

	/** Each new thread makes it, and falls back to clone. */
	private static final String THREAD_START = "clone3";

	private final Map<Subject, Use> uses = new LinkedHashMap<>();

	private final Instant start = Instant.now();

	private final Path log = Files.createTempFile("compatibility", ".log");

	private final Process process;

	private final Instant end;

	private final String text;

	/**
	 * Starts the application, runs the exercises and stops the application.
	 * @param jdk the JDK
	 * @param subjects the libraries, or an agent
	 * @param argument the argument of the application
	 */
	Run(Jdk jdk, List<Subject> subjects, String argument) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(jdk.home().resolve("bin/java").toString(), "-Xmx1g",
				"-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"));
		subjects.forEach((subject) -> command.addAll(subject.options()));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), CompatibilityApplication.class.getName(),
				"--server.port=0", argument));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		String url = "http://127.0.0.1:" + awaitPort();
		for (Subject subject : subjects) {
			Thread.sleep(PAUSE.toMillis());
			this.uses.put(subject, new Use(Instant.now().minus(PAUSE.dividedBy(2)), use(url, subject)));
		}
		Thread.sleep(PAUSE.toMillis());
		this.process.destroy();
		boolean ended = this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		this.process.destroyForcibly();
		this.end = Instant.now();
		this.text = Files.readString(this.log);
		Files.delete(this.log);
		if (!ended || this.process.exitValue() != EXIT_BY_SIGTERM) {
			throw new IllegalStateException("The application did not end well: " + this.text);
		}
	}

	private String awaitPort() throws IOException, InterruptedException {
		Instant limit = Instant.now().plus(TIMEOUT);
		Matcher port = PORT.matcher("");
		while (!port.reset(Files.readString(this.log)).find()) {
			if (!this.process.isAlive() || Instant.now().isAfter(limit)) {
				throw new IllegalStateException("The application did not start: " + Files.readString(this.log));
			}
			Thread.sleep(100);
		}
		return port.group(1);
	}

	private static String use(String url, Subject subject) throws IOException, InterruptedException {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url + "/exercises/" + subject.exercise()))
				.timeout(TIMEOUT)
				.POST(HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
		return (response.statusCode() == 200) ? "" : response.body();
	}

	/** Returns the reason for which a library failed, or nothing. */
	String failure(Subject subject) {
		String failure = this.uses.get(subject).failure();
		return (this.text.contains(subject.evidence())) ? failure : failure + " No " + subject.evidence();
	}

	/**
	 * Returns the calls that were denied to a library, in the order of their names. Those
	 * before the first use count for the first, and those after the last use for the
	 * last.
	 * @param all the denied calls of all processes
	 * @param subject the library
	 * @return the names, with an asterisk if the supervisor could not report the call
	 */
	Set<String> denied(List<Denial> all, Subject subject) {
		Set<String> reported = new TreeSet<>();
		REPORT.matcher(this.text).results().forEach((report) -> reported.add(report.group(1)));
		Set<String> names = new TreeSet<>();
		for (Denial denial : all) {
			// Tests of the supervisor are notified, but not reported
			boolean test = denial.notified() && !reported.contains(denial.name());
			if (isOwn(denial) && !test && !THREAD_START.equals(denial.name()) && subject.equals(user(denial))) {
				names.add(denial.name() + (denial.notified() ? "" : "*"));
			}
		}
		return names;
	}

	/** Whether the kernel's log has the calls that each start of a thread makes. */
	boolean isIn(List<Denial> all) {
		return all.stream().anyMatch((denial) -> isOwn(denial) && THREAD_START.equals(denial.name()));
	}

	private boolean isOwn(Denial denial) {
		return denial.pid() == this.process.pid() && denial.time().isAfter(this.start.minusSeconds(1))
				&& denial.time().isBefore(this.end.plusSeconds(1));
	}

	private Subject user(Denial denial) {
		Subject user = this.uses.keySet().iterator().next();
		for (Map.Entry<Subject, Use> use : this.uses.entrySet()) {
			if (use.getValue().start().isBefore(denial.time())) {
				user = use.getKey();
			}
		}
		return user;
	}

	/**
	 * The use of a library.
	 *
	 * @param start its start
	 * @param failure the reason for which it failed, or nothing
	 */
	private record Use(Instant start, String failure) {

	}

}
