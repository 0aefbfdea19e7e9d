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
import java.util.stream.Stream;

import dev.seccomp.boot.actuate.EndpointView;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.PrintedOutput;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the reports of a denied call: in the log in any format, in an event, in the
 * metrics and at the endpoint.
 */
class ViolationReportTests {

	private static final String DENIED = "Denied bind (EXFULL) ";

	private static final String[] COMMAND = { "/bin/echo", "--db.password=hunter2", "--user=alice", "-n=1" };

	@Test
	@ForkedJvm
	void denialIsReportedEverywhere() throws Exception {
		ModesApplication application = start("bind");
		assertThat(application.attack().bind()).isEqualTo("Exchange full");
		assertThat(application.endpoint().all().violations().bySyscall()).hasToString("{bind=3}");
		assertThat(application.events()).containsExactly("bind errno", "bind errno", "bind errno");
		assertThat(application.meters()).contains("seccomp.violations {action=errno, syscall=bind} 3.0");
		assertThat(PrintedOutput.read().lines().filter((line) -> line.contains(DENIED))).hasSize(3);
		assertThat(PrintedOutput.read())
			.containsPattern("WARN \\d+ --- \\[ +attacker] dev\\.seccomp +: Denied bind \\(EXFULL\\) fd=\\d+"
					+ " address=\\S+, called by thread 'attacker' at dev\\.seccomp\\.boot\\.ModesApplication\\.bind\\("
					+ "ModesApplication\\.java:\\d+\\)\\. The rule 'syscalls\\[0]' denies it\\.\\s+Call of bind \\(without the outermost \\d+ frames\\)"
					+ "\\s+at java\\.base/sun\\.nio\\.ch\\.Net\\.bind0")
			.containsPattern("\tat dev\\.seccomp\\.boot\\.ModesApplication\\.attackInThread\\("
					+ "ModesApplication\\.java:\\d+\\)");
	}

	/** The application chooses the names of its threads. */
	@Test
	@ForkedJvm
	void nameOfThreadForgesNoLine() throws Exception {
		ModesApplication application = start("bind");
		application.attack("worker\nFORGED\u001b[2K");
		assertThat(application.endpoint().recent()).anyMatch((line) -> line.contains("worker\\x0aFORGED\\x1b[2K"));
		assertThat(PrintedOutput.read()).contains("called by thread 'worker\\x0aFORGED\\x1b[2K'")
			.doesNotContain("\nFORGED")
			.doesNotContain("\u001b");
	}

	@Test
	@ForkedJvm
	void endpointShowsViolationsToWhomItIsConfiguredTo() throws Exception {
		ModesApplication application = start("bind");
		application.attack();
		SeccompState state = application.state();
		assertThat(EndpointView.shows(state, Show.NEVER, false)).isFalse();
		assertThat(EndpointView.shows(state, Show.NEVER, true)).isFalse();
		assertThat(EndpointView.shows(state, Show.WHEN_AUTHORIZED, false)).isFalse();
		assertThat(EndpointView.shows(state, Show.WHEN_AUTHORIZED, true)).isTrue();
		assertThat(EndpointView.shows(state, Show.ALWAYS, false)).isTrue();
		assertThat(EndpointView.shows(state, Show.ALWAYS, true)).isTrue();
	}

	@Test
	@ForkedJvm
	void nothingIsReportedWithoutDenial() throws Exception {
		ModesApplication application = start("acct");
		assertThat(application.attack().bind()).isEqualTo(ModesApplication.OPEN);
		assertThat(application.endpoint().all().violations().bySyscall()).isEmpty();
		assertThat(application.endpoint().recent()).isEmpty();
		assertThat(application.events()).isEmpty();
		assertThat(application.meters()).noneMatch((meter) -> meter.startsWith("seccomp.violations"));
		assertThat(PrintedOutput.read()).doesNotContain("Denied bind");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "2, 2", "100, 3" })
	@ForkedJvm
	void historyIsLimited(int history, int shown) throws Exception {
		ModesApplication application = start("bind", "--seccomp.violations.history=" + history);
		application.attack();
		List<String> recent = application.endpoint().recent();
		assertThat(recent).hasSize(shown).allMatch((line) -> line.startsWith("bind errno EXFULL by "));
		assertThat(recent.stream().limit(1)).as("the latest first").allMatch((line) -> line.contains(" by attacker "));
		assertThat(application.endpoint().all().violations().bySyscall()).hasToString("{bind=3}");
	}

	@ParameterizedTest
	@CsvSource({ "dev.seccomp, bind, 0", "dev.seccomp.boo, bind, 3", "dev.seccomp.boot, acct, 3" })
	@ForkedJvm
	void ignoredViolationIsReportedButNotLogged(String callers, String syscall, int logged) throws Exception {
		ModesApplication application = start("bind", "--seccomp.violations.ignore[0].packages=" + callers,
				"--seccomp.violations.ignore[0].syscalls=" + syscall);
		assertThat(application.attack().bind()).isEqualTo("Exchange full");
		assertThat(application.endpoint().all().violations().bySyscall()).hasToString("{bind=3}");
		assertThat(application.endpoint().recent()).hasSize(3);
		assertThat(application.events()).containsExactly("bind errno", "bind errno", "bind errno");
		assertThat(PrintedOutput.read().lines().filter((line) -> line.contains(DENIED))).hasSize(logged);
	}

	@Test
	@ForkedJvm
	void secretsOfCommandLinesAreNotReported() throws Exception {
		ModesApplication application = start("execve");
		assertThat(Libc.execve(COMMAND)).isEqualTo("EXFULL");
		application.awaitEvents();
		assertThat(application.endpoint().recent()).singleElement()
			.asString()
			.contains("argv=[/bin/echo, --db.password=******, --user=nobody, -n=1]");
		assertThat(application.endpoint().all().toString() + PrintedOutput.read())
			.contains("Denied execve (EXFULL) path=/bin/echo,")
			.doesNotContain("hunter2")
			.doesNotContain("alice");
	}

	/** The program replaces the JVM. */
	@Test
	@ForkedJvm(exitCode = 0)
	void withoutFilterCommandLineIsPassed() {
		start("execve", "--seccomp.enabled=false");
		Libc.execve("/bin/sh", "-c", "test \"$*\" = '--db.password=hunter2 --user=alice -n=1'", COMMAND[0], COMMAND[1],
				COMMAND[2], COMMAND[3]);
	}

	@Test
	@ForkedJvm
	void elasticCommonSchema() throws Exception {
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
		assertThat(denied.getJSONObject("error").getString("stack_trace"))
			.startsWith("Call of bind (without the outermost ")
			.contains("at java.base/sun.nio.ch.Net.bind0")
			.contains("at dev.seccomp.boot.ModesApplication.bind(ModesApplication.java:")
			.doesNotContain("java.lang.Thread.run(");
		JSONObject seccomp = denied.getJSONObject("seccomp");
		assertThat(seccomp.getString("stack_trace")).contains("at java.base/sun.nio.ch.Net.bind0")
			.contains("at java.base/java.lang.Thread.run(");
		assertThat(seccomp.getString("syscall")).isEqualTo("bind");
		assertThat(seccomp.getString("filter")).isEqualTo("startup");
		assertThat(seccomp.getString("rule")).isEqualTo("syscalls[0]");
		assertThat(denied.getJSONObject("rule").getString("name")).isEqualTo("syscalls[0]");
		assertThat(seccomp.getString("errno")).isEqualTo("EXFULL");
		assertThat(seccomp.getString("action")).isEqualTo("errno");
		assertThat(seccomp.getJSONObject("thread").getInt("id"))
			.isNotEqualTo(seccomp.getJSONObject("process").getInt("pid"));
		assertThat(seccomp.getJSONObject("process").getInt("pid")).isEqualTo(process.getInt("pid"));
	}

	@Test
	@ForkedJvm
	void graylogExtendedLogFormat() throws Exception {
		JSONObject denied = json("gelf");
		assertThat(denied.getString("short_message")).startsWith(DENIED);
		assertThat(denied.getString("_process_thread_name")).isEqualTo("attacker");
		assertThat(denied.getString("_event.action")).isEqualTo("violated-seccomp-policy");
		assertThat(denied.getString("_error_stack_trace")).contains("at dev.seccomp.boot.ModesApplication.bind(");
	}

	@Test
	@ForkedJvm
	void logstash() throws Exception {
		JSONObject denied = json("logstash");
		assertThat(denied.getString("message")).startsWith(DENIED);
		assertThat(denied.getString("thread_name")).isEqualTo("attacker");
		assertThat(denied.getString("event.action")).isEqualTo("violated-seccomp-policy");
		assertThat(denied.getString("stack_trace")).contains("at dev.seccomp.boot.ModesApplication.bind(");
	}

	/** A formatter that fails prints no line. */
	private static JSONObject json(String format) throws Exception {
		start("bind", "--logging.structured.format.console=" + format).attack();
		List<String> lines = PrintedOutput.read().lines().filter((line) -> line.contains(DENIED)).toList();
		assertThat(lines).hasSize(3).allMatch((line) -> line.startsWith("{") && line.endsWith("}"));
		return new JSONObject(lines.get(2));
	}

	private static ModesApplication start(String denied, String... arguments) {
		return ModesApplication.start(Stream
			.concat(Stream.of("--seccomp.presets=", "--seccomp.syscalls[0].names=" + denied,
					"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EXFULL"), Stream.of(arguments))
			.toArray(String[]::new));
	}

}
