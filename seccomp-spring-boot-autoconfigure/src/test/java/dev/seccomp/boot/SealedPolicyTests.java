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
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.ListeningLauncher;
import dev.seccomp.testing.OuterFilter;
import dev.seccomp.testing.Recorders;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@code seccomp-sealed.yml}.
 */
class SealedPolicyTests {

	/** No programs, and no sockets of AF_UNIX. */
	private static final String POLICY = """
			seccomp:
			  presets: [no-exec]
			  syscalls:
			    - names: [socket]
			      action: errno
			      errno: EMLINK
			      args: [{ index: 0, op: eq, value: 1 }]
			""";

	@TempDir
	private Path folder;

	@Test
	void sealedFilterIsTheFirstAndReportsCallers() throws IOException {
		ChildJvm.Outcome outcome = jvm(POLICY)
			.arguments("--seccomp.presets=", "--seccomp.syscalls[0].names=flistxattr",
					"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EBUSY",
					"--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=errno",
					"--seccomp.ready.syscalls[0].errno=EXFULL")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("bind before")).isEqualTo("port is open");
		assertThat(outcome.line("bind")).as("by ready").isEqualTo("Exchange full");
		assertThat(outcome.line("flistxattr")).as("by startup").isEqualTo("EBUSY");
		assertThat(outcome.line("exec")).as("by sealed").contains("Permission denied");
		assertThat(outcome.line("socket unix")).as("by sealed").isEqualTo("EMLINK");
		assertThat(outcome.line("socket inet")).isEqualTo("opened");
		assertThat(outcome.line("server")).isEqualTo("served");
		assertThat(outcome.line("status")).isEqualTo("{Seccomp=2, Seccomp_filters=3, NoNewPrivs=1}");
		assertThat(outcome.line("thread filters")).matches("\\{3=\\d+}");
		assertThat(outcome.line("health")).isEqualTo("UP");
		assertThat(outcome.line("unsupervised")).isEqualTo("null");
		assertThat(outcome.line("filter sealed")).endsWith(" ApplicationStartingEvent");
		assertThat(outcome.line("syscall execve")).contains("action=errno, errno=EACCES, filter=sealed")
			.contains("rule=presets: no-exec");
		assertThat(outcome.output()).containsSubsequence("\nfilter sealed: ", "\nfilter startup: ", "\nfilter ready: ")
			.containsPattern("INFO .* Sealed seccomp filter in force: mode=enforce, policy="
					+ "\\[syscalls\\[0], presets: no-exec in seccomp-sealed\\.yml], hash=sha256:\\w{64},"
					+ " instructions=\\d+, threads=(\\d+) of \\1\\. Denied: .*socket")
			.containsPattern(
					"recent: clone errno EACCES by attacker .* at dev.seccomp.boot.ModesApplication.attackInThread\\(")
			.containsPattern(
					"recent: socket errno EMLINK by attacker .* at dev.seccomp.boot.ModesApplication.socket\\(")
			.containsPattern("recent: bind errno EXFULL by attacker .* at dev.seccomp.boot.ModesApplication.bind\\(")
			.containsPattern(
					"Denied clone .*\\. The rule 'presets: no-exec' in seccomp-sealed\\.yml denies starting a program"
							+ " or a process\\.")
			.containsPattern(
					"Denied socket \\(EMLINK\\) .*\\. The rule 'syscalls\\[0]' in seccomp-sealed\\.yml denies it\\.")
			.contains("meter: seccomp.violations {action=errno, syscall=socket} 1.0")
			.contains("meter: seccomp.filter {hash=" + outcome.line("filter sealed").split(" ")[0]
					+ ", mode=enforce, name=sealed} 1.0")
			.doesNotContain("Filters of another application")
			.doesNotContain("The policy allows programs or processes to be started");
	}

	@Test
	void withoutTheFileNothingIsDenied() {
		ChildJvm.Outcome outcome = ChildJvm.of(ModesApplication.class).arguments("--seccomp.enabled=false").run();
		assertThat(outcome.line("exec")).isEqualTo("ran");
		assertThat(outcome.line("socket unix")).isEqualTo("opened");
	}

	static Stream<Arguments> attempts() {
		String allow = "--seccomp.syscalls[0].names=execve,execveat,clone,clone3,vfork,fork,socket";
		return Stream.of(arguments(List.of(), List.of("--seccomp.enabled=false")),
				arguments(List.of(), List.of("--seccomp.enabled=false", "--seccomp.violations.report=false")),
				arguments(List.of(), List.of("--seccomp.mode=log")),
				arguments(List.of(), List.of("--seccomp.violations.report=false")),
				arguments(List.of(),
						List.of(allow, "--seccomp.syscalls[0].action=allow", "--seccomp.syscalls[1].names=acct",
								"--seccomp.syscalls[1].action=errno")),
				arguments(List.of("-Dseccomp.enabled=false"), List.of()),
				arguments(List.of("-Dspring.config.location=optional:file:/nowhere/", "-Dseccomp.enabled=false"),
						List.of()),
				arguments(List.of("-Dspring.aot.processing=true", "-Dseccomp.enabled=false"), List.of()),
				arguments(List.of(), List.of("--spring.main.sources=", "--seccomp.skip.in-tests=true",
						"--seccomp.enabled=false", "--seccomp.on-unsupported=warn")));
	}

	@ParameterizedTest
	@MethodSource("attempts")
	void nothingOutsideLoosensIt(List<String> options, List<String> arguments) throws IOException {
		assertSealed(jvm(POLICY).options(options.toArray(String[]::new)).arguments(arguments.toArray(String[]::new)));
	}

	@Test
	void variablesDoNotLoosenIt() throws IOException {
		assertSealed(jvm(POLICY).environment("SECCOMP_ENABLED", "false")
			.environment("SECCOMP_PRESETS", "")
			.environment("SPRING_APPLICATION_JSON", "{\"seccomp\":{\"violations\":{\"report\":false}}}"));
	}

	@Test
	void learningDoesNotLoosenIt() throws IOException {
		Path output = this.folder.resolve("learned.yml");
		assertSealed(jvm(POLICY).arguments("--seccomp.mode=learn", "--seccomp.learn.output=" + output));
		assertThat(output).content().contains("names: [socket]").contains("flistxattr");
		Recorders.awaitEnd(this.folder);
	}

	/** The newest of two errors, as the kernel has it, but never less than an error. */
	@Test
	void bothDenyTheSameCall() throws IOException {
		ChildJvm.Outcome outcome = jvm(POLICY)
			.arguments("--seccomp.syscalls[0].names=socket", "--seccomp.syscalls[0].action=errno",
					"--seccomp.syscalls[0].errno=EXFULL")
			.run();
		assertThat(outcome.line("socket unix")).isEqualTo("EXFULL");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.output()).containsPattern("recent: socket errno EXFULL by attacker");
	}

	@Test
	void callsThatKillAreNoTestCalls() throws IOException {
		String killing = "seccomp: { presets: [], syscalls: [{ names: [execve, execveat], action: kill_process }] }";
		ChildJvm.Outcome outcome = jvm(killing).arguments("--seccomp.presets=hardened").run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	/** The policy denies calls that prepare the supervisor. */
	@Test
	void callersAreReportedUnderAnySealedPolicy() throws IOException {
		ChildJvm.Outcome outcome = jvm("seccomp.presets: hardened").run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("unsupervised")).isEqualTo("null");
		assertThat(outcome.output()).containsPattern(
				"recent: clone errno EACCES by attacker .* at dev.seccomp.boot.ModesApplication.attackInThread\\(");
	}

	/** Another program has a listener, so the kernel alone denies. */
	@Test
	void withoutSupervisorTheErrorIsTheSame() throws IOException {
		ChildJvm.Outcome outcome = jvm(POLICY).under(ChildJvm.of(ListeningLauncher.class)).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("unsupervised"))
			.contains("another program such as the container runtime already has it");
		assertThat(outcome.output()).doesNotContain("Filters of another application");
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("socket unix")).isEqualTo("EMLINK");
		assertThat(outcome.line("socket inet")).isEqualTo("opened");
	}

	@Test
	void severalApplicationsShareIt() throws IOException {
		sealed(POLICY);
		ChildJvm.Outcome outcome = ChildJvm.of(RepeatedReadyApplication.class)
			.classPathFolder(this.folder)
			.arguments("--seccomp.ready.syscalls[0].names=bind", "--seccomp.ready.syscalls[0].action=errno")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("parent and child")).isEqualTo("3");
		assertThat(outcome.line("ready again")).isEqualTo("3");
		assertThat(outcome.line("sibling")).isEqualTo("3");
		assertThat(outcome.line("exec")).contains("Permission denied");
	}

	/** System properties can be set to another platform. */
	@ParameterizedTest
	@ValueSource(strings = { "-Dos.arch=sparcv9", "-Dos.name=Mac OS X" })
	void unsupportedPlatformOnLinuxStopsTheStart(String option) throws IOException {
		ChildJvm.Outcome outcome = jvm(POLICY + "  on-unsupported: warn\n").options(option)
			.arguments("--seccomp.on-unsupported=warn")
			.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("The seccomp filter is not in force:")
			.contains("The sealed policy in seccomp-sealed.yml is always installed.")
			.doesNotContain("exec: ");
	}

	@Test
	void unsupportedPlatformWarnsIfBothPoliciesAllowIt() throws IOException {
		Requirement.requireCommand("Hides /proc/sys/kernel in a namespace of its own, which needs root",
				List.of("unshare", "-m", "true"));
		List<String> elsewhere = List.of("unshare", "-m", "sh", "-c",
				"mount -t tmpfs tmpfs /proc/sys/kernel && exec \"$@\"", "sh");
		String lenient = POLICY + "  on-unsupported: warn\n";
		assertThat(jvm(lenient).under(elsewhere)
			.options("-Dos.arch=sparcv9")
			.arguments("--seccomp.on-unsupported=warn")
			.run()
			.line("exec")).isEqualTo("ran");
		assertThat(jvm(lenient).under(elsewhere).options("-Dos.arch=sparcv9").run().exitCode()).isEqualTo(78);
		assertThat(jvm(POLICY).under(elsewhere)
			.options("-Dos.arch=sparcv9")
			.arguments("--seccomp.on-unsupported=warn")
			.run()
			.exitCode()).isEqualTo(78);
	}

	/** The outer filter has the number of filters of the record. */
	@Test
	void forgedRecordDoesNotReplaceIt() throws IOException {
		String unsupervised = "--seccomp.violations.report=false";
		String hash = jvm(POLICY).arguments(unsupervised).run().line("filter sealed").split(" ")[0];
		ChildJvm jvm = jvm(POLICY)
			.options("-Ddev.seccomp.filters=sealed|" + hash + "|22|x86_64|seccomp-tsync|2026-01-01T00:00:00Z|0")
			.arguments(unsupervised)
			.under(ChildJvm.of(OuterFilter.class).arguments("acct", "EPERM", "any"));
		assertSealed(jvm);
		assertThat(jvm.run().line("status")).contains("Seccomp_filters=3");
	}

	/** The kernel returns the error of the other filter anyway, so it seems in force. */
	@Test
	void forgedRecordOfAllFiltersDoesNotReplaceIt() throws IOException {
		String[] policy = { "--seccomp.presets=", "--seccomp.syscalls[0].names=execve",
				"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EFAULT" };
		ChildJvm.Outcome real = jvm(POLICY).arguments(policy).run();
		String record = Stream.of("sealed", "startup")
			.map((name) -> name + "|" + real.line("filter " + name).split(" ")[0]
					+ "|22|x86_64|seccomp-tsync|2026-01-01T00:00:00Z|0")
			.collect(Collectors.joining("\n"));
		assertSealed(jvm(POLICY).options("-Ddev.seccomp.filters=" + record)
			.arguments(policy)
			.under(ChildJvm.of(OuterFilter.class).arguments("acct", "EPERM", "any")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void errorWhenTheKernelAloneDenies(boolean other) throws IOException {
		ChildJvm.Outcome outcome = jvm(
				"seccomp: { presets: [], syscalls: [{ names: bind, action: errno, errno: EXFULL }] }")
			.arguments((other) ? List.of("--seccomp.syscalls[0].names=bind,acct", "--seccomp.syscalls[0].action=errno")
				.toArray(String[]::new) : new String[] { "--seccomp.enabled=false" })
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("bind")).isEqualTo("Exchange full");
		assertThat(outcome.line("socket unix")).isEqualTo("opened");
		String unsupervised = "cannot report the callers of denied calls: the sealed policy allows programs or processes to be";
		assertThat(outcome.output().contains(unsupervised)).isEqualTo(!other);
	}

	@Test
	void reportsOfTheSealedPolicyCannotBeTurnedOn() throws IOException {
		String unreported = POLICY + "  violations: { report: false }\n";
		ChildJvm.Outcome outcome = jvm(unreported)
			.arguments("--seccomp.violations.report=true", "--seccomp.presets=no-exec",
					"--seccomp.syscalls[0].names=flistxattr", "--seccomp.syscalls[0].action=errno",
					"--seccomp.syscalls[0].errno=EBUSY")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("socket unix")).isEqualTo("EMLINK");
		assertThat(outcome.line("flistxattr")).isEqualTo("EBUSY");
		assertThat(outcome.output())
			.contains("Violations of the sealed policy are not reported (seccomp.violations.report=false in"
					+ " seccomp-sealed.yml). The kernel alone denies these calls.")
			.containsPattern("recent: flistxattr errno EBUSY by attacker ")
			.doesNotContain("recent: clone ")
			.doesNotContain("recent: socket ");
	}

	@Test
	void reportsOfTheSealedPolicyAloneCannotBeTurnedOn() throws IOException {
		ChildJvm.Outcome outcome = jvm(POLICY + "  violations: { report: false }\n")
			.arguments("--seccomp.enabled=false", "--seccomp.violations.report=true")
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.output())
			.contains("Violation reports are disabled (seccomp.violations.report=false in seccomp-sealed.yml).")
			.doesNotContain("cannot report the callers")
			.doesNotContain("recent: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "seccomp-sealed.yaml", "seccomp-sealed.properties", "seccomp-sealed.json" })
	void anotherFileNameStopsTheStart(String name) throws IOException {
		Files.writeString(this.folder.resolve(name), "seccomp.presets=no-exec");
		assertRefused(ChildJvm.of(ModesApplication.class).classPathFolder(this.folder),
				name + " is ignored. Only seccomp-sealed.yml is read.", "Rename it to seccomp-sealed.yml.");
	}

	@Test
	void secondFileStopsTheStart(@TempDir Path outside) throws IOException {
		Files.writeString(outside.resolve("seccomp-sealed.yml"), "seccomp.syscalls: [{ names: acct, action: errno }]");
		assertRefused(jvm(POLICY).classPathFolder(outside), "The class path has more than one seccomp-sealed.yml",
				"Merge their rules into one file.");
	}

	@Test
	void secondProfileStopsTheStart(@TempDir Path outside) throws IOException {
		String profile = """
				{ "defaultAction": "SCMP_ACT_ALLOW",
				  "syscalls": [ { "names": [ "acct", "socket" ], "action": "SCMP_ACT_ERRNO", "errnoRet": 31 } ] }
				""";
		Files.writeString(this.folder.resolve("sealed.json"), profile);
		String policy = "seccomp: { profile: 'classpath:sealed.json', presets: no-exec }";
		ChildJvm.Outcome outcome = jvm(policy).run();
		assertThat(outcome.line("socket unix")).isEqualTo("EMLINK");
		assertThat(outcome.line("exec")).contains("Permission denied");
		Files.writeString(outside.resolve("sealed.json"), profile);
		assertRefused(jvm(policy).classPathFolder(outside), "The class path has more than one resource of this name",
				"Put the profile into the application");
		assertRefused(jvm("seccomp.profile: 'file:" + outside.resolve("sealed.json") + "'"),
				"The profile of a sealed policy must be on the class path.", "Put the profile into the application");
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(arguments("", "is empty", "Write one document with a 'seccomp' block"),
				arguments("seccomp.presets: no-exec\n---\nseccomp.presets: hardened", "has several YAML documents",
						"Write one document"),
				arguments("seccomp: [", "cannot be read: while parsing", "Correct the file"),
				arguments("seccomp.presets: no-exec\nserver.port: 80",
						"'server.port' in seccomp-sealed.yml has no effect", "Set it in application.yml."),
				arguments("seccomp.presets: no-exek", "Origin: URL [file:", "Did you mean no-exec?"),
				arguments("seccomp.presetz: no-exec", "There is no property of this name.",
						"Did you mean seccomp.presets?"),
				arguments("seccomp.presets: '${user.home}'", "Value: \"${user.home}\"", "There is no preset"),
				arguments("seccomp.enabled: false", "The sealed policy cannot be disabled.", "Remove the property"),
				arguments("seccomp.mode: log", "The sealed policy is always enforced.", "Remove the property."),
				arguments("seccomp.violations.history: 5", "The sealed policy does not support this property.",
						"on-unsupported and violations.report"),
				arguments("seccomp: { violations: false }", "The sealed policy does not support this property.",
						"on-unsupported and violations.report"),
				arguments("seccomp.ready.presets: no-exec", "Property: seccomp.ready", "Set it in application.yml"),
				arguments("seccomp.syscalls: [{ names: futex, action: errno }]", "The policy would break the JVM",
						"Allow these calls in the first rule"),
				arguments("seccomp.syscalls: [{ names: seccomp, action: errno }]",
						"The policy denies seccomp, which is required to install the startup filter.",
						"Allow seccomp in the first rule."),
				arguments("seccomp.syscalls: [{ names: [ioctl, bind], action: errno }]",
						"The policy denies ioctl, which is required to install the startup filter.",
						"Allow ioctl in the first rule."));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void mistakesStopTheStart(String content, String reason, String remedy) throws IOException {
		assertRefused(jvm(content), reason, remedy);
	}

	@Test
	void defaultValuesAreAllowed() throws IOException {
		assertSealed(jvm(POLICY + "  enabled: true\n  mode: enforce\n"));
	}

	@Test
	void policyMayDenySeccompIfNoFilterFollows() throws IOException {
		String policy = "seccomp: { presets: no-exec, syscalls: [{ names: seccomp, action: errno }] }";
		ChildJvm.Outcome outcome = jvm(policy).arguments("--seccomp.enabled=false").run();
		assertThat(outcome.line("exec")).contains("Permission denied");
		assertThat(outcome.line("status")).contains("Seccomp_filters=1");
	}

	@Test
	void kernelWithoutSeccompStopsTheStart() throws IOException {
		ChildJvm outer = ChildJvm.of(OuterFilter.class)
			.arguments("seccomp", "ENOSYS", "any")
			.under(ChildJvm.of(OuterFilter.class).arguments("prctl", "EINVAL", "21"));
		ChildJvm.Outcome outcome = jvm(POLICY).under(outer).arguments("--seccomp.on-unsupported=warn").run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("seccomp(2) failed with ENOSYS and prctl(PR_GET_SECCOMP) with EINVAL");
	}

	private void assertSealed(ChildJvm jvm) {
		ChildJvm.Outcome outcome = jvm.run();
		assertThat(outcome.line("exec")).as(outcome.output()).contains("Permission denied");
		assertThat(outcome.line("socket unix")).isEqualTo("EMLINK");
		assertThat(outcome.line("socket inet")).isEqualTo("opened");
		assertThat(outcome.output()).contains("Sealed seccomp filter in force: mode=enforce");
	}

	private static void assertRefused(ChildJvm jvm, String reason, String remedy) {
		ChildJvm.Outcome outcome = jvm.run();
		assertThat(outcome.exitCode()).isEqualTo(78);
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains(reason)
			.contains(remedy)
			.doesNotContain("bind before");
	}

	private ChildJvm jvm(String policy) throws IOException {
		sealed(policy);
		return ChildJvm.of(ModesApplication.class)
			.classPathFolder(this.folder)
			.arguments("--management.endpoints.web.exposure.include=seccomp");
	}

	private void sealed(String policy) throws IOException {
		Files.writeString(this.folder.resolve("seccomp-sealed.yml"), policy);
	}

}
