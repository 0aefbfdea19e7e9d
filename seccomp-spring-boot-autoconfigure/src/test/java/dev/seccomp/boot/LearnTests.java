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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.seccomp.learn.Occurrences;
import dev.seccomp.learn.Phase;
import dev.seccomp.learn.RecordedRun;
import dev.seccomp.learn.Recording;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.HarmlessCall;
import dev.seccomp.testing.OuterFilter;
import dev.seccomp.testing.OuterListener;
import dev.seccomp.testing.Recorders;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.Starts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for learn mode: the recorded calls, and failures of the application, the recorder
 * and the kernel.
 */
class LearnTests {

	private static final String EXPOSURE = "--management.endpoints.web.exposure.include=seccomp,seccompprofile";

	private static final String VALUES = "--management.endpoint.seccomp.show-values=always";

	private static final Pattern RECORDER = Pattern.compile("Process (\\d+) records every call");

	private static final int SIGKILL_EXIT = 128 + 9;

	@TempDir
	Path folder;

	private final StringBuilder output = new StringBuilder();

	private Process application;

	@AfterEach
	void end() {
		if (this.application != null) {
			this.application.destroyForcibly();
		}
		Recorders.awaitEnd(this.folder);
	}

	@Test
	void callsOfTheApplicationAreLearned() throws Exception {
		start(jvm());
		assertThat(this.output).contains("seccomp.mode=learn: no call is denied")
			.contains("It writes the learned policy to " + file())
			.contains("exec: ran")
			.contains("mode: learn")
			.containsPattern("threads: ThreadsDescriptor\\[total=(\\d+), filtered=\\1]")
			.contains("filters: [startup]")
			.contains("profile: null")
			.containsPattern("health: UP .*recorder=recording");
		this.application.getOutputStream().close();
		assertThat(awaitEnd()).isZero();
		assertThat(this.output).contains("denied: []");
		// touch(1), the program, sets the time of a file
		assertThat(learned()).contains("execve", "utimensat", "futex", "exit_group", HarmlessCall.TEE.toString())
			.doesNotContain("acct");
		ChildJvm.Outcome enforced = ChildJvm.of(LearningApplication.class)
			.arguments(EXPOSURE, VALUES, "--spring.config.import=file:" + file())
			.run();
		assertThat(enforced.exitCode()).isZero();
		assertThat(enforced.output()).contains("mode: enforce")
			.containsPattern("policy=\\[syscalls\\[0] to syscalls\\[\\d+], presets: no-exec]")
			.contains("exec: ran")
			.contains("denied: []")
			.doesNotContain("Denied ");
	}

	@Test
	void callsHaveThePhaseAndTheCodeThatMadeThem() throws Exception {
		start(jvm());
		this.application.getOutputStream().close();
		assertThat(awaitEnd()).isZero();
		Recording recording = Recording.read(Recording.file(file()));
		assertThat(recording.runs()).singleElement().satisfies((run) -> {
			assertThat(run.mainClass()).isEqualTo(LearningApplication.class.getName());
			assertThat(run.ready()).isTrue();
			assertThat(run.childProcesses()).isTrue();
			assertThat(run.environment().java()).isEqualTo(System.getProperty("java.version"));
			assertThat(run.environment().libc()).startsWith("glibc ");
		});
		Map<String, Occurrences> calls = new HashMap<>();
		recording.calls().forEach((call, occurrences) -> calls.merge(call.syscall(), occurrences, (one, other) -> one));
		for (String call : List.of("execve", "utimensat", HarmlessCall.TEE.toString())) {
			assertThat(calls.get(call).isIn(Phase.SERVING)).as(call).isTrue();
			assertThat(calls.get(call).isIn(Phase.STARTING)).as(call).isFalse();
			assertThat(calls.get(call).frame(Phase.SERVING)).as(call).startsWith("dev.seccomp.testing.");
		}
		assertThat(calls.values()).anyMatch((occurrences) -> !occurrences.isIn(Phase.SERVING));
	}

	/** The application itself starts no program. */
	@Test
	void programOfTestFrameworkIsLeftOut() throws IOException {
		ChildJvm.Outcome outcome = ChildJvm.of(AttachingApplication.class)
			.options("-Djdk.attach.allowAttachSelf=false")
			.arguments("--seccomp.mode=learn", "--seccomp.learn.output=" + file())
			.run();
		assertThat(outcome.output()).contains("instrumentation: true");
		Recorders.awaitEnd(this.folder);
		String policy = Files.readString(file());
		assertThat(policy).containsPattern("#   execve +# net\\.bytebuddy\\.agent\\.ByteBuddyAgent\\.")
			.doesNotContain("- execve", "RISKY");
	}

	@Test
	void startWhenPolicyIsFromAnotherEnvironmentWarns() throws IOException {
		ChildJvm.Outcome outcome = ChildJvm.of(LearningApplication.class)
			.arguments(EXPOSURE, "--seccomp.learn.environments=Java 11 of Example with musl and G1 on x86_64")
			.run();
		assertThat(outcome.output())
			.containsOnlyOnce("The policy was not learned in this environment, so calls of this"
					+ " environment may be denied: Java " + Runtime.version().feature() + " of ")
			.contains("Learned in: Java 11 of Example with musl and G1 on x86_64.");
		assertThat(ChildJvm.of(LearningApplication.class).arguments(EXPOSURE).run().output())
			.doesNotContain("was not learned");
	}

	@Test
	void recordingWhenApplicationIsKilledIsWritten() throws Exception {
		start(jvm());
		ProcessHandle recorder = recorder();
		this.application.toHandle().destroyForcibly();
		assertThat(awaitEnd()).isEqualTo(SIGKILL_EXIT);
		recorder.onExit().get(30, TimeUnit.SECONDS);
		assertThat(learned()).contains("execve", "utimensat", "futex").doesNotContain(HarmlessCall.TEE.toString());
		assertThat(this.output).doesNotContain("has died");
	}

	@Test
	void applicationWhenRecorderIsKilledIsKilled() throws Exception {
		start(jvm());
		recorder().destroyForcibly();
		assertThat(awaitEnd()).isEqualTo(SIGKILL_EXIT);
		assertThat(this.output).contains(
				"seccomp: The recorder of learn mode terminated unexpectedly. Without the recorder no system call can continue,"
						+ " so the application (process " + this.application.pid() + ") is killed.")
			.doesNotContain("denied: ");
	}

	@Test
	void applicationWhenRecorderAndGuardAreKilledIsKilled() throws Exception {
		start(jvm());
		List<ProcessHandle> processes = this.application.children().toList();
		ProcessHandle recorder = recorder();
		assertThat(processes).hasSize(2).contains(recorder);
		// The guard would kill the application itself
		processes.stream().filter((process) -> !process.equals(recorder)).forEach(ProcessHandle::destroyForcibly);
		recorder.destroyForcibly();
		assertThat(this.application.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.application.exitValue()).isEqualTo(SIGKILL_EXIT);
	}

	/** Ctrl-C in a terminal reaches the recorder, too. */
	@Test
	void recorderWhenSignalledContinues() throws Exception {
		start(jvm());
		ProcessHandle recorder = recorder();
		this.application.children().forEach(ProcessHandle::destroy);
		this.application.getOutputStream().close();
		assertThat(awaitEnd()).isZero();
		recorder.onExit().get(30, TimeUnit.SECONDS);
		assertThat(this.output).contains("denied: []");
		assertThat(learned()).contains("exit_group", HarmlessCall.TEE.toString());
	}

	@Test
	void recorderLeavesTheEnvironmentOfTheApplicationAlone() throws Exception {
		start(jvm().environment("JAVA_TOOL_OPTIONS", "-Dexample=for-the-application-alone"));
		String environment = Files.readString(Path.of("/proc", String.valueOf(recorder().pid()), "environ"));
		assertThat(environment).doesNotContain("for-the-application-alone");
	}

	@Test
	void startWhenOuterFilterForbidsAnotherCallSucceeds() throws Exception {
		ChildJvm.Outcome outcome = jvm().under(ChildJvm.of(OuterFilter.class).arguments("acct", "EPERM", "any")).run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(learned()).contains("execve", "exit_group");
	}

	@Test
	void startWhenOuterFilterForbidsAttachingFails() {
		ChildJvm.Outcome outcome = jvm().under(ChildJvm.of(OuterFilter.class).arguments("pidfd_getfd", "EPERM", "any"))
			.run();
		assertFailed(outcome, "The recorder cannot attach to the application: pidfd_getfd(2) failed with EPERM.",
				"--cap-add=SYS_PTRACE");
	}

	@Test
	void startWhenOuterFilterHidesAttachingFails() {
		ChildJvm.Outcome outcome = jvm().under(ChildJvm.of(OuterFilter.class).arguments("pidfd_open", "ENOSYS", "any"))
			.run();
		assertFailed(outcome, "pidfd_open(2) failed with ENOSYS. This call requires Linux 5.6",
				"Run learn mode on Linux 5.6 or later");
	}

	@Test
	void startWhenAnotherProgramHasAListenerFails() {
		ChildJvm.Outcome outcome = jvm().under(ChildJvm.of(OuterListener.class)).run();
		assertFailed(outcome,
				"a process can have only one notification listener, and another program such as the container runtime"
						+ " already has it",
				"in a process without another notification listener");
	}

	@Test
	void startWhenProgramsAreDeniedFails() {
		List<String> outputs = Starts.run(ChildJvm.of(Starts.class),
				List.of(List.of("--seccomp.presets=no-exec"), List.of("--seccomp.mode=learn")));
		assertThat(outputs.get(1)).contains("The recorder of learn mode cannot be started: ")
			.contains("Permission denied")
			.contains("Allow the application to start programs during learn mode.")
			.contains("exit code: 78");
	}

	@Test
	void startWhenFileCannotBeWrittenFails() throws IOException {
		Files.createDirectory(file());
		assertFailed(jvm().run(), "The learned policy cannot be written to " + file(),
				"set 'seccomp.learn.output' to another file");
	}

	@Test
	void startWhenProcIsHiddenFails() {
		Requirement.requireCommand("Mounts over /proc, in a namespace of its own, which needs root",
				List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/proc"));
		ChildJvm.Outcome outcome = jvm().under(List.of("unshare", "-m", "sh", "-c",
				"mount -t tmpfs tmpfs /proc && LD_LIBRARY_PATH=" + System.getProperty("java.home") + "/lib exec \"$@\"",
				"sh"))
			.run();
		assertFailed(outcome, "/proc", "Mount /proc");
	}

	@Test
	void testsAreRecorded() throws IOException {
		ChildJvm.Outcome outcome = ChildJvm.of(JUnitApplication.class)
			.arguments("--seccomp.mode=learn", "--seccomp.learn.output=" + file())
			.run();
		assertThat(outcome.output()).contains("seccomp.mode=learn: no call is denied");
		assertThat(learned()).contains("execve", "exit_group");
	}

	/** The kernel kills all processes of a container when its first one ends. */
	@Test
	void firstProcessOfAContainer() throws IOException {
		List<String> namespace = List.of("unshare", "--pid", "--fork", "--mount-proc");
		Requirement.requireCommand("Makes a PID namespace, which needs root",
				Stream.concat(namespace.stream(), Stream.of("true")).toList());
		ChildJvm.Outcome outcome = jvm().under(namespace).run();
		assertThat(outcome.exitCode()).isZero();
		assertThat(learned()).contains("execve", "exit_group", HarmlessCall.TEE.toString());
	}

	@Test
	void secondApplicationOfAJvmIsRecordedAsWell() throws IOException {
		String[] learn = { "--seccomp.mode=learn", "--seccomp.learn.output=" + file() };
		List<String> outputs = Starts.run(ChildJvm.of(Starts.class), List.of(List.of(learn), List.of(learn)));
		assertThat(outputs).allSatisfy((output) -> assertThat(output).contains("exec: ran").contains("exit code: 0"));
		assertThat(learned()).contains(HarmlessCall.TEE.toString());
		assertThat(Recording.read(Recording.file(file())).runs()).hasSize(2)
			.allMatch(RecordedRun::ready)
			.extracting(RecordedRun::id)
			.doesNotHaveDuplicates();
	}

	@Test
	void secondApplicationOfAJvmCannotBeRecordedToAnotherFile() throws IOException {
		Path other = this.folder.resolve("other.yml");
		List<String> outputs = Starts.run(ChildJvm.of(Starts.class),
				List.of(List.of("--seccomp.mode=learn", "--seccomp.learn.output=" + file()),
						List.of("--seccomp.mode=learn", "--seccomp.learn.output=" + other)));
		assertThat(outputs.get(0)).contains("exit code: 0");
		assertThat(outputs.get(1))
			.contains("Another application of this JVM is being recorded to " + file() + ", not to " + other)
			.contains("Set the same 'seccomp.learn.output' for all applications of this JVM.")
			.contains("exit code: 78");
		assertThat(learned()).contains("execve");
		assertThat(other).doesNotExist();
	}

	private ChildJvm jvm() {
		return ChildJvm.of(LearningApplication.class)
			.arguments(EXPOSURE, VALUES, "--seccomp.mode=learn", "--seccomp.learn.output=" + file());
	}

	private Path file() {
		return this.folder.resolve("learned.yml");
	}

	private List<String> learned() throws IOException {
		return List.of(Files.readString(file()).split("\\W+"));
	}

	private void start(ChildJvm jvm) throws IOException {
		this.application = jvm.start();
		BufferedReader reader = this.application.inputReader();
		String line;
		while ((line = reader.readLine()) != null) {
			this.output.append(line).append('\n');
			if (line.equals("ready: now")) {
				return;
			}
		}
		throw new AssertionError("It ended: " + this.output);
	}

	private ProcessHandle recorder() {
		Matcher matcher = RECORDER.matcher(this.output);
		assertThat(matcher.find()).isTrue();
		return ProcessHandle.of(Long.parseLong(matcher.group(1))).orElseThrow();
	}

	private int awaitEnd() throws IOException, InterruptedException {
		// The output ends with the process
		this.application.inputReader().lines().forEach((line) -> this.output.append(line).append('\n'));
		assertThat(this.application.waitFor(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		return this.application.exitValue();
	}

	private static void assertFailed(ChildJvm.Outcome outcome, String reason, String action) {
		assertThat(outcome.output()).contains("APPLICATION FAILED TO START")
			.contains(reason)
			.containsSubsequence("Action:", action)
			.doesNotContain("bean: made");
		assertThat(outcome.exitCode()).isEqualTo(78);
	}

}
