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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records the sample in learn mode, and tests it under the learned policy.
 */
class LearnedSampleIT {

	private static final int MOST_CALLS = 90;

	private static final int EXIT_BY_SIGTERM = 128 + 15;

	private static final List<String> PATHS = List.of("/", "/style.css", "/page.js", "/actuator", "/actuator/info",
			"/actuator/metrics", "/actuator/metrics/jvm.threads.live", "/actuator/prometheus",
			"/actuator/seccomp/execve");

	@TempDir
	static Path learned;

	@TempDir
	Path folder;

	@BeforeAll
	static void learn() throws Exception {
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.mode=learn",
				"--seccomp.learn.output=" + file())) {
			use(application);
			assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
			assertThat(application.log()).contains("seccomp.mode=learn: no call is denied");
		}
		assertThat(file()).isNotEmptyFile();
		assertThat(companion()).isNotEmptyFile();
	}

	@Test
	void learnedPolicyAllowsFewCalls() throws IOException {
		List<List<String>> names = JsonPath.read(Files.readString(companion()),
				"$.syscalls[?(@.action == 'SCMP_ACT_ALLOW')].names");
		Set<String> allowed = new HashSet<>();
		names.forEach(allowed::addAll);
		System.out.println("The sample is allowed " + allowed.size() + " calls");
		assertThat(allowed).contains("futex", "epoll_ctl", "rt_sigsuspend", "pipe2")
			.doesNotContain("execve", "vfork", "ptrace")
			.hasSizeLessThanOrEqualTo(MOST_CALLS);
		assertThat(Files.readString(file())).doesNotContain("RISKY:");
	}

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z", "Shenandoah" })
	void applicationWhenPolicyIsLearnedWorks(String collector) throws Exception {
		String option = RunningApplication.collector(collector);
		try (RunningApplication application = RunningApplication.ofJar(List.of(option),
				"--spring.config.import=file:" + file())) {
			use(application);
			diagnose(application);
			use(application);
			JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
			assertThat(endpoint).extractingPath("$.mode").isEqualTo("enforce");
			assertThat(endpoint).extractingPath("$.policy.defaultAction.action").isEqualTo("errno");
			assertThat(endpoint).extractingPath("$.violations.total").isEqualTo(0);
			assertThat(application.log()).doesNotContain("Denied ", "WARN", "ERROR");
			assertThat(attack(application).statusCode()).isEqualTo(403);
			assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
			assertThat(application.log()).contains("Graceful shutdown complete").containsOnlyOnce("Denied ");
		}
	}

	private static void use(RunningApplication application) throws Exception {
		for (String path : PATHS) {
			assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
		}
		assertThat(application.get("/nowhere").statusCode()).isEqualTo(404);
		assertThat(new JsonContent(application.get("/actuator/health").body())).extractingPath("$.status")
			.isEqualTo("UP");
	}

	/** Runs diagnostics that were not recorded. */
	private void diagnose(RunningApplication application) throws Exception {
		assertThat(application.jcmd("Thread.print")).contains("Full thread dump");
		assertThat(application.jcmd("JFR.start name=test settings=profile")).contains("Started recording");
		assertThat(application.jcmd("GC.run")).contains("successfully");
		Path heap = this.folder.resolve("application.hprof");
		application.jcmd("GC.heap_dump " + heap);
		assertThat(heap).isNotEmptyFile();
		Path recording = this.folder.resolve("application.jfr");
		application.jcmd("JFR.stop name=test filename=" + recording);
		assertThat(RecordingFile.readAllEvents(recording)).isNotEmpty();
	}

	private HttpResponse<String> attack(RunningApplication application) throws Exception {
		return application.get("/ls");
	}

	private static Path file() {
		return learned.resolve("learned.yml");
	}

	private static Path companion() {
		return learned.resolve("learned.json");
	}

}
