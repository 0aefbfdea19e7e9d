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

package dev.seccomp.benchmarks.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.benchmarks.compatibility.KernelLog.Denial;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses each library and agent on each JDK under each preset, and compares the results
 * with the documentation.
 */
class CompatibilityIT {

	private static final Path PAGE = Path.of("..", "..", "docs", "compatibility.md");

	private static final List<String> PRESETS = List.of("no-exec", "hardened", "web-service");

	private static final String HEADING = "| library or agent | "
			+ PRESETS.stream().map((preset) -> "`" + preset + "`").collect(Collectors.joining(" | ")) + " |\n|"
			+ "---|".repeat(PRESETS.size() + 1) + "\n";

	@Test
	void resultsAreThoseOfDocumentation() throws Exception {
		List<List<Subject>> applications = new ArrayList<>(List.of(Subject.libraries()));
		Subject.agents().forEach((agent) -> applications.add(List.of(agent)));
		StringBuilder table = new StringBuilder(HEADING);
		List<Jdk> jdks = Jdk.all();
		try (KernelLog log = new KernelLog()) {
			for (List<Subject> application : applications) {
				Map<String, Map<Jdk, Run>> runs = runs(jdks, application);
				List<Denial> denials = log.denials();
				assertThat(runs.values().stream().flatMap((ofPreset) -> ofPreset.values().stream()))
					.allMatch((run) -> run.isIn(denials), "is in the kernel's log");
				application.forEach((subject) -> table.append(row(subject, runs, denials)));
				Files.writeString(Path.of("target", "compatibility.md"), table);
			}
		}
		assertThat(Files.readString(PAGE)).as("Replace the table in %s by:\n\n%s", PAGE, table)
			.contains("\n\n" + table + "\n");
	}

	private static Map<String, Map<Jdk, Run>> runs(List<Jdk> jdks, List<Subject> application)
			throws IOException, InterruptedException {
		Map<String, Map<Jdk, Run>> runs = new LinkedHashMap<>();
		for (Jdk jdk : jdks) {
			for (String preset : PRESETS) {
				Run run = new Run(jdk, application, "--seccomp.presets=" + preset);
				runs.computeIfAbsent(preset, (name) -> new LinkedHashMap<>()).put(jdk, run);
			}
			// Last, since lines of the kernel's log may be late, but not by the duration
			// of a run
			Run control = new Run(jdk, application, "--seccomp.enabled=false");
			assertThat(application)
				.allSatisfy((subject) -> assertThat(control.failure(subject)).as("%s without a filter", jdk).isEmpty());
		}
		return runs;
	}

	private static String row(Subject subject, Map<String, Map<Jdk, Run>> runs, List<Denial> denials) {
		Stream<String> cells = runs.values().stream().map((ofPreset) -> cell(subject, ofPreset, denials));
		return Stream.concat(Stream.of(subject.describe()), cells).collect(Collectors.joining(" | ", "| ", " |\n"));
	}

	/** Distinguishes the JDKs only if their results differ. */
	private static String cell(Subject subject, Map<Jdk, Run> runs, List<Denial> denials) {
		Map<String, List<String>> jdks = new LinkedHashMap<>();
		runs.forEach((jdk, run) -> jdks.computeIfAbsent(result(subject, run, denials), (result) -> new ArrayList<>())
			.add(String.valueOf(jdk.feature())));
		if (jdks.size() == 1) {
			return jdks.keySet().iterator().next();
		}
		return jdks.entrySet()
			.stream()
			.map((result) -> "JDK " + String.join(", ", result.getValue()) + ": " + result.getKey())
			.collect(Collectors.joining("; "));
	}

	private static String result(Subject subject, Run run, List<Denial> denials) {
		String failure = run.failure(subject);
		System.out.println(subject.title() + ": " + failure.lines().limit(20).collect(Collectors.joining("\n")));
		String calls = run.denied(denials, subject)
			.stream()
			.filter((call) -> !subject.early().contains(call))
			.map((call) -> call.replaceAll("(\\w+)", "`$1`"))
			.collect(Collectors.joining(", "));
		return (failure.isEmpty() ? "works" : "**fails**") + (calls.isEmpty() ? "" : ": " + calls);
	}

}
