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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	private static final Pattern OPERATIONS = Pattern
		.compile("# The (.+): (\\d+) operations \\(\\d+ calls\\), of them (\\d+) recorded\\.");

	private static final int MOST_OPERATIONS = 80;

	private static final int MOST_OPERATIONS_READY = 65;

	private static final int MOST_RECORDED_READY = 50;

	/** The policy was learned with the default collector. */
	private static final String OTHER_ENVIRONMENT = "The policy was not learned in this environment";

	private static final int FEWEST_BLOCKED_EXPLOITS = 32;

	private static final Pattern BLOCKED_EXPLOITS = Pattern.compile("learned\\.yml, serving .* (\\d+) of 36 ");

	/** It needs a netlink socket. */
	private static final String NETWORK_EVENT = "jdk.NetworkUtilization";

	private static final String OTHER_PERIODIC_EVENT = "jdk.CPULoad";

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
			.doesNotContain("execve", "vfork", "ptrace");
		String policy = Files.readString(file());
		assertThat(policy).doesNotContain("RISKY:").contains("  ready:\n");
		Matcher operations = OPERATIONS.matcher(policy);
		assertThat(operations.find()).isTrue();
		assertThat(operations.group(1)).isEqualTo("whole life");
		assertThat(Integer.parseInt(operations.group(2))).isLessThanOrEqualTo(MOST_OPERATIONS);
		assertThat(operations.find()).isTrue();
		assertThat(operations.group(1)).isEqualTo("ready application");
		assertThat(Integer.parseInt(operations.group(2))).isLessThanOrEqualTo(MOST_OPERATIONS_READY);
		assertThat(Integer.parseInt(operations.group(3))).isLessThanOrEqualTo(MOST_RECORDED_READY);
	}

	@Test
	void learnedPolicyBlocksExploits() throws Exception {
		Matcher blocked = BLOCKED_EXPLOITS.matcher(RunningApplication.runTool("java", "-Djarmode=seccomp", "-jar",
				System.getProperty("sample-app.jar"), "exposure", file().toString()));
		assertThat(blocked.find()).isTrue();
		assertThat(Integer.parseInt(blocked.group(1))).isGreaterThanOrEqualTo(FEWEST_BLOCKED_EXPLOITS);
	}

	@Test
	void learnedPolicyNamesTheCodeOfCalls() throws IOException {
		assertThat(Files.readString(file())).containsPattern("- accept4? +# org\\.apache\\.tomcat\\.")
			.containsPattern("- epoll_ctl +# org\\.apache\\.tomcat\\.");
	}

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z", "Shenandoah" })
	void applicationWhenPolicyIsLearnedOnAnotherJdkWorks(String collector) throws Exception {
		String option = RunningApplication.collector(collector);
		Path policy = learnOnAnotherJdk();
		try (RunningApplication application = RunningApplication.ofJar(List.of(option),
				"--spring.config.import=file:" + policy)) {
			assertThat(application.log()).contains(OTHER_ENVIRONMENT);
			assertWorks(application);
		}
	}

	private static Path learnOnAnotherJdk() throws Exception {
		Path policy = learned.resolve("other/learned.yml");
		if (!Files.exists(policy)) {
			Path jdk = RunningApplication.otherJdk();
			Files.createDirectory(policy.getParent());
			try (RunningApplication application = RunningApplication.ofJarOn(jdk, "--seccomp.mode=learn",
					"--seccomp.learn.output=" + policy)) {
				use(application);
				assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
			}
			assertThat(policy).isNotEmptyFile();
		}
		return policy;
	}

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z", "Shenandoah" })
	void applicationWhenPolicyIsLearnedWorks(String collector) throws Exception {
		String option = RunningApplication.collector(collector);
		try (RunningApplication application = RunningApplication.ofJar(List.of(option),
				"--spring.config.import=file:" + file())) {
			assertWorks(application);
		}
	}

	@Test
	void flightRecordingWithoutFilterHasNetworkUsage() throws Exception {
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.enabled=false")) {
			assertThat(record(application)).contains(NETWORK_EVENT);
		}
	}

	private void assertWorks(RunningApplication application) throws Exception {
		use(application);
		diagnose(application);
		use(application);
		JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
		assertThat(endpoint).extractingPath("$.mode").isEqualTo("enforce");
		assertThat(endpoint).extractingPath("$.policy.defaultAction.action").isEqualTo("errno");
		assertThat(endpoint).extractingPath("$.violations.total").isEqualTo(0);
		assertThat(application.logOfAnyUser()).filteredOn((line) -> !line.contains(OTHER_ENVIRONMENT))
			.noneMatch((line) -> line.contains("Denied ") || line.contains("WARN") || line.contains("ERROR"));
		assertThat(attack(application).statusCode()).isEqualTo(403);
		assertThat(application.stop()).isEqualTo(EXIT_BY_SIGTERM);
		assertThat(application.log()).contains("Graceful shutdown complete").containsOnlyOnce("Denied ");
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
		assertThat(application.jcmd("GC.run")).contains("successfully");
		Path heap = this.folder.resolve("application.hprof");
		application.jcmd("GC.heap_dump " + heap);
		assertThat(heap).isNotEmptyFile();
		assertThat(record(application)).contains(OTHER_PERIODIC_EVENT).doesNotContain(NETWORK_EVENT);
	}

	/** Records until periodic events have occurred several times. */
	private Set<String> record(RunningApplication application) throws Exception {
		Path recording = this.folder.resolve("application.jfr");
		String period = "#period=100ms ";
		assertThat(application
			.jcmd("JFR.start name=test settings=profile " + OTHER_PERIODIC_EVENT + period + NETWORK_EVENT + period))
			.contains("Started recording");
		List<String> events;
		do {
			use(application);
			application.jcmd("JFR.dump name=test filename=" + recording);
			events = RecordingFile.readAllEvents(recording)
				.stream()
				.map((event) -> event.getEventType().getName())
				.toList();
		}
		while (Collections.frequency(events, OTHER_PERIODIC_EVENT) < 5);
		application.jcmd("JFR.stop name=test");
		return Set.copyOf(events);
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
