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

package dev.seccomp.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Attacks the sample application under load: {@code URL PID JCMD MINUTES}. Fails if a
 * request has no response, if a denied call is not counted exactly once, or if threads,
 * descriptors or memory leak.
 */
public final class Soak {

	/** More than there are processors, so that requests wait for each other. */
	private static final int CLIENTS = 8;

	/** Far more than a request takes. A request that takes longer hangs. */
	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final int OK = 200;

	private static final int DENIED = 403;

	/** The part of the run in which the application reaches its size. */
	private static final double WARM_UP = 1 / 3.0;

	/**
	 * Threads and compiled code vary for these reasons, but do not grow with the calls.
	 */
	private static final ProcessSize TOLERANCE = new ProcessSize(16, 16, 64 * 1024, 4 * 1024);

	private static final Pattern COUNT = Pattern.compile("\"(\\w+)\":(\\d+)");

	private static final List<Attack> attacks = List.of(new Attack("GET", "/ping?host=127.0.0.1;ls", "clone"),
			new Attack("GET", "/ls", "clone"), new Attack("POST", "/attack/pool", "clone"),
			new Attack("POST", "/attack/execve", "execve"), new Attack("POST", "/attack/memory", "memfd_create"));

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String url;

	private final Map<String, LongAdder> denied = new ConcurrentHashMap<>();

	private final LongAdder requests = new LongAdder();

	private volatile boolean done;

	private Soak(String url) {
		this.url = url;
	}

	public static void main(String[] args) throws Exception {
		new Soak(args[0]).run(new SampleProcess(args[1], args[2]), Duration.ofMinutes(Long.parseLong(args[3])));
		System.exit(0);
	}

	private void run(SampleProcess process, Duration duration) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS, Soak::daemon);
		List<Future<?>> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			clients.add(executor.submit(() -> {
				attack();
				return null;
			}));
		}
		load(process, clients, Duration.ofMillis((long) (duration.toMillis() * WARM_UP)));
		ProcessSize before = process.size();
		long callsBefore = total();
		System.out.println("After the warm-up: " + before);
		load(process, clients, Duration.ofMillis((long) (duration.toMillis() * (1 - WARM_UP))));
		this.done = true;
		for (Future<?> client : clients) {
			client.get();
		}
		ProcessSize after = process.size();
		System.out.println("At the end:        " + after);
		System.out.println(this.requests.sum() + " requests, denied calls: " + counted());
		verifyCounts();
		verifyHealth();
		if (!after.isWithin(before, TOLERANCE)) {
			throw new IllegalStateException("The application grew during " + (total() - callsBefore)
					+ " denied calls: before=" + before + ", after=" + after + ", tolerance=" + TOLERANCE);
		}
	}

	/** A thread that does not keep this JVM from ending with an error. */
	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

	/** Lets the JVM do what an operator would ask of it. */
	private static void load(SampleProcess process, List<Future<?>> clients, Duration duration)
			throws IOException, InterruptedException, ExecutionException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < duration.toNanos()) {
			process.command("Thread.print");
			process.command("GC.run");
			for (Future<?> client : clients) {
				if (client.isDone()) {
					client.get();
				}
			}
			Thread.sleep(Duration.ofSeconds(1).toMillis());
		}
	}

	private void attack() throws IOException, InterruptedException {
		while (!this.done) {
			for (Attack attack : attacks) {
				HttpResponse<String> response = send(attack.method(), attack.path());
				if (response.statusCode() != DENIED) {
					throw new IllegalStateException("Not denied: " + attack + ": " + response.body());
				}
				this.denied.computeIfAbsent(attack.syscall(), (key) -> new LongAdder()).increment();
				get("/");
			}
		}
	}

	private String get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send("GET", path);
		if (response.statusCode() != OK) {
			throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
		}
		return response.body();
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		this.requests.increment();
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path))
			.method(method, BodyPublishers.noBody())
			.timeout(LIMIT)
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private long total() {
		return this.denied.values().stream().mapToLong(LongAdder::sum).sum();
	}

	private Map<String, Long> counted() {
		Map<String, Long> counted = new TreeMap<>();
		this.denied.forEach((syscall, counter) -> counted.put(syscall, counter.sum()));
		return counted;
	}

	private void verifyCounts() throws IOException, InterruptedException {
		String violations = part(get("/actuator/seccomp"), "\"bySyscall\":\\{([^}]*)}");
		Map<String, Long> reported = new TreeMap<>();
		Matcher counts = COUNT.matcher(violations);
		while (counts.find()) {
			reported.put(counts.group(1), Long.valueOf(counts.group(2)));
		}
		if (!reported.equals(counted())) {
			throw new IllegalStateException("Denied calls: " + counted() + ", counted by the endpoint: " + reported);
		}
		String metric = part(get("/actuator/metrics/seccomp.violations"), "\"COUNT\",\"value\":([\\d.E]+)");
		if ((long) Double.parseDouble(metric) != total()) {
			throw new IllegalStateException("Denied calls: " + total() + ", counted by the metric: " + metric);
		}
	}

	private void verifyHealth() throws IOException, InterruptedException {
		// Without the status 200 if it is DOWN
		String health = get("/actuator/health");
		String seccomp = get("/actuator/seccomp");
		String threads = part(seccomp, "\"threads\":\\{\"total\":(\\d+)");
		if (!health.contains("\"seccomp\":") || !seccomp.contains("\"filtered\":" + threads)) {
			throw new IllegalStateException(health + seccomp);
		}
	}

	private static String part(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		if (!matcher.find()) {
			throw new IllegalStateException(pattern + " is not in " + text);
		}
		return matcher.group(1);
	}

	/**
	 * A request that makes one denied call.
	 *
	 * @param method the method
	 * @param path the path
	 * @param syscall the call
	 */
	private record Attack(String method, String path, String syscall) {

	}

}
