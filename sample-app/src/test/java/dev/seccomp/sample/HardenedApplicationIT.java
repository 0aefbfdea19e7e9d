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

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.sample.hardened.HardenedApplication;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses and diagnoses an application under the strict presets, which must be as without
 * them.
 */
class HardenedApplicationIT {

	private static final int JDK = Runtime.version().feature();

	private static final int EXIT_BY_SIGTERM = 128 + 15;

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "hardened", "web-service" })
	void applicationLivesAndCanBeDiagnosed(String preset) throws Exception {
		try (RunningApplication application = start(preset)) {
			use(application);
			diagnose(application);
			use(application);
			assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
			assertThat(application.log()).contains("policy [presets: " + preset + "]")
				.contains("Graceful shutdown complete")
				.doesNotContainPattern("(?i)\\b(error|warn(ing)?|exception)\\b");
			assertThat(this.folder.resolve("application.log")).content().contains("Writing by JPA");
			assertThat(this.folder.resolve("notes.mv.db")).isNotEmptyFile();
		}
	}

	private RunningApplication start(String preset) throws Exception {
		return RunningApplication.ofClass(HardenedApplication.class,
				List.of("-XX:NativeMemoryTracking=summary", "--enable-native-access=ALL-UNNAMED"),
				List.of("--seccomp.presets=" + preset, "--spring.threads.virtual.enabled=true",
						"--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("notes"),
						"--spring.jpa.hibernate.ddl-auto=update", "--spring.jpa.open-in-view=false",
						"--spring.servlet.multipart.file-size-threshold=0",
						"--logging.file.name=" + this.folder.resolve("application.log"),
						"--management.endpoints.web.exposure.include=health,seccomp"));
	}

	private void use(RunningApplication application) throws Exception {
		String id = application.post("/notes", "text/plain", "by JPA").body();
		assertThat(application.get("/notes/" + id).body()).isEqualTo("by JPA");
		assertThat(application.get("/notes/" + id + "/by-http").body()).isEqualTo("by JPA");
		String file = """
				--border\r
				Content-Disposition: form-data; name="file"; filename="note.txt"\r
				\r
				by file\r
				--border--\r
				""";
		id = application.post("/notes/files", "multipart/form-data; boundary=border", file).body();
		assertThat(application.get("/notes/" + id).body()).isEqualTo("by file");
		JsonContent machine = new JsonContent(application.get("/machine").body());
		assertThat(machine).extractingPath("$.thread")
			.asString()
			.startsWith((JDK >= 21) ? "VirtualThread[" : "Thread[");
		assertThat(machine).extractingPath("$.interfaces")
			.isEqualTo(NetworkInterface.networkInterfaces()
				.map(NetworkInterface::getName)
				.collect(Collectors.joining(",")));
		JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
		assertThat(endpoint).extractingPath("$.mode").isEqualTo("enforce");
		assertThat(endpoint).extractingPath("$.status.Seccomp").isEqualTo(2);
		JsonContent health = new JsonContent(application.get("/actuator/health").body());
		assertThat(health).extractingPath("$.status").isEqualTo("UP");
	}

	private void diagnose(RunningApplication application) throws Exception {
		startRecording(application);
		assertThat(application.jcmd("Thread.print")).contains("Full thread dump").contains("\"container-0\"");
		assertThat(application.jcmd("GC.run")).contains("successfully");
		assertThat(application.jcmd("GC.class_histogram")).contains("dev.seccomp.sample.hardened.NoteController");
		assertThat(application.jcmd("VM.native_memory", "summary")).contains("Java Heap (reserved=");
		Path heap = this.folder.resolve("application.hprof");
		application.jcmd("GC.heap_dump", heap.toString());
		assertThat(heap).isNotEmptyFile();
		try (var dump = Files.newInputStream(heap)) {
			assertThat(dump.readNBytes(12)).asString().isEqualTo("JAVA PROFILE");
		}
		if (JDK >= 21) {
			Path threads = this.folder.resolve("threads.txt");
			application.jcmd("Thread.dump_to_file", threads.toString());
			assertThat(threads).content().contains("\"container-0\"");
		}
		use(application);
		Path recording = this.folder.resolve("application.jfr");
		application.jcmd("JFR.dump", "name=test", "filename=" + recording);
		assertThat(events(recording)).contains("jdk.GarbageCollection", "jdk.CPULoad", "jdk.NativeLibrary",
				"jdk.SystemProcess", (JDK >= 25) ? "jdk.CPUTimeSample" : "jdk.JVMInformation");
		Path rest = this.folder.resolve("rest.jfr");
		application.jcmd("JFR.stop", "name=test", "filename=" + rest);
		assertThat(events(rest)).isNotEmpty();
		assertThat(application.jcmd("JFR.check")).contains("No available recordings");
	}

	/** From JDK 25 on, with what samples by CPU time and wants no perf_event_open. */
	private static void startRecording(RunningApplication application) throws Exception {
		List<String> command = new ArrayList<>(List.of("JFR.start", "name=test", "settings=profile"));
		if (JDK >= 25) {
			command.add("jdk.CPUTimeSample#enabled=true");
		}
		assertThat(application.jcmd(command.toArray(String[]::new))).contains("Started recording");
	}

	private static Set<String> events(Path recording) throws IOException {
		return RecordingFile.readAllEvents(recording)
			.stream()
			.map(RecordedEvent::getEventType)
			.map((type) -> type.getName())
			.collect(Collectors.toSet());
	}

}
