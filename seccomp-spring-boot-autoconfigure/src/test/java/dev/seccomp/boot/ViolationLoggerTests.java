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

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestFilters;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.TestViolations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

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

	private static final StackTraceElement PRINTING = new StackTraceElement(null, "java.desktop", "17",
			"sun.print.PrintServiceLookupProvider", "execCmd", "PrintServiceLookupProvider.java", 42);

	/* linux/sched.h */

	/** CLONE_VM, CLONE_VFORK and SIGCHLD. */
	private static final long VFORK = 0x4111;

	private static final long CLONE_THREAD = 0x10000;

	private static final long CLONE_NEWUSER = 0x10000000;

	private final Supervisor supervisor = new Supervisor(SeccompProcess.current(), Platform.architecture(), true);

	private IgnoredViolations ignored = ignored(List.of());

	@Test
	void lineIsThatOfTheApplication(CapturedOutput output) {
		log("execve", EACCES, JDK, JNA, PROXY, OBFUSCATED, APPLICATION, frame("com.example.Main", "Main.java"));
		assertThat(output).contains("Denied execve (EACCES), called by thread 'caller'"
				+ " at com.example.Application.call(Application.java:42)");
	}

	@Test
	void stackTraceEndsAfterTheFirstFramesOfTheApplication(CapturedOutput output) {
		StackTraceElement spring = frame("org.springframework.web.Servlet", "Servlet.java");
		StackTraceElement main = frame("com.example.Main", "Main.java");
		log("execve", EACCES, JDK, JNA, APPLICATION, main, spring, frame("com.example.Filter", "Filter.java"), JDK);
		assertThat(output).containsPattern("Call of execve \\(without the outermost 3 frames\\)\\R.*Thread.run.*\\R"
				+ ".*jna.Native.*\\R.*com.example.Application.call.*\\R.*com.example.Main.call.*\\R(?!\\s+at )");
	}

	@Test
	void stackTraceWithoutFramesOfTheApplicationIsLoggedWhole(CapturedOutput output) {
		log("execve", EACCES, JDK, JNA, frame("org.springframework.web.Servlet", "Servlet.java"), JDK);
		assertThat(output).containsPattern("Call of execve\\R.*\\R.*\\R.*Servlet.call.*\\R.*Thread.run.*\\R");
	}

	@Test
	void logWhenCallIsUnknownNamesItsNumber(CapturedOutput output) {
		log("unknown", EPERM);
		assertThat(output).contains("Denied unknown call 10000 (EPERM), called by thread 'caller'");
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
		logClone(EACCES, VFORK);
		logClone(EPERM, CLONE_THREAD | CLONE_NEWUSER);
		assertThat(output)
			.contains("Denied clone (EACCES), called by thread 'caller' at com.example.Application.call("
					+ "Application.java:42). The rule 'presets: hardened' denies starting a program or a process.")
			.contains("Denied clone (EPERM), called by thread 'caller' at com.example.Application.call("
					+ "Application.java:42). The rule 'presets: hardened' denies changing namespaces, mounts and roots.");
	}

	@Test
	void logWhenRuleNamesTheCallDoesNotDescribeAGroup(CapturedOutput output) {
		this.supervisor.add(filter(policy().rule("syscalls[0]", List.of("bind"), List.of(), List.of(), EACCES)));
		log("bind", EACCES);
		log("clone", EACCES);
		assertThat(output)
			.contains("Denied bind (EACCES), called by thread 'caller'. The rule 'syscalls[0]' denies it.")
			.containsOnlyOnce("The rule '");
	}

	@Test
	void logWhenDefaultActionDeniesNamesItsSource(CapturedOutput output) {
		this.supervisor.add(filter(policy().presets(List.of("web-service"))));
		log("acct", EPERM);
		log("vmsplice", EPERM);
		assertThat(output).contains("The rule 'presets: web-service' denies administering the machine.")
			.contains("Denied vmsplice (EPERM), called by thread 'caller'. The rule 'presets: web-service' denies it.");
	}

	@Test
	void logWhenIoUringIsDeniedForAnotherCallNamesThatRule(CapturedOutput output) {
		this.supervisor.add(filter(policy().rule("syscalls[0]", List.of("bind"), List.of(), List.of(), EACCES)));
		log("io_uring_setup", Action.ENOSYS);
		assertThat(output).contains("The rule 'syscalls[0]: io_uring could make bind' denies io_uring,");
	}

	@Test
	void logWhenCallIsOfForeignAbiNamesItsRule(CapturedOutput output) {
		this.supervisor.add(filter(policy().presets(List.of("no-exec"))));
		log("foreign-abi", Action.ENOSYS);
		assertThat(output)
			.contains("Denied foreign-abi (ENOSYS), called by thread 'caller'." + " The rule 'foreign-abi' denies it.");
	}

	@Test
	void logWhenSealedFilterDeniesNamesItsFile(CapturedOutput output) {
		SeccompPolicy sealed = policy().presets(List.of("no-exec")).build();
		this.supervisor.add(TestFilters.of(Stage.SEALED, sealed, FilterCompiler.compile(sealed), ListenerOwner.NONE));
		log("execve", EACCES);
		this.supervisor.add(filter(policy().presets(List.of("hardened"))));
		log("execve", EACCES);
		assertThat(output)
			.contains("The rule 'presets: no-exec' in seccomp-sealed.yml denies starting a program or a process.")
			.contains("The rule 'presets: hardened' denies starting a program or a process.");
	}

	@Test
	void logWhenSeveralFiltersHaveRulesNamesTheOneThatDenies(CapturedOutput output) {
		this.supervisor.add(filter(policy().presets(List.of("no-exec"))));
		this.supervisor.add(filter(
				policy().rule("ready.syscalls[0]", List.of(), List.of("namespaces-and-mounts"), List.of(), EACCES)));
		logClone(EACCES, VFORK);
		logClone(EACCES, CLONE_THREAD | CLONE_NEWUSER);
		assertThat(output).contains("The rule 'presets: no-exec' denies starting a program or a process.")
			.contains("The rule 'ready.syscalls[0]' denies changing namespaces, mounts and roots.");
	}

	@Test
	void logWhenCallerIsIgnoredLogsAtDebug(CapturedOutput output) {
		this.ignored = ignored(
				List.of(new SeccompProperties.Ignore(List.of("com.example", "sun.print"), List.of("execve", "clone"))));
		log("clone", EACCES, JDK, JNA, APPLICATION, frame("org.other.Main", "Main.java"));
		log("execve", EACCES, JDK, PRINTING);
		assertThat(output).doesNotContain("Denied");
		withDebug(() -> log("clone", EACCES, JDK, JNA, APPLICATION));
		assertThat(output)
			.containsPattern("(?s)DEBUG dev\\.seccomp .*Denied clone \\(EACCES\\), called by thread 'caller'"
					+ " at com\\.example\\.Application\\.call");
	}

	@Test
	void logWhenCallerOrCallIsNotIgnoredLogsAtWarn(CapturedOutput output) {
		this.ignored = ignored(
				List.of(new SeccompProperties.Ignore(List.of("com.example"), List.of("execve", "clone"))));
		log("bind", EACCES, JDK, APPLICATION);
		log("clone", EACCES, JDK, frame("com.examples.Other", "Other.java"), APPLICATION);
		log("execve", EACCES);
		assertThat(output.toString().split("WARN dev\\.seccomp ")).hasSize(4)
			.anyMatch((line) -> line.contains("Denied bind (EACCES)"))
			.anyMatch((line) -> line.contains("Denied clone (EACCES)"))
			.anyMatch((line) -> line.contains("Denied execve (EACCES)"));
	}

	private static IgnoredViolations ignored(List<SeccompProperties.Ignore> rules) {
		return IgnoredViolations.of(new SeccompProperties.Violations(true, 100, rules));
	}

	private static void withDebug(Runnable action) {
		Logger logger = (Logger) LoggerFactory.getLogger("dev.seccomp");
		Level level = logger.getLevel();
		logger.setLevel(Level.DEBUG);
		try {
			action.run();
		}
		finally {
			logger.setLevel(level);
		}
	}

	private static PolicyBuilder policy() {
		return SeccompPolicy.builder(Platform.architecture());
	}

	private static CompiledFilter filter(PolicyBuilder builder) {
		return TestFilters.of(builder.build());
	}

	private void log(String syscall, Action action, StackTraceElement... stackTrace) {
		new ViolationLogger(this.supervisor, this.ignored)
			.onViolation(TestViolations.of(this.supervisor.filters(), syscall, action, List.of(stackTrace)));
	}

	private void logClone(Action action, long flags) {
		long[] arguments = new long[6];
		arguments[Platform.architecture().cloneFlagsIndex()] = flags;
		new ViolationLogger(this.supervisor, this.ignored).onViolation(
				TestViolations.of(this.supervisor.filters(), "clone", action, List.of(APPLICATION), arguments));
	}

	private static StackTraceElement frame(String type, String file) {
		return new StackTraceElement(type, "call", file, (file != null) ? 42 : -1);
	}

}
