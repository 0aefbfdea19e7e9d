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
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Compares the throughput of two servers, whose addresses are the arguments. They get
 * requests in short turns, so that a change of the machine's speed affects both. Prints
 * the median of the requests per second of each.
 */
public final class Throughput {

	private static final int CLIENTS = 4;

	private static final int WARM_UP_TURNS = 100;

	private static final int TURNS = 80;

	private static final long TURN_MILLIS = 200;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, Throughput::client);

	private Throughput() {
	}

	public static void main(String[] args) throws Exception {
		Throughput throughput = new Throughput();
		double[] first = new double[WARM_UP_TURNS + TURNS];
		double[] second = new double[WARM_UP_TURNS + TURNS];
		for (int i = 0; i < first.length; i += 2) {
			first[i] = throughput.measure(args[0]);
			second[i] = throughput.measure(args[1]);
			second[i + 1] = throughput.measure(args[1]);
			first[i + 1] = throughput.measure(args[0]);
		}
		System.out.printf("%.0f%n%.0f%n", median(first), median(second));
	}

	private static double median(double[] rates) {
		double[] sorted = Arrays.copyOfRange(rates, WARM_UP_TURNS, rates.length);
		Arrays.sort(sorted);
		return (sorted[TURNS / 2 - 1] + sorted[TURNS / 2]) / 2;
	}

	private double measure(String address) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
		long start = System.nanoTime();
		long end = start + TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS);
		List<Future<Long>> counts = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			counts.add(this.clients.submit(() -> requestUntil(request, end)));
		}
		long requests = 0;
		for (Future<Long> count : counts) {
			requests += count.get();
		}
		return requests * 1e9 / (System.nanoTime() - start);
	}

	/** If a request fails, the other clients do not keep the JVM alive. */
	private static Thread client(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

	private long requestUntil(HttpRequest request, long end) throws IOException, InterruptedException {
		long requests = 0;
		while (System.nanoTime() < end) {
			HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IOException(request.uri() + " responded with " + response.statusCode());
			}
			requests++;
		}
		return requests;
	}

}
