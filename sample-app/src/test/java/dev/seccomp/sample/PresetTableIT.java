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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the table on the page states which attacks each preset denies.
 */
class PresetTableIT {

	private static final Pattern COLUMN = Pattern.compile("<th scope=\"col\">([a-z-]+)</th>");

	private static final Pattern ROW = Pattern.compile("<tr data-attack=\"(\\w+)\">.*?</tr>");

	private static final Pattern CELL = Pattern.compile("<td class=\"\\w+\">(\\w+)</td>");

	@ParameterizedTest
	@ValueSource(strings = { "no-exec", "hardened", "web-service" })
	void tableStatesWhatPresetDenies(String preset) throws Exception {
		try (RunningApplication application = RunningApplication.ofJar("--seccomp.presets=" + preset)) {
			String page = application.get("/").body();
			List<String> presets = COLUMN.matcher(page).results().map((column) -> column.group(1)).toList();
			assertThat(presets).containsExactly("no-exec", "hardened", "web-service");
			Map<String, String> stated = new LinkedHashMap<>();
			Map<String, String> actual = new LinkedHashMap<>();
			for (MatchResult row : ROW.matcher(page).results().toList()) {
				List<String> cells = CELL.matcher(row.group()).results().map((cell) -> cell.group(1)).toList();
				stated.put(row.group(1), cells.get(presets.indexOf(preset)));
				actual.put(row.group(1), outcome(attack(application, page, row.group(1))));
			}
			assertThat(stated).hasSize(6).isEqualTo(actual);
		}
	}

	private static HttpResponse<String> attack(RunningApplication application, String page, String attack)
			throws Exception {
		Matcher form = Pattern.compile("<form id=\"" + attack + "\" action=\"([^\"]+)\" method=\"(\\w+)\">")
			.matcher(page);
		assertThat(form.find()).as(attack).isTrue();
		String path = form.group(1);
		return ("post".equals(form.group(2))) ? application.post(path, "text/plain", "")
				: application.get(path + "?host=127.0.0.1");
	}

	private static String outcome(HttpResponse<String> response) {
		return switch (response.statusCode()) {
			case 200 -> "allowed";
			case 403 -> "denied";
			default -> "failed with " + response.statusCode();
		};
	}

}
