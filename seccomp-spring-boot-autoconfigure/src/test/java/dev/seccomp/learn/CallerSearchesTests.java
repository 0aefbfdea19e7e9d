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

package dev.seccomp.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerSearches}.
 */
class CallerSearchesTests {

	private static final int FAILURES = 20;

	private final Architecture architecture = Platform.architecture();

	private final CallerSearches searches = new CallerSearches(this.architecture,
			RecordedProcess.open(this.architecture, ProcessHandle.current().pid()));

	@Test
	void startAfterManyFailuresSearchesRiskyCallsOnly() {
		assertThat(start("flistxattr")).isTrue();
		fail(FAILURES);
		assertThat(start("flistxattr")).isFalse();
		assertThat(start("ptrace")).isTrue();
	}

	@Test
	void startAfterAsManySuccessesAsFailuresSearchesAllCalls() {
		for (int i = 0; i < FAILURES; i++) {
			fail(1);
			this.searches.end("com.example.Shop.open(Shop.java:1)");
		}
		assertThat(start("flistxattr")).isTrue();
	}

	@Test
	void startWhenEachJvmNeedsTheCallDoesNotSearch() {
		assertThat(start("futex")).isFalse();
	}

	@Test
	void startWhenThreadRunsNoJavaDoesNotSearch() throws IOException {
		int compiler = thread("C1 CompilerThre");
		assertThat(start("flistxattr", compiler)).isFalse();
		assertThat(start("flistxattr", compiler)).isFalse();
		assertThat(start("flistxattr", thread("Reference Handl"))).isTrue();
	}

	private static int thread(String name) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			return threads.filter((thread) -> name(thread).equals(name))
				.map((thread) -> Integer.parseInt(thread.getFileName().toString()))
				.findFirst()
				.orElseThrow();
		}
	}

	private static String name(Path thread) {
		try {
			return Files.readString(thread.resolve("comm")).strip();
		}
		catch (IOException ex) {
			// The thread has ended
			return "";
		}
	}

	private boolean start(String syscall) {
		return start(syscall, (int) ProcessHandle.current().pid());
	}

	private boolean start(String syscall, int thread) {
		return this.searches.start(this.architecture.syscalls().number(syscall).orElseThrow(), thread,
				new CallCounter(0), Phase.SERVING, new long[6]);
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.searches.end(null);
		}
	}

}
