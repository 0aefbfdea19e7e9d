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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestFilters;
import dev.seccomp.violation.Caller;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViolationLogger}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ViolationLoggerTests {

	private static final StackTraceElement JDK = new StackTraceElement(null, "java.base", "17", "java.lang.Thread",
			"run", "Thread.java", 840);

	private static final StackTraceElement JNA = frame("com.sun.jna.Native", "Native.java");

	private static final StackTraceElement PROXY = frame("com.sun.proxy.$Proxy92", null);

	private static final StackTraceElement OBFUSCATED = frame("com.example.Obfuscated", null);

	private static final StackTraceElement APPLICATION = frame("com.example.Application", "Application.java");

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private final Supervisor supervisor = new Supervisor(SeccompProcess.current(), Platform.architecture(), true);

	@Test
	void lineIsThatOfTheApplication(CapturedOutput output) {
		log("execve", EACCES, JDK, JNA, PROXY, OBFUSCATED, APPLICATION, frame("com.example.Main", "Main.java"));
		assertThat(output).contains("Denied execve (EACCES), called by thread 'caller'"
				+ " at com.example.Application.call(Application.java:42)");
	}

	@Test
	void lineOfCodeWithoutFileNamesIsBetterThanNone(CapturedOutput output) {
		log("execve", EACCES, JDK, JNA, OBFUSCATED, JDK);
		assertThat(output).contains(
				"Denied execve (EACCES), called by thread 'caller' at com.example.Obfuscated.call(Unknown Source)");
	}

	@Test
	void thereIsNoLineWhereOnlyTheJdkIs(CapturedOutput output) {
		log("execve", EACCES, JDK, JNA);
		assertThat(output).containsPattern("Denied execve \\(EACCES\\), called by thread 'caller'\\R");
	}

	@Test
	void logWhenActionIsNoErrorNamesTheAction(CapturedOutput output) {
		log("socket", Action.of(ActionType.TRAP));
		assertThat(output).contains("Denied socket (trap), called by thread 'caller'");
	}

	@Test
	void logWhenGroupDeniesDescribesTheGroup(CapturedOutput output) {
		this.supervisor.add(filter(policy().presets(List.of("hardened"))));
		log("clone", EACCES, APPLICATION);
		log("clone", EPERM, APPLICATION);
		assertThat(output)
			.contains("Denied clone (EACCES), called by thread 'caller' at com.example.Application.call("
					+ "Application.java:42). The policy denies starting a program or a process.")
			.contains("Denied clone (EPERM), called by thread 'caller' at com.example.Application.call("
					+ "Application.java:42). The policy denies changing namespaces, mounts and roots.");
	}

	@Test
	void logWhenRuleNamesTheCallDoesNotDescribeIt(CapturedOutput output) {
		this.supervisor.add(filter(policy().rule("syscalls[0]", List.of("bind"), List.of(), List.of(), EACCES)));
		log("bind", EACCES);
		log("clone", EACCES);
		assertThat(output).contains("Denied bind (EACCES)")
			.contains("Denied clone (EACCES)")
			.doesNotContain("The policy denies");
	}

	@Test
	void logWhenSeveralGroupsDenyDoesNotDescribeThem(CapturedOutput output) {
		this.supervisor.add(filter(policy().presets(List.of("no-exec"))));
		this.supervisor.add(filter(
				policy().rule("ready.syscalls[0]", List.of(), List.of("namespaces-and-mounts"), List.of(), EACCES)));
		log("clone", EACCES);
		log("execve", EACCES);
		assertThat(output).contains("Denied clone (EACCES), called by thread 'caller'")
			.containsOnlyOnce("The policy denies starting a program or a process.");
	}

	private static PolicyBuilder policy() {
		return SeccompPolicy.builder(Platform.architecture());
	}

	private static CompiledFilter filter(PolicyBuilder builder) {
		return TestFilters.of(builder.build());
	}

	private void log(String syscall, Action action, StackTraceElement... stackTrace) {
		Caller caller = new Caller(new Caller.CallingThread(1, "caller"), new Caller.CallingProcess(1, "java"),
				List.of(stackTrace));
		new ViolationLogger(this.supervisor).onViolation(
				new Violation(Instant.now(), syscall, 1, action.type(), action.toString(), true, caller, Map.of()));
	}

	private static StackTraceElement frame(String type, String file) {
		return new StackTraceElement(type, "call", file, (file != null) ? 42 : -1);
	}

}
