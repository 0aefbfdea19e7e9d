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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JVM of the sample application.
 */
final class SampleProcess {

	/** The last line of a class histogram, which first collects garbage. */
	private static final Pattern HEAP = Pattern.compile("Total +\\d+ +(\\d+)");

	private final Path folder;

	private final String id;

	private final String jcmd;

	SampleProcess(String id, String jcmd) {
		this.folder = Path.of("/proc", id);
		this.id = id;
		this.jcmd = jcmd;
	}

	/**
	 * Run a diagnostic command in the JVM.
	 * @param command the command
	 * @return its output
	 */
	String command(String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(this.jcmd, this.id, command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(command + " failed: " + output);
		}
		return output;
	}

	ProcessSize size() throws IOException, InterruptedException {
		Matcher heap = HEAP.matcher(command("GC.class_histogram"));
		if (!heap.find()) {
			throw new IllegalStateException("No total in the class histogram");
		}
		String status = Files.readString(this.folder.resolve("status"));
		try (Stream<Path> descriptors = Files.list(this.folder.resolve("fd"))) {
			return new ProcessSize(number(status, "Threads"), descriptors.count(), number(status, "VmRSS"),
					Long.parseLong(heap.group(1)) / 1024);
		}
	}

	private static long number(String status, String name) {
		Matcher matcher = Pattern.compile("^" + name + ":\\s+(\\d+)", Pattern.MULTILINE).matcher(status);
		if (!matcher.find()) {
			throw new IllegalStateException(name + " is not in " + status);
		}
		return Long.parseLong(matcher.group(1));
	}

}
