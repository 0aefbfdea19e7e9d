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

package dev.seccomp.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that a JVM starts, loads classes from jars, runs and ends under exactly the
 * allowlist that {@link JvmCheck} recommends when it refuses a policy.
 */
class RecommendedAllowlistTests {

	private static final Pattern CALLS = Pattern.compile("of the application: (\\w+(?:, \\w+)*)\\.");

	/** Classes that nothing loads before the filter is in force. */
	private static final String[] CLASSES = { "org.awaitility.Awaitility", "org.json.JSONObject", "java.sql.Timestamp",
			"java.util.logging.Logger" };

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z", "Shenandoah" })
	void jvmRunsUnderRecommendedAllowlist(String collector, @TempDir Path jars) {
		String option = "-XX:+Use" + collector + "GC";
		Requirement.require(ChildJvm.of(JvmLoad.class).options(option, "-version").run().exitCode() == 0,
				"This JVM has no " + option);
		ChildJvm.Outcome outcome = ChildJvm.of(JvmLoad.class)
			.withJarsOnly(jars)
			.options(option, "-Xmx256m")
			.arguments("3", recommended())
			.arguments(CLASSES)
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).containsPattern("completed [1-9]\\d+ rounds")
			.contains("loaded: org.awaitility.Awaitility", "loaded: java.sql.Timestamp")
			.doesNotContain("Exception");
	}

	@Test
	void recommendedAllowlistPassesTheCheck() {
		SeccompPolicy policy = policy(recommended().split(","));
		JvmCheck.check(policy, DecisionTable.of(policy));
	}

	private static String recommended() {
		SeccompPolicy policy = policy("read");
		PolicyException ex = catchThrowableOfType(PolicyException.class,
				() -> JvmCheck.check(policy, DecisionTable.of(policy)));
		Matcher matcher = CALLS.matcher(ex.getRemedy());
		assertThat(matcher.find()).as(ex.getRemedy()).isTrue();
		return "read," + matcher.group(1).replace(", ", ",");
	}

	private static SeccompPolicy policy(String... calls) {
		return SeccompPolicy.builder(Platform.architecture())
			.defaultAction(Action.errno(Errno.EPERM))
			.rule("syscalls[0]", List.of(calls), List.of(), List.of(), Action.ALLOW)
			.build();
	}

}
