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

package dev.seccomp.boot.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertyDrift}.
 */
class PropertyDriftReportTests {

	@Test
	void equalPropertiesHaveNoDifference() {
		Map<String, String> properties = Map.of("presets", "hardened", "syscalls[0].names", "acct",
				"syscalls[0].action", "errno");
		assertThat(between(properties, properties)).isEmpty();
	}

	@Test
	void valueThatDiffersIsNamedAlone() {
		assertThat(between(Map.of("presets", "no-exec"), Map.of("presets", "hardened")))
			.containsExactly("seccomp.presets: installed [no-exec], now [hardened]");
		assertThat(between(Map.of(), Map.of("enabled", "false", "skip.in-tests", "false"))).containsExactly(
				"seccomp.enabled: installed true, now false", "seccomp.skip.in-tests: installed true, now false");
		assertThat(between(Map.of("default-action", "kill-process"), Map.of()))
			.containsExactly("seccomp.default-action: installed kill_process, now not set");
		assertThat(between(Map.of(), Map.of("presets", "")))
			.containsExactly("seccomp.presets: installed not set, now []");
	}

	@Test
	void elementOfAListIsNamedWithItsIndex() {
		Map<String, String> installed = Map.of("syscalls[0].names", "acct", "syscalls[0].action", "errno",
				"syscalls[1].names", "swapon", "syscalls[1].action", "errno", "syscalls[1].args[0].index", "1",
				"syscalls[1].args[0].op", "masked-eq", "syscalls[1].args[0].value", "2");
		Map<String, String> now = new LinkedHashMap<>(installed);
		now.put("syscalls[0].action", "allow");
		now.put("syscalls[1].args[0].value", "3");
		assertThat(between(installed, now)).containsExactly("seccomp.syscalls[0].action: installed errno, now allow",
				"seccomp.syscalls[1].args[0].value: installed 2, now 3");
	}

	@Test
	void addedElementIsReportedWithWhatItSets() {
		assertThat(between(Map.of(), Map.of("syscalls[0].names", "acct", "syscalls[0].action", "errno")))
			.containsExactly("seccomp.syscalls[0].names: installed not set, now [acct]",
					"seccomp.syscalls[0].action: installed not set, now errno");
		assertThat(between(Map.of("ready.presets", "hardened"), Map.of()))
			.containsExactly("seccomp.ready.presets: installed [hardened], now not set");
	}

	@Test
	void ignoredViolationThatDiffersIsNamed() {
		Map<String, String> installed = Map.of("violations.ignore[0].packages", "oshi", "violations.ignore[0].syscalls",
				"clone");
		Map<String, String> now = new LinkedHashMap<>(installed);
		now.put("violations.ignore[0].syscalls", "clone,execve");
		assertThat(between(installed, now))
			.containsExactly("seccomp.violations.ignore[0].syscalls: installed [clone], now [clone, execve]");
	}

	@Test
	void addedElementWithoutPropertiesIsReported() {
		assertThat(between(Map.of(), Map.of("ready.presets", "")))
			.containsExactly("seccomp.ready: installed not set, now set");
	}

	@Test
	void onlyTheDifferenceOfALongListIsReported() {
		String names = IntStream.range(0, 400).mapToObj((i) -> "call" + i).collect(Collectors.joining(","));
		Map<String, String> installed = Map.of("syscalls[0].names", names, "syscalls[0].action", "allow");
		Map<String, String> now = Map.of("syscalls[0].names", names.replace(",call7,", ",other,"), "syscalls[0].action",
				"allow");
		assertThat(between(installed, now))
			.containsExactly("seccomp.syscalls[0].names: only installed [call7], only now [other]");
	}

	private static List<String> between(Map<String, String> installed, Map<String, String> now) {
		return PropertyDrift.between(bind(installed), bind(now));
	}

	private static SeccompProperties bind(Map<String, String> properties) {
		Map<String, Object> map = new LinkedHashMap<>();
		properties.forEach((name, value) -> map.put("seccomp." + name, value));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", map));
		return new SeccompPropertiesBinder(environment).bind();
	}

}
