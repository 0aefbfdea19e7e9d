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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that code that a library lists in {@code spring.factories} runs under the filter,
 * and once.
 */
class LibraryCodeTests {

	@TempDir
	Path folder;

	private ChildJvm jvm;

	@BeforeEach
	void createLibrary() throws IOException {
		Path library = this.folder.resolve("library/META-INF");
		Files.createDirectories(library);
		Files.writeString(library.resolve("spring.factories"),
				LibraryApplication.LIBRARY.entrySet()
					.stream()
					.map((entry) -> entry.getKey().getName() + "=" + entry.getValue().getName())
					.collect(Collectors.joining("\n")));
		Files.writeString(this.folder.resolve("import.third"), "from.file=read");
		Files.writeString(this.folder.resolve("profile.json"), "{\"defaultAction\": \"SCMP_ACT_ALLOW\"}");
		this.jvm = ChildJvm.of(LibraryApplication.class)
			.classPathFolder(library.getParent())
			.environment("CONFIGURATION", "from.variable=read")
			.arguments("--seccomp.profile=" + this.folder.resolve("profile.json"));
	}

	@Test
	void codeOfALibraryRunsUnderTheFilter() {
		ChildJvm.Outcome outcome = this.jvm.arguments(imports("third:from.location=read")).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(calls(outcome)).allMatch((call) -> call.endsWith(" 2"));
		assertAllCalled(outcome);
		assertThat(outcome.line("exec")).doesNotContain("ran");
	}

	@Test
	void importOfALibraryIsReadOnce() {
		ChildJvm.Outcome outcome = this.jvm.arguments(imports("third:from.location=read")).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		// One pass of Spring Boot resolves a location before and after it knows the
		// profiles
		assertThat(calls(outcome)).containsOnlyOnce("LocationResolver constructor 2", "LocationLoader constructor 2",
				"LocationLoader load 2", "FileLoader load 2");
		assertThat(outcome.line("from location")).isEqualTo("read");
		assertThat(outcome.line("from file")).isEqualTo("read");
	}

	@Test
	void callsAreRecordedWithoutAFilter() {
		ChildJvm.Outcome outcome = this.jvm.arguments(imports("third:from.location=read"))
			.arguments("--seccomp.enabled=false")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(calls(outcome)).allMatch((call) -> call.endsWith(" 0"));
		assertAllCalled(outcome);
		assertThat(outcome.line("exec")).contains("ran");
	}

	@Test
	void importOfALibraryThatSetsThePolicyStopsTheStart() {
		ChildJvm.Outcome outcome = this.jvm.arguments(imports("third:seccomp.presets=hardened")).run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains("seccomp.presets: installed not set, now [hardened]")
			.contains("Set 'seccomp.*' where Spring Boot itself reads it: application properties or YAML")
			.contains("Imports that a library resolves are read too late.");
	}

	@Test
	void importThatNoLibraryResolvesStopsTheStartUnderTheFilter() {
		ChildJvm.Outcome outcome = this.jvm.arguments("--spring.config.import=unknown:location").run();
		assertThat(outcome.exitCode()).isNotZero();
		assertThat(outcome.output()).contains("unknown:location").doesNotContain("bean: made");
		assertThat(calls(outcome)).contains("LocationResolver isResolvable 2");
	}

	@Test
	void locationWithAnUnresolvedPlaceholderIsReadUnderTheFilter() {
		ChildJvm.Outcome outcome = this.jvm
			.arguments("--spring.config.import=third:from.location=" + this.folder + ",optional:env:CONFIGURATION")
			.arguments("--spring.config.additional-location=optional:${from.location}/;" + this.folder + "/")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("from location")).isEqualTo(this.folder.toString());
	}

	private String imports(String location) {
		return "--spring.config.import=" + location + ",optional:env:CONFIGURATION,"
				+ this.folder.resolve("import.third");
	}

	private static void assertAllCalled(ChildJvm.Outcome outcome) {
		for (Map.Entry<String, String> call : Map
			.of("FileLoader", "load", "LocationResolver", "resolve", "LocationLoader", "load", "PostProcessor",
					"postProcessEnvironment", "ResourceResolver", "resolve", "ContextFactory", "createEnvironment")
			.entrySet()) {
			assertThat(calls(outcome)).anyMatch((line) -> line.startsWith(call.getKey() + " constructor "))
				.anyMatch((line) -> line.startsWith(call.getKey() + " " + call.getValue() + " "));
		}
	}

	private static List<String> calls(ChildJvm.Outcome outcome) {
		String label = "library: ";
		return outcome.output()
			.lines()
			.filter((line) -> line.startsWith(label))
			.map((line) -> line.substring(label.length()))
			.toList();
	}

}
