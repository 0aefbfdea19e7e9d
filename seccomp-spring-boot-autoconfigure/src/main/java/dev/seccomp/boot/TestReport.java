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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;

/**
 * The report of violations that fail a test.
 */
public final class TestReport {

	private static final String INDENT = "\n    ";

	private TestReport() {
	}

	/**
	 * Report violations.
	 * @param supervisor the supervisor
	 * @param description the first sentence of the report
	 * @param violations the violations, at least one. The stack traces of their callers
	 * are the cause and the suppressed exceptions of the error
	 * @return the error
	 */
	public static AssertionError of(Supervisor supervisor, String description, List<Violation> violations) {
		ViolationLogger logger = new ViolationLogger(supervisor, IgnoredViolations.NONE);
		Map<String, List<Violation>> lines = violations.stream()
			.collect(Collectors.groupingBy(logger::message, LinkedHashMap::new, Collectors.toList()));
		StringBuilder text = new StringBuilder(description).append('\n');
		lines.forEach((line, same) -> text.append(INDENT)
			.append(line)
			.append((same.size() > 1) ? " (" + same.size() + " times)" : ""));
		String rules = AllowingRules.of(supervisor, violations);
		if (!rules.isEmpty()) {
			text.append("\n\nIf the application needs these calls, add these rules:\n\n")
				.append(rules.indent(4).stripTrailing());
		}
		List<DeniedCall> calls = new ArrayList<>(
				lines.values().stream().map((same) -> new DeniedCall(same.get(0))).toList());
		AssertionError error = new AssertionError(text.toString(), calls.remove(0));
		calls.forEach(error::addSuppressed);
		return error;
	}

}
