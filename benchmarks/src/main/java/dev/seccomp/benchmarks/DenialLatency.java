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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints the latency of a denied call and the memory of its report, with the supervisor
 * and with the kernel alone. The argument is the number of JVMs of each kind, which run
 * alternately.
 */
public final class DenialLatency {

	private static final Pattern NATIVE = Pattern
		.compile("^-? *(Class|Metaspace|Thread|Code|Total)\\W.*committed=(\\d+)");

	private static final String NATIVE_PREFIX = "native, ";

	/** The objects that remain after a full collection. */
	private static final Pattern LIVE = Pattern.compile("^(Total) +\\d+ +(\\d+)");

	private static final String LIVE_PREFIX = "heap, ";

	private static final double MICROS = 1e3;

	private static final double KIB = 1024;

	private final Map<String, long[]> supervised = new TreeMap<>();

	private final Map<String, long[]> alone = new TreeMap<>();

	private DenialLatency() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int runs = (args.length > 0) ? Integer.parseInt(args[0]) : 1;
		DenialLatency latency = new DenialLatency();
		for (int i = 0; i < runs; i++) {
			run(true, latency.supervised);
			run(false, latency.alone);
		}
		latency.print();
	}

	private static void run(boolean report, Map<String, long[]> results) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-XX:+UseSerialGC", "-XX:NativeMemoryTracking=summary", "-cp",
				System.getProperty("java.class.path"), DeniedCalls.class.getName(),
				"--seccomp.violations.report=" + report, "--logging.level.root=error")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				int colon = line.indexOf(": ");
				if (colon == -1) {
					continue;
				}
				String name = line.substring(0, colon);
				add(results, name,
						Arrays.stream(line.substring(colon + 2).split(" ")).mapToLong(Long::parseLong).toArray());
				if (name.equals(DeniedCalls.THREADS)) {
					jcmd(process.pid(), "GC.class_histogram", LIVE, LIVE_PREFIX, results);
					jcmd(process.pid(), "VM.native_memory scale=b", NATIVE, NATIVE_PREFIX, results);
					process.getOutputStream().close();
				}
			}
		}
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The application ended with exit code " + process.exitValue());
		}
	}

	private static void jcmd(long pid, String command, Pattern line, String prefix, Map<String, long[]> results)
			throws IOException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		Process process = new ProcessBuilder(jcmd, String.valueOf(pid), command).start();
		try (BufferedReader reader = process.inputReader()) {
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				Matcher matcher = line.matcher(text);
				if (matcher.find()) {
					add(results, prefix + matcher.group(1), Long.parseLong(matcher.group(2)));
				}
			}
		}
	}

	private static void add(Map<String, long[]> results, String name, long... values) {
		results.merge(name, values, (first, second) -> {
			long[] all = Arrays.copyOf(first, first.length + second.length);
			System.arraycopy(second, 0, all, first.length, second.length);
			return all;
		});
	}

	private void print() {
		System.out.printf("%-36s %8s %22s %22s %7s  %s%n", "Time in us, median and 99th %", "calls", "with supervisor",
				"kernel alone", "ratio", "bar");
		printTime(DeniedCalls.FIRST, "");
		printTime(DeniedCalls.STACK, "median < 1000");
		printTime(DeniedCalls.LIMITED, "median < 100");
		printTime(DeniedCalls.PROCESS_STACK, "");
		printTime(DeniedCalls.PROCESS_LIMITED, "");
		System.out.printf("%-36s %8s %22s %22s %7s  %s%n", "Memory in KiB, median", "JVMs", "with supervisor",
				"kernel alone", "more", "bar");
		printMemory(LIVE_PREFIX + "Total", KIB, "< 2048");
		for (String category : this.supervised.keySet()) {
			if (category.startsWith(NATIVE_PREFIX)) {
				printMemory(category, KIB, "");
			}
		}
		printMemory(DeniedCalls.THREADS, 1, "");
	}

	private void printTime(String name, String bar) {
		long[] with = sorted(this.supervised, name);
		long[] without = sorted(this.alone, name);
		System.out.printf("%-36s %8d %11.1f %10.1f %11.1f %10.1f %7.1f  %s%n", name, with.length,
				percentile(with, 50) / MICROS, percentile(with, 99) / MICROS, percentile(without, 50) / MICROS,
				percentile(without, 99) / MICROS, (double) percentile(with, 50) / percentile(without, 50), bar);
	}

	private void printMemory(String name, double unit, String bar) {
		long[] with = sorted(this.supervised, name);
		long[] without = sorted(this.alone, name);
		double used = percentile(with, 50) / unit;
		double unused = percentile(without, 50) / unit;
		System.out.printf("%-36s %8d %22.0f %22.0f %7.0f  %s%n", name, with.length, used, unused, used - unused, bar);
	}

	private static long[] sorted(Map<String, long[]> results, String name) {
		long[] values = results.getOrDefault(name, new long[1]).clone();
		Arrays.sort(values);
		return values;
	}

	private static long percentile(long[] sorted, int percent) {
		return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
	}

}
