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

package dev.seccomp.boot;

import java.util.List;

import dev.seccomp.testing.ChildJvm;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the reports of a violation: in the log in any format, in an event, in the
 * metrics and at the endpoint.
 */
class ViolationReportTests {

	private static final String DENIED = "Denied bind (EXFULL) ";

	@Test
	void violationIsReportedEverywhere() {
		ChildJvm.Outcome outcome = run();
		assertThat(outcome.line("bind")).isEqualTo("Exchange full");
		assertThat(outcome.line("violations")).isEqualTo("{bind=3}");
		assertThat(outcome.output().lines().filter("event: bind errno"::equals)).hasSize(3);
		assertThat(outcome.output().lines().filter((line) -> line.contains(DENIED))).hasSize(3);
		assertThat(outcome.output()).contains("meter: seccomp.violations {action=errno, syscall=bind} 3.0")
			.containsPattern("WARN \\d+ --- \\[ +attacker] dev\\.seccomp +: Denied bind \\(EXFULL\\) fd=\\d+"
					+ " address=\\S+, called by thread 'attacker' at dev\\.seccomp\\.boot\\.ModesApplication\\.bind\\("
					+ "ModesApplication\\.java:\\d+\\)\\s+Call of bind\\s+at java\\.base/sun\\.nio\\.ch\\.Net\\.bind0")
			.containsPattern("\tat dev\\.seccomp\\.boot\\.ModesApplication\\.attack\\(ModesApplication\\.java:\\d+\\)");
		assertThat(outcome.line("shown NEVER")).isEqualTo("anonymous false, authenticated false");
		assertThat(outcome.line("shown WHEN_AUTHORIZED")).isEqualTo("anonymous false, authenticated true");
		assertThat(outcome.line("shown ALWAYS")).isEqualTo("anonymous true, authenticated true");

		ChildJvm.Outcome undenied = runDenying("acct");
		assertThat(undenied.line("bind")).isEqualTo("port is open");
		assertThat(undenied.line("violations")).isEqualTo("{}");
		assertThat(undenied.output()).doesNotContain("event: ")
			.doesNotContain("recent: ")
			.doesNotContain("meter: seccomp.violations")
			.doesNotContain("Denied bind");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "2, 2", "100, 3" })
	void historyIsLimited(int history, int shown) {
		ChildJvm.Outcome outcome = run("--seccomp.violations.history=" + history);
		assertThat(outcome.output().lines().filter((line) -> line.startsWith("recent: "))).hasSize(shown)
			.allMatch((line) -> line.startsWith("recent: bind errno EXFULL by "));
		assertThat(outcome.output().lines().filter((line) -> line.startsWith("recent: ")).limit(1))
			.as("the latest first")
			.allMatch((line) -> line.contains(" by attacker "));
		assertThat(outcome.line("violations")).isEqualTo("{bind=3}");
	}

	@Test
	void secretsOfCommandLinesAreNotReported() {
		ChildJvm.Outcome outcome = runDenying("execve", ModesApplication.SECRET);
		assertThat(outcome.line("execve")).isEqualTo("EXFULL");
		assertThat(outcome.output()).contains("argv=[/bin/echo, --db.password=******, --user=nobody, -n=1]")
			.contains("Denied execve (EXFULL) path=/bin/echo,")
			.doesNotContain("hunter2")
			.doesNotContain("alice");

		ChildJvm.Outcome unfiltered = run(ModesApplication.SECRET, "--seccomp.enabled=false");
		assertThat(unfiltered.output()).contains("--db.password=hunter2 --user=alice -n=1").doesNotContain("execve: ");
	}

	@Test
	void elasticCommonSchema() throws JSONException {
		JSONObject denied = json("ecs");
		assertThat(denied.getString("message")).startsWith(DENIED);
		JSONObject event = denied.getJSONObject("event");
		assertThat(event.getString("kind")).isEqualTo("event");
		assertThat(event.getString("action")).isEqualTo("violated-seccomp-policy");
		assertThat(event.getString("outcome")).isEqualTo("failure");
		assertThat(event.getJSONArray("category")).asString().isEqualTo(new JSONArray(List.of("process")).toString());
		assertThat(event.getJSONArray("type")).asString().isEqualTo(new JSONArray(List.of("denied")).toString());
		JSONObject process = denied.getJSONObject("process");
		assertThat(process.getJSONObject("thread").getString("name")).isEqualTo("attacker");
		assertThat(denied.getJSONObject("error").getString("stack_trace")).startsWith("Call of bind\n")
			.contains("at java.base/sun.nio.ch.Net.bind0")
			.contains("at dev.seccomp.boot.ModesApplication.bind(ModesApplication.java:");
		JSONObject seccomp = denied.getJSONObject("seccomp");
		assertThat(seccomp.getString("syscall")).isEqualTo("bind");
		assertThat(seccomp.getString("errno")).isEqualTo("EXFULL");
		assertThat(seccomp.getString("action")).isEqualTo("errno");
		assertThat(seccomp.getJSONObject("thread").getInt("id"))
			.isNotEqualTo(seccomp.getJSONObject("process").getInt("pid"));
		assertThat(seccomp.getJSONObject("process").getInt("pid")).isEqualTo(process.getInt("pid"));
	}

	@Test
	void graylogExtendedLogFormat() throws JSONException {
		JSONObject denied = json("gelf");
		assertThat(denied.getString("short_message")).startsWith(DENIED);
		assertThat(denied.getString("_process_thread_name")).isEqualTo("attacker");
		assertThat(denied.getString("_event.action")).isEqualTo("violated-seccomp-policy");
		assertThat(denied.getString("_error_stack_trace")).contains("at dev.seccomp.boot.ModesApplication.bind(");
	}

	@Test
	void logstash() throws JSONException {
		JSONObject denied = json("logstash");
		assertThat(denied.getString("message")).startsWith(DENIED);
		assertThat(denied.getString("thread_name")).isEqualTo("attacker");
		assertThat(denied.getString("event.action")).isEqualTo("violated-seccomp-policy");
		assertThat(denied.getString("stack_trace")).contains("at dev.seccomp.boot.ModesApplication.bind(");
	}

	/** A formatter that fails prints no line. */
	private static JSONObject json(String format) throws JSONException {
		List<String> lines = run("--logging.structured.format.console=" + format).output()
			.lines()
			.filter((line) -> line.contains(DENIED))
			.toList();
		assertThat(lines).hasSize(3).allMatch((line) -> line.startsWith("{") && line.endsWith("}"));
		return new JSONObject(lines.get(2));
	}

	private static ChildJvm.Outcome run(String... arguments) {
		return runDenying("bind", arguments);
	}

	private static ChildJvm.Outcome runDenying(String syscall, String... arguments) {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class)
			.arguments("--management.endpoints.web.exposure.include=seccomp", "--seccomp.presets=",
					"--seccomp.syscalls[0].names=" + syscall, "--seccomp.syscalls[0].action=errno",
					"--seccomp.syscalls[0].errno=EXFULL")
			.arguments(arguments)
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return outcome;
	}

}
