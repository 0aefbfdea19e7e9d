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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Dumps the threads of a JVM that hangs. The JVM prints its Java threads to its own
 * output, if it can still stop them. The kernel reports the system call of each thread.
 */
final class ThreadDump {

	private static final int LIMIT_SECONDS = 3;

	private ThreadDump() {
	}

	/**
	 * Dump the threads of a JVM and of the JVMs that it has started.
	 * @param process the process of the JVM
	 * @return the system call of each thread
	 */
	static String of(ProcessHandle process) throws InterruptedException {
		List<ProcessHandle> jvms = Stream.concat(Stream.of(process), process.descendants())
			.filter((each) -> each.info().command().orElse("").endsWith("java"))
			.toList();
		jvms.forEach((jvm) -> signal(jvm.pid()));
		TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
		return jvms.stream()
			.map((jvm) -> "Threads of process " + jvm.pid() + ":" + threads(jvm.pid()))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Sends a signal, since the JVM then needs no system call except write. A tool that
	 * attaches needs more.
	 */
	private static void signal(long pid) {
		try {
			new ProcessBuilder("/bin/sh", "-c", "kill -QUIT " + pid).start();
		}
		catch (IOException ex) {
			// The system calls are reported anyway
		}
	}

	private static String threads(long pid) {
		try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
			return tasks
				.map((task) -> "\n\t" + task.getFileName() + " " + read(task.resolve("comm")) + " in system call "
						+ read(task.resolve("syscall")))
				.collect(Collectors.joining());
		}
		catch (IOException ex) {
			return " " + ex;
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
