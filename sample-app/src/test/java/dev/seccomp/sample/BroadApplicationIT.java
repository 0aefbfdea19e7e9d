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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.seccomp.sample.broad.BroadApplication;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests that an application works and can be diagnosed under the strict presets. In learn
 * mode it records the calls of {@code web-service}: see {@code learn-web-service}.
 */
class BroadApplicationIT {

	private static final int JDK = Runtime.version().feature();

	private static final int EXIT_BY_SIGTERM = 128 + 15;

	/** The file for the learned policy, in learn mode. */
	private static final @Nullable String LEARNED = System.getProperty("sample-app.learned");

	private static final List<String> COLLECTORS = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");

	private static final String PASSWORD = "changeit";

	@TempDir
	static Path keys;

	private static Path keyStore;

	private static SSLContext tls;

	@TempDir
	Path folder;

	@BeforeAll
	static void makeKeys() throws Exception {
		keyStore = keys.resolve("notes.p12");
		RunningApplication.runTool("keytool", "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost,ip:127.0.0.1", "-keystore", keyStore.toString(), "-storepass", PASSWORD);
		KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
		// Tomcat does not trust certificates of key entries
		store.setCertificateEntry("trusted", store.getCertificate("mykey"));
		try (OutputStream file = Files.newOutputStream(keyStore)) {
			store.store(file, PASSWORD.toCharArray());
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		tls = SSLContext.getInstance("TLS");
		tls.init(null, trust.getTrustManagers(), null);
	}

	/**
	 * Returns each server and each collector with the allowlist, and one combination with
	 * {@code hardened}, which denies fewer calls. Learn mode uses all combinations.
	 */
	static Stream<Arguments> applications() {
		if (LEARNED != null) {
			return Arrays.stream(Server.values())
				.flatMap((server) -> COLLECTORS.stream().map((collector) -> arguments("learn", server, collector)));
		}
		return Stream.of(arguments("hardened", Server.TOMCAT, "G1"), arguments("web-service", Server.TOMCAT, "Serial"),
				arguments("web-service", Server.JETTY, "Parallel"), arguments("web-service", Server.NETTY, "G1"),
				arguments("web-service", Server.JETTY, "Z"), arguments("web-service", Server.NETTY, "Shenandoah"));
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@Tag("collectors")
	@MethodSource("applications")
	void applicationWhenPresetIsStrictWorksAndCanBeDiagnosed(String preset, Server server, String collector)
			throws Exception {
		String option = RunningApplication.collector(collector);
		try (RunningApplication application = start(preset, server, option)) {
			use(application);
			diagnose(application);
			use(application);
			assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
			assertThat(application.log()).containsIgnoringCase(server + " started on port")
				.contains("Graceful shutdown complete");
			if (LEARNED == null) {
				assertThat(String.join("\n", application.logOfAnyUser())).contains("policy=[presets: " + preset + "]")
					.doesNotContainPattern("(?i)\\b(error|warn(ing)?|exception)\\b");
			}
			// In a slow run the first files are already deleted
			assertThat(application.log()).contains("Writing by JPA");
			assertThat(logFiles()).hasSizeGreaterThan(1).anySatisfy((log) -> assertThat(log).contains("Beating"));
			assertThat(this.folder.resolve("notes.mv.db")).isNotEmptyFile();
		}
	}

	private RunningApplication start(String preset, Server server, String option) throws Exception {
		List<String> arguments = new ArrayList<>(server.arguments());
		arguments.addAll((LEARNED != null) ? List.of("--seccomp.mode=learn", "--seccomp.learn.output=" + LEARNED)
				: List.of("--seccomp.presets=" + preset));
		String bundle = "--spring.ssl.bundle.jks.notes.";
		arguments.addAll(List.of("--server.ssl.bundle=notes", bundle + "keystore.location=" + keyStore,
				bundle + "keystore.password=" + PASSWORD, bundle + "truststore.location=" + keyStore,
				bundle + "truststore.password=" + PASSWORD, bundle + "reload-on-update=true"));
		Path log = this.folder.resolve("application.log");
		arguments.addAll(List.of("--spring.threads.virtual.enabled=true",
				"--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("notes"),
				"--spring.jpa.hibernate.ddl-auto=update", "--spring.jpa.open-in-view=false",
				"--spring.servlet.multipart.file-size-threshold=0", "--logging.file.name=" + log,
				"--logging.logback.rollingpolicy.file-name-pattern=" + log + ".%d{HH-mm-ss}.%i.gz",
				"--management.endpoints.web.exposure.include=health,seccomp"));
		return RunningApplication.ofClass(tls, BroadApplication.class,
				List.of(option, "-XX:NativeMemoryTracking=summary", "--enable-native-access=ALL-UNNAMED"), arguments);
	}

	/** Waits for log files, one per second, which are compressed except for the last. */
	private List<String> logFiles() throws IOException {
		List<String> logs = new ArrayList<>();
		try (var files = Files.newDirectoryStream(this.folder, "application.log*")) {
			for (Path file : files) {
				try (InputStream content = Files.newInputStream(file)) {
					boolean packed = file.toString().endsWith(".gz");
					logs.add(new String(((packed) ? new GZIPInputStream(content) : content).readAllBytes()));
				}
			}
		}
		return logs;
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
		assertThat(application.get("/hosts/note.invalid").body()).isEqualTo("unknown");
		JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
		assertThat(endpoint).extractingPath("$.mode").isEqualTo((LEARNED != null) ? "learn" : "enforce");
		if (LEARNED == null) {
			assertThat(endpoint).extractingPath("$.violations.total").isEqualTo(0);
		}
		assertThat(endpoint).extractingPath("$.status.Seccomp").isEqualTo(2);
		JsonContent health = new JsonContent(application.get("/actuator/health").body());
		assertThat(health).extractingPath("$.status").isEqualTo("UP");
	}

	private void diagnose(RunningApplication application) throws Exception {
		Path heap = this.folder.resolve("application.hprof");
		Path threads = this.folder.resolve("threads.txt");
		// JDK 25 also samples by CPU time, without perf_event_open
		assertThat(application.jcmd(
				"JFR.start name=test settings=profile" + ((JDK >= 25) ? " jdk.CPUTimeSample#enabled=true" : ""),
				"Thread.print", "GC.run", "GC.class_histogram", "VM.native_memory summary", "GC.heap_dump " + heap,
				(JDK >= 21) ? "Thread.dump_to_file " + threads : "VM.version"))
			.contains("Started recording", "Full thread dump", "\"HikariPool-1:housekeeper\"",
					"Command executed successfully", "dev.seccomp.sample.broad.NoteController", "Java Heap (reserved=");
		assertThat(heap).isNotEmptyFile();
		try (var dump = Files.newInputStream(heap)) {
			assertThat(dump.readNBytes(12)).asString().isEqualTo("JAVA PROFILE");
		}
		if (JDK >= 21) {
			assertThat(threads).content().contains("\"HikariPool-1:housekeeper\"");
		}
		use(application);
		Path recording = this.folder.resolve("application.jfr");
		Path rest = this.folder.resolve("rest.jfr");
		assertThat(application.jcmd("JFR.dump name=test filename=" + recording, "JFR.stop name=test filename=" + rest,
				"JFR.check"))
			.contains("No available recordings");
		assertThat(events(recording)).contains("jdk.GarbageCollection", "jdk.NativeLibrary", "jdk.SystemProcess",
				(JDK >= 25) ? "jdk.CPUTimeSample" : "jdk.JVMInformation");
		assertThat(events(rest)).isNotEmpty();
	}

	private static Set<String> events(Path recording) throws IOException {
		return RecordingFile.readAllEvents(recording)
			.stream()
			.map(RecordedEvent::getEventType)
			.map((type) -> type.getName())
			.collect(Collectors.toSet());
	}

}
