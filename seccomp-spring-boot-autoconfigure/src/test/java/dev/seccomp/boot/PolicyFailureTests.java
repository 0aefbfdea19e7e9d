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
import java.util.Arrays;
import java.util.List;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Starts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application with an invalid policy does not start, and that the report
 * names the mistake and the likely correction.
 */
class PolicyFailureTests {

	private static final String RULE = "--seccomp.syscalls[0].";

	private static final String NO_PRESETS = "--seccomp.presets=";

	private final List<List<String>> starts = new ArrayList<>();

	private final List<List<String>> reports = new ArrayList<>();

	@Test
	void invalidPolicies() {
		start(RULE + "names=execv", RULE + "action=errno").fails("Property: seccomp.syscalls[0].names[0]",
				"Value: \"execv\"", "Origin: \"seccomp.syscalls[0].names\" from property source \"commandLineArgs\"",
				"There is no system call of this name.", "Did you mean execve?");
		start(RULE + "groups=debuging", RULE + "action=errno").fails("Property: seccomp.syscalls[0].groups[0]",
				"Value: \"debuging\"", "There is no group of this name.", "Did you mean debugging?");
		start("--seccomp.presets=no-exec,hardend").fails("Property: seccomp.presets[1]", "Value: \"hardend\"",
				"There is no preset of this name.", "Did you mean hardened?");
		start("--seccomp.presets=strict").fails("There is no preset of this name.",
				"Valid names: hardened, no-exec, web-service");
		start(RULE + "names=acct", RULE + "action=errno", RULE + "errno=EACCESS").fails(
				"Property: seccomp.syscalls[0].errno", "Value: \"EACCESS\"", "There is no error of this name.",
				"Did you mean EACCES?");
		start(RULE + "names=acct", RULE + "action=errno", RULE + "errno=0").fails("Property: seccomp.syscalls[0].errno",
				"The value 0 would report success to the caller although the call is denied.");
		start(RULE + "names=acct", RULE + "action=errno", RULE + "errno=4096").fails("Value: \"4096\"",
				"The kernel accepts error numbers from 1 to 4095 only.");
		start(RULE + "names=acct", RULE + "action=log", RULE + "errno=EPERM")
			.fails("Property: seccomp.syscalls[0].errno", "'errno' applies to 'action: errno' only.");
		start(RULE + "names=acct").fails("Property: seccomp.syscalls[0].action",
				"Origin: \"seccomp.syscalls[0].names\"", "The rule has no action.",
				"Set the property to errno, trace, trap, kill_thread, kill_process, log or allow.");
		start(RULE + "action=errno").fails("Property: seccomp.syscalls[0]", "The rule has no system calls.");
		assertReports();
	}

	@Test
	void invalidConditions() {
		String[] rule = { RULE + "names=socket", RULE + "action=errno" };
		String condition = RULE + "args[0].";
		start(rule, condition + "index=6", condition + "op=eq", condition + "value=0").fails(
				"Property: seccomp.syscalls[0].args[0].index",
				"The arguments of a system call have the indexes 0 to 5.");
		start(rule, condition + "op=eq", condition + "value=0").fails("The condition has no argument index.");
		start(rule, condition + "index=0", condition + "value=0").fails("The condition has no operator.");
		start(rule, condition + "index=0", condition + "op=eq", condition + "value=-1")
			.fails("Property: seccomp.syscalls[0].args[0].value", "The value is not an unsigned 64-bit number.");
		start(rule, condition + "index=0", condition + "op=masked-eq", condition + "value=4", condition + "mask=0x3")
			.fails("The value has bits outside the mask 0x3, so the condition can never hold.");
		start(RULE + "groups=debugging", RULE + "action=errno", condition + "index=0", condition + "op=eq",
				condition + "value=0")
			.fails("Property: seccomp.syscalls[0].args", "Move the groups to a separate rule");
		assertReports();
	}

	@Test
	void policiesThatDenyNothing() {
		start(NO_PRESETS, RULE + "names=acct", RULE + "action=allow").fails("Property: seccomp.default-action",
				"The policy denies nothing. The default action is allow, and each rule allows calls",
				"For an allowlist, set 'seccomp.default-action: errno'");
		start(NO_PRESETS, RULE + "names=acct", RULE + "action=allow", "--seccomp.default-action=allow")
			.fails("Property: seccomp.default-action", "Value: \"allow\"", "The policy denies nothing");
		start(NO_PRESETS, RULE + "names=acct", RULE + "action=log").fails("The policy denies nothing");
		start(NO_PRESETS).fails("Property: seccomp.presets", "The policy denies nothing",
				"or set 'seccomp.enabled: false'");
		start(NO_PRESETS, "--seccomp.on-unsupported=warn").fails("The policy denies nothing");
		assertReports();
	}

	@Test
	void invalidValuesAreReportedByBoot() {
		start(RULE + "names=acct", RULE + "action=deny").fails("Property: seccomp.syscalls[0].action",
				"Value: \"deny\"", "Origin: \"seccomp.syscalls[0].action\" from property source \"commandLineArgs\"",
				"The following values are valid:", "allow", "errno", "kill_process", "kill_thread", "log", "trace",
				"trap");
		start("--seccomp.default-action=block").fails("Property: seccomp.default-action", "Value: \"block\"",
				"The following values are valid:");
		start(RULE + "names=acct", RULE + "action=errno", RULE + "args[0].index=0", RULE + "args[0].op=equals",
				RULE + "args[0].value=1")
			.fails("Property: seccomp.syscalls[0].args[0].op", "Value: \"equals\"", "eq", "masked-eq");
		start("--seccomp.enabled=maybe").fails("Property: seccomp.enabled", "Value: \"maybe\"");
		start("--seccomp.on-unsupported=ignore").fails("Property: seccomp.on-unsupported", "fail", "warn");
		assertReports();
	}

	private PolicyFailureTests start(String[] rule, String... arguments) {
		List<String> all = new ArrayList<>(Arrays.asList(rule));
		all.addAll(Arrays.asList(arguments));
		return start(all.toArray(String[]::new));
	}

	private PolicyFailureTests start(String... arguments) {
		this.starts.add(List.of(arguments));
		return this;
	}

	private void fails(String... report) {
		this.reports.add(List.of(report));
	}

	private void assertReports() {
		List<String> outputs = Starts.run(ChildJvm.of(Starts.class), this.starts);
		for (int i = 0; i < outputs.size(); i++) {
			assertThat(outputs.get(i)).contains("APPLICATION FAILED TO START")
				.contains("exit code: 78")
				.doesNotContain("bean: made")
				.doesNotContain("exec: ")
				.containsSubsequence(this.reports.get(i));
		}
	}

}
