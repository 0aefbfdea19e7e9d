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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecordedListener;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the calls of all threads are recorded, including those of the virtual
 * machine. The test itself is the recorder.
 */
class RecordedThreadsTests {

	@Test
	void recordIncludesThreadsOfVirtualMachine() throws Exception {
		Map<Integer, String> threads = new ConcurrentHashMap<>();
		Process application = ChildJvm.of(RecordedThreads.class)
			.options("--enable-native-access=ALL-UNNAMED")
			.options("-XX:+UseG1GC", "-XX:ParallelGCThreads=2")
			.start();
		try (BufferedReader reader = application.inputReader()) {
			assertThat(reader.readLine()).isEqualTo("installing: now");
			RecordedProcess process = RecordedProcess.open(Platform.architecture(), application.pid());
			application.getOutputStream().close();
			RecordedListener listener = process.awaitListener();
			assertThat(listener).isNotNull();
			Thread responding = new Thread(() -> listener.respondToAll((number, thread, arguments, answering) -> {
				// New threads have the name of the program until they set their own
				threads.compute(thread,
						(id, name) -> (name == null || name.equals("java")) ? name(application.pid(), id) : name);
				return null;
			}));
			responding.setDaemon(true);
			responding.start();
			assertThat(listener.isAbandoned(Duration.ofSeconds(60))).isTrue();
			assertThat(reader.lines()).isEmpty();
			assertThat(application.waitFor()).isZero();
			assertThat(process.hasEnded(Duration.ZERO)).isTrue();
		}
		assertThat(new TreeMap<>(threads).values()).contains("application-thr", "GC Thread#0", "C1 CompilerThre",
				"VM Thread");
	}

	private static String name(long process, int thread) {
		try {
			return Files.readString(Path.of("/proc/" + process + "/task/" + thread + "/comm")).strip();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
