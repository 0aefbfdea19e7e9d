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

import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests remote attacks on the sample, with and without a filter.
 */
class SampleApplicationIT {

	@TempDir
	Path folder;

	@Test
	void applicationWhenFilterIsInstalledDeniesCommandInjection() throws Exception {
		Path effect = this.folder.resolve("effect");
		try (RunningApplication application = RunningApplication.ofJar()) {
			HttpResponse<String> injection = application.get(injection("touch " + effect));
			assertThat(injection.statusCode()).isEqualTo(403);
			assertThat(injection.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("text/plain"));
			assertThat(injection.body()).contains("Cannot run program \"/bin/sh\"").contains("ermission denied");
			assertThat(effect).doesNotExist();
			HttpResponse<String> ls = application.get("/ls");
			assertThat(ls.statusCode()).isEqualTo(403);
			assertThat(ls.body()).contains("Cannot run program \"/bin/ls\"").contains("ermission denied");
			assertThat(application.log()).containsOnlyOnce("Seccomp filter in force: mode=enforce");
			showsFilter(application);
		}
	}

	private void showsFilter(RunningApplication application) throws Exception {
		JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
		assertThat(endpoint).extractingPath("$.mode").isEqualTo("enforce");
		assertThat(endpoint).extractingPath("$.status.Seccomp").isEqualTo(2);
		assertThat(endpoint).extractingPath("$.status.NoNewPrivs").isEqualTo(1);
		assertThat(endpoint).extractingPath("$.filters[0].name").isEqualTo("startup");
		assertThat(endpoint).extractingPath("$.filters[0].installedOn").isEqualTo("ApplicationStartingEvent");
		assertThat(endpoint).extractingPath("$.filters.length()").isEqualTo(1);
		assertThat(endpoint).extractingPath("$.policy.defaultAction.action").isEqualTo("allow");
		String hash = application.log().replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
		assertThat(endpoint).extractingPath("$.filters[0].hash").isEqualTo(hash);
		JsonContent health = new JsonContent(application.get("/actuator/health").body());
		assertThat(health).extractingPath("$.components.seccomp.status").isEqualTo("UP");
		JsonContent info = new JsonContent(application.get("/actuator/info").body());
		assertThat(info).extractingPath("$.seccomp.hash").isEqualTo(hash);
		assertThat(application.get("/").body()).contains("<title>seccomp for Spring Boot</title>");
	}

	@Test
	void applicationWhenFilterIsDisabledAllowsCommandInjection() throws Exception {
		Path effect = this.folder.resolve("effect");
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.enabled=false")) {
			assertThat(application.get(injection("touch " + effect)).statusCode()).isEqualTo(200);
			assertThat(effect).exists();
			HttpResponse<String> injection = application.get(injection("ls -al " + this.folder));
			assertThat(injection.statusCode()).isEqualTo(200);
			assertThat(injection.body()).contains("effect");
			HttpResponse<String> ls = application.get("/ls");
			assertThat(ls.statusCode()).isEqualTo(200);
			assertThat(ls.body()).startsWith("total ");
			JsonContent endpoint = new JsonContent(application.get("/actuator/seccomp").body());
			assertThat(endpoint).extractingPath("$.mode").isEqualTo("disabled");
			assertThat(endpoint).extractingPath("$.reason").isEqualTo("seccomp.enabled is false");
			assertThat(endpoint).extractingPath("$.filters").asArray().isEmpty();
			JsonContent health = new JsonContent(application.get("/actuator/health").body());
			assertThat(health).extractingPath("$.components.seccomp.status").isEqualTo("UNKNOWN");
		}
	}

	@Test
	void applicationWhenPresetIsHardenedDeniesMemoryFile() throws Exception {
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.presets=hardened")) {
			HttpResponse<String> memory = application.post("/attack/memory", "text/plain", "");
			assertThat(memory.statusCode()).isEqualTo(403);
			assertThat(memory.body()).isEqualToIgnoringNewLines("[1] Operation not permitted");
			assertThat(application.post("/attack/execve", "text/plain", "").statusCode()).isEqualTo(403);
			assertThat(application.post("/attack/port", "text/plain", "").statusCode()).isEqualTo(200);
		}
		try (RunningApplication application = RunningApplication.ofJar()) {
			assertThat(application.post("/attack/memory", "text/plain", "").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void applicationWhenPolicyIsInvalidDoesNotStart() throws Exception {
		assertThat(RunningApplication.failureOfJar("--seccomp.presets=no-exek")).contains("APPLICATION FAILED TO START")
			.contains("Property: seccomp.presets[0]")
			.contains("Value: \"no-exek\"")
			.contains("Origin: \"seccomp.presets\" from property source \"commandLineArgs\"")
			.contains("Did you mean no-exec?")
			.doesNotContain("Tomcat")
			.doesNotContain("Exception")
			.endsWith("exit code 78");
	}

	private static String injection(String command) {
		return "/ping?host=" + UriUtils.encode("127.0.0.1;" + command, UTF_8);
	}

}
