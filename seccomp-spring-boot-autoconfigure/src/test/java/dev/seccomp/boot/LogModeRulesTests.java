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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.seccomp.boot.actuate.EndpointView;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests that an application which runs in log mode ends with the rules that its policy
 * needs. Each policy is enforced without the rules, and then with them.
 */
class LogModeRulesTests {

	private static final Pattern RULES = Pattern
		.compile("add these rules:\\R\\R(?<rules>(?:.*\\R)*?# Calls that cannot be reported .*)");

	private static final String MESSAGE = "seccomp.mode=log: the policy denies calls that this application made.";

	private static final String RISKY = "  # RISKY: starting a program or a process (runs another program in the calling"
			+ " process; attackers need it to open a shell)\n";

	@TempDir
	Path folder;

	@Test
	void rulesAreAddedToPolicyWithoutRules() throws IOException {
		String policy = "seccomp.presets: no-exec\n";
		ChildJvm.Outcome enforced = run(policy, "enforce");
		assertThat(enforced.line("exec")).contains("Permission denied");
		assertThat(enforced.output()).contains("Denied clone (EACCES)").doesNotContain(MESSAGE);
		String rules = rules(run(policy, "log"));
		assertThat(rules)
			.containsPattern("  # called at dev\\.seccomp\\.testing\\.Attempt\\.exec\\(Attempt\\.java:\\d+\\)\n"
					+ Pattern.quote(RISKY + "  - { names: [execve], action: allow }\n"))
			.containsOnlyOnce("execve")
			.startsWith("seccomp.syscalls:\n");
		assertNothingDenied(run(policy + rules, "enforce"));
	}

	@Test
	void rulesAreAddedToRulesOfBothFilters() throws IOException {
		String policy = """
				seccomp.presets: []
				seccomp.syscalls:
				    - { names: [flistxattr, listxattr], action: errno, errno: EXFULL }
				    - { names: [socket], action: errno, errno: EMLINK, args: [{ index: 0, op: eq, value: 1 }] }
				seccomp.ready.default-action: allow
				seccomp.ready.syscalls:
				    - { names: [bind], action: errno, errno: EXFULL, args: [{ index: 2, op: ge, value: 1 }] }
				    - { names: [flistxattr, listxattr], action: errno }
				""";
		ChildJvm.Outcome enforced = run(policy, "enforce");
		assertThat(enforced.line("bind")).isEqualTo("Exchange full");
		assertThat(enforced.line("socket unix")).isEqualTo("EMLINK");
		assertThat(enforced.line("flistxattr")).isEqualTo("EPERM");
		assertThat(enforced.output()).contains("The rule 'ready.syscalls[0]' denies it.");
		String rules = rules(run(policy, "log"));
		assertThat(rules).contains("    - { names: [bind], args: [{ index: 2, op: eq, value: ")
			.contains("    - { names: [socket], args: [{ index: 0, op: eq, value: 1 }, ")
			.doesNotContain("RISKY");
		for (String list : List.of("seccomp.syscalls", "seccomp.ready.syscalls")) {
			policy = policy.replace(list + ":\n", list + ":\n" + section(rules, list));
		}
		assertNothingDenied(run(policy, "enforce"));
	}

	@Test
	void nothingIsLoggedWithoutViolation() throws IOException {
		ChildJvm.Outcome outcome = run("seccomp: { presets: [], syscalls: [{ names: acct, action: errno }] }", "log");
		assertNothingDenied(outcome);
		assertThat(outcome.output()).doesNotContain(MESSAGE);
	}

	@Test
	@ForkedJvm
	void endpointShowsRulesInBothModes() throws Exception {
		ModesApplication application = ModesApplication.start("--seccomp.presets=no-exec", "--seccomp.mode=enforce",
				"--seccomp.syscalls[0].names=flistxattr", "--seccomp.syscalls[0].action=errno");
		assertThat(application.endpoint().all().allowingRules()).isNull();
		for (int i = 0; i < 200; i++) {
			assertThat(Libc.outcome("flistxattr", -1, 0, 0)).isEqualTo("EPERM");
		}
		assertThat(Libc.execve("/bin/true")).isEqualTo("EACCES");
		ViolationsOfProcess.violations().awaitPublished();
		EndpointView endpoint = application.endpoint();
		assertThat(endpoint.all().allowingRules())
			.startsWith("# Add to the list 'seccomp.syscalls', before its other rules:\n")
			.contains("\n    - { names: [flistxattr], action: allow }\n")
			.contains("  " + RISKY + "    - { names: [execve], action: allow }\n")
			.containsPattern("# Rules may be missing, since \\d+ violations were counted but not reported\\.\n");
		assertThat(endpoint.all().recent()).allMatch((violation) -> "startup".equals(violation.filter()))
			.extracting("syscall", "rule")
			.contains(tuple("execve", "presets: no-exec"), tuple("flistxattr", "syscalls[0]"));
		assertThat(endpoint.syscall("flistxattr")).contains("filter=startup, rule=syscalls[0],");
	}

	private ChildJvm.Outcome run(String policy, String mode) throws IOException {
		Path file = Files.writeString(this.folder.resolve("application.yml"), policy);
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class)
			.arguments("--spring.config.location=" + file.toUri(), "--seccomp.mode=" + mode,
					"--management.endpoints.web.exposure.include=seccomp")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return outcome;
	}

	private static String rules(ChildJvm.Outcome outcome) {
		List<MatchResult> rules = RULES.matcher(outcome.output()).results().toList();
		assertThat(rules).as(outcome.output()).hasSize(1);
		return rules.get(0).group(1);
	}

	/** Returns the rules between two blank lines. */
	private static String section(String rules, String list) {
		String heading = "# Add to the list '" + list + "', before its other rules:\n";
		assertThat(rules).contains(heading);
		int start = rules.indexOf(heading) + heading.length();
		return rules.substring(start, rules.indexOf("\n\n", start) + 1);
	}

	private static void assertNothingDenied(ChildJvm.Outcome outcome) {
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.line("bind when ready")).isEqualTo(ModesApplication.OPEN);
		assertThat(outcome.line("bind")).isEqualTo(ModesApplication.OPEN);
		assertThat(outcome.line("socket unix")).isEqualTo("opened");
		assertThat(outcome.line("flistxattr")).isEqualTo("EBADF");
		assertThat(outcome.line("server")).isEqualTo("served");
		assertThat(outcome.output()).doesNotContain("Denied ").doesNotContain("meter: seccomp.violations");
	}

}
