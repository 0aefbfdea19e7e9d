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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the queries of the Grafana dashboard match the metrics of the sample.
 */
class DashboardIT {

	private static final Pattern METRIC = Pattern.compile("\\b(?:jvm|seccomp)_\\w+");

	private static final Pattern LABEL = Pattern.compile("(?<=(?:by|on) \\([^)]{0,99})\\w+|\\w+(?==~?\")");

	/** The labels that Prometheus adds to each sample. */
	private static final Set<String> LABELS_OF_TARGET = Set.of("job", "instance");

	@Test
	void dashboardQueriesExistingMetricsAndLabels() throws Exception {
		List<String> queries = queries();
		try (RunningApplication application = RunningApplication.ofJar()) {
			assertThat(application.get("/ls").statusCode()).isEqualTo(403);
			await().untilAsserted(() -> assertThat(samples(application)).contains("seccomp_violations_total{"));
			String samples = samples(application);
			assertThat(find(METRIC, queries)).contains("seccomp_filter", "seccomp_violations_total")
				.allSatisfy((metric) -> assertThat(samples).contains("\n" + metric + "{"));
			Set<String> labels = find(LABEL, queries);
			assertThat(labels).contains("hash", "mode", "name", "syscall", "action");
			labels.removeAll(LABELS_OF_TARGET);
			assertThat(labels)
				.allSatisfy((label) -> assertThat(samples).containsPattern("\nseccomp_.*[{,]" + label + "=\""));
		}
	}

	private static List<String> queries() throws Exception {
		return JsonPath.read(Files.readString(Path.of("grafana", "dashboard.json")), "$..expr");
	}

	private static String samples(RunningApplication application) throws Exception {
		return application.get("/actuator/prometheus").body();
	}

	private static Set<String> find(Pattern pattern, List<String> texts) {
		return texts.stream()
			.flatMap((text) -> pattern.matcher(text).results())
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
