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
package dev.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.seccomp.boot.properties.SeccompProperties.OnUnsupported;
import dev.seccomp.boot.properties.SeccompProperties.RuleAction;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the configuration metadata suggests the names that the code knows, and that
 * the documentation has the properties of the metadata.
 */
class ConfigurationMetadataTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	private static final String HEADING = "| property | meaning | default |\n|---|---|---|\n";

	private static final List<String> FILTERS = List.of("seccomp.", "seccomp.ready.");

	/** The elements of lists have the name of the list, without an index. */
	@Test
	void hintsAreNamesOfTheCode() throws IOException {
		Map<String, List<String>> expected = new LinkedHashMap<>();
		expected.put("seccomp.mode", names(FilterMode.values()));
		expected.put("seccomp.on-unsupported", names(OnUnsupported.values()));
		expected.put("seccomp.violations.ignore.syscalls", syscalls());
		for (String filter : FILTERS) {
			expected.put(filter + "presets", List.copyOf(Catalog.get().presets()));
			expected.put(filter + "default-action", names(RuleAction.values()));
			expected.put(filter + "syscalls.names", syscalls());
			expected.put(filter + "syscalls.groups", List.copyOf(Catalog.get().groups()));
			expected.put(filter + "syscalls.action", names(RuleAction.values()));
			expected.put(filter + "syscalls.errno", List.copyOf(Errno.names()));
			expected.put(filter + "syscalls.args.op", names(Operator.values()));
		}
		Map<String, List<String>> actual = new LinkedHashMap<>();
		values()
			.forEach((name, values) -> actual.put(name, values.stream().map((value) -> value.get("value")).toList()));
		assertThat(actual.keySet()).isEqualTo(expected.keySet());
		expected.forEach(
				(name, values) -> assertThat(actual.get(name)).as(name).containsExactlyInAnyOrderElementsOf(values));
	}

	@Test
	void groupsHaveTheirDescriptions() throws IOException {
		Map<String, List<Map<String, String>>> hints = values();
		for (String filter : FILTERS) {
			assertThat(hints.get(filter + "syscalls.groups")).isNotEmpty().allSatisfy((hint) -> {
				String subject = Catalog.get().group(hint.get("value")).orElseThrow().subject();
				assertThat(hint.get("description"))
					.isEqualTo(Character.toUpperCase(subject.charAt(0)) + subject.substring(1) + ".");
			});
		}
	}

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(metadata("properties")).isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as(property.toString())
				.isNotNull()
				.endsWith("."));
	}

	@Test
	void documentationHasTheTableOfTheMetadata() throws IOException {
		String table = HEADING + metadata("properties").stream()
			.map(ConfigurationMetadataTests::row)
			.sorted()
			.collect(Collectors.joining());
		assertThat(Files.readString(PAGE))
			.as("The properties have changed. Replace the table in %s by:\n\n%s", PAGE, table)
			.contains("\n\n" + table + "\n");
	}

	private static String row(Map<String, Object> property) {
		Object value = property.get("defaultValue");
		return "| `" + property.get("name") + "` | " + property.get("description").toString().replace('\'', '`') + " |"
				+ ((value != null) ? " `" + value.toString().replace('_', '-') + "` |\n" : " |\n");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, List<Map<String, String>>> values() throws IOException {
		return metadata("hints").stream()
			.filter((hint) -> hint.containsKey("values"))
			.collect(Collectors.toMap((hint) -> (String) hint.get("name"),
					(hint) -> (List<Map<String, String>>) hint.get("values")));
	}

	private static List<Map<String, Object>> metadata(String kind) throws IOException {
		Map<String, List<Map<String, Object>>> metadata = new Yaml().load(Files.readString(METADATA));
		return metadata.get(kind);
	}

	private static List<String> names(Object[] values) {
		return Arrays.stream(values).map(Object::toString).toList();
	}

	private static List<String> syscalls() {
		Set<String> names = new TreeSet<>();
		for (Architecture architecture : Architecture.values()) {
			// No application runs on this one
			if (architecture != Architecture.I386) {
				names.addAll(architecture.syscalls().names());
			}
		}
		return List.copyOf(names);
	}

}
