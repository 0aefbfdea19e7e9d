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

package dev.seccomp.violation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.SleepingThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Callers}.
 */
@Timeout(60)
class CallersTests {

	private static final int SELF = (int) ProcessHandle.current().pid();

	private static final NativeLibrary LIBC = NativeLibrary.getProcess();

	private final ThreadCpuClock clock = ThreadCpuClock.load(SeccompProcess.current(), Platform.architecture());

	private final Callers callers = new Callers(this.clock);

	@AfterEach
	void close() {
		this.clock.close();
	}

	@Test
	void findWhenThreadIsJavaThreadReturnsStackTrace() throws Exception {
		this.callers.warmUp();
		try (SleepingThread sleeping = new SleepingThread("a Java thread")) {
			Caller caller = this.callers.find(sleeping.tid(), true);
			assertThat(caller.thread().id()).isEqualTo(sleeping.tid());
			assertThat(caller.thread().name()).isEqualTo("a Java thread");
			assertThat(caller.process().pid()).isEqualTo(SELF);
			assertThat(caller.process().comm()).isEqualTo(Files.readString(Path.of("/proc/self/comm")).strip());
			assertThat(caller.stackTrace()).extracting(StackTraceElement::getMethodName).contains("sleepUntilClosed");
			assertThat(this.callers.find(sleeping.tid(), false).stackTrace()).isEmpty();
		}
	}

	@Test
	void findWhenThreadIsNativeReturnsName() throws Exception {
		for (File task : new File("/proc/self/task").listFiles()) {
			if (Files.readString(task.toPath().resolve("comm")).strip().equals("VM Periodic Tas")) {
				Caller caller = this.callers.find(Integer.parseInt(task.getName()), true);
				assertThat(caller.thread().name()).isEqualTo("VM Periodic Tas");
				assertThat(caller.process().pid()).isEqualTo(SELF);
				assertThat(caller.stackTrace()).isEmpty();
				return;
			}
		}
		throw new AssertionError("No such thread");
	}

	@Test
	void findWhenChildHasNotExecutedProgramReturnsStackTraceOfStarter(@TempDir Path folder) throws Exception {
		Path pipe = folder.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		Thread spawning = new Thread(() -> spawn(pipe), "spawning");
		spawning.start();
		try {
			int child = waitForChild();
			Caller caller = this.callers.find(child, true);
			assertThat(caller.thread().name()).isEqualTo("spawning");
			assertThat(caller.thread().id()).isNotEqualTo(child);
			assertThat(caller.process().pid()).isEqualTo(child);
			assertThat(caller.process().comm()).isEqualTo("spawning");
			assertThat(caller.stackTrace()).extracting(StackTraceElement::getMethodName).contains("spawn");
			assertThat(argumentsOf(child)).containsEntry("path", new ArgumentValue.Text("/bin/\\xff"))
				.containsEntry("argv", new ArgumentValue.TextList(List.of("a", "b")));
		}
		finally {
			Files.writeString(pipe, "");
			spawning.join();
		}
	}

	/** Starts {@code /bin/true} after the test writes to a pipe. */
	private static void spawn(Path pipe) {
		try (Memory actions = new Memory(1024); Memory pid = new Memory(Long.BYTES)) {
			call("posix_spawn_file_actions_init", actions);
			call("posix_spawn_file_actions_addopen", actions, 0, pipe.toString(), 0, 0);
			call("posix_spawn", pid, "/bin/true", actions, null, new StringArray(new String[] { "true" }),
					new StringArray(new String[0]));
			call("waitpid", pid.getInt(0), null, 0);
		}
	}

	private static void call(String name, Object... arguments) {
		Function function = LIBC.getFunction(name);
		function.invokeInt(arguments);
	}

	private static int waitForChild() throws InterruptedException {
		while (true) {
			for (ProcessHandle child : ProcessHandle.current().children().toList()) {
				if (ProcFiles.isSameProgram((int) child.pid())) {
					return (int) child.pid();
				}
			}
			Thread.sleep(10);
		}
	}

	private static Map<String, ArgumentValue> argumentsOf(int child) throws Exception {
		Architecture architecture = Platform.architecture();
		try (Memory path = new Memory(8); ProcessMemory memory = ProcessMemory.ofSelf()) {
			byte[] bytes = "/bin/\u00ff\0".getBytes(StandardCharsets.ISO_8859_1);
			path.write(0, bytes, 0, bytes.length);
			StringArray argv = new StringArray(new String[] { "a", "b" });
			return new CallArguments(architecture, memory).decode(
					architecture.syscalls().number("execve").orElseThrow(), child, Pointer.nativeValue(path),
					Pointer.nativeValue(argv), 0, 0, 0, 0);
		}
	}

	@Test
	void findWhenChildRunsAnotherProgramReturnsThreadWithoutStackTrace() throws Exception {
		CompletableFuture<Process> process = new CompletableFuture<>();
		try (SleepingThread sleeping = new SleepingThread((task) -> new Thread(() -> {
			process.complete(start("sleep", "60"));
			task.run();
		}, "starting"))) {
			int pid = (int) process.join().pid();
			Caller caller = this.callers.find(pid, true);
			assertThat(caller.thread().id()).isEqualTo(sleeping.tid());
			assertThat(caller.thread().name()).isEqualTo("starting");
			assertThat(caller.process().pid()).isEqualTo(pid);
			assertThat(caller.process().comm()).isEqualTo("sleep");
			assertThat(caller.stackTrace()).as("the thread has continued").isEmpty();
		}
		finally {
			process.join().destroyForcibly().waitFor();
		}
	}

	@Test
	void findWhenProcessIsGrandchildReturnsItsOwnThread() throws Exception {
		Process process = start("sh", "-c", "sleep 60 & echo $!; wait");
		int pid = Integer.parseInt(process.inputReader().readLine());
		try {
			while (!"sleep".equals(ProcFiles.comm(pid))) {
				TimeUnit.MILLISECONDS.sleep(10);
			}
			Caller caller = this.callers.find(pid, true);
			assertThat(caller.thread()).isEqualTo(new Caller.CallingThread(pid, "sleep"));
			assertThat(caller.process()).isEqualTo(new Caller.CallingProcess(pid, "sleep"));
			assertThat(caller.stackTrace()).isEmpty();
		}
		finally {
			ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void findWhenProcessHasEndedReturnsPid() throws Exception {
		Process process = start("true");
		process.waitFor();
		Caller caller = this.callers.find((int) process.pid(), true);
		assertThat(caller.process()).isEqualTo(new Caller.CallingProcess((int) process.pid(), ""));
		assertThat(caller.stackTrace()).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void findWhenThreadIsVirtualReturnsItsStackTrace() throws Exception {
		this.callers.warmUp();
		this.callers.prepareForVirtualThreads();
		try (SleepingThread sleeping = new SleepingThread(CallersTests::virtual)) {
			Caller caller = findWhen(sleeping, (candidate) -> candidate.thread().name().contains("#"));
			assertThat(caller.thread().id()).isEqualTo(sleeping.tid());
			assertThat(caller.thread().name()).matches("virtual thread #\\d+ on ForkJoinPool-1-worker-\\d+");
			assertThat(caller.stackTrace()).anySatisfy((frame) -> {
				assertThat(frame.getClassName()).isEqualTo(SleepingThread.class.getName());
				assertThat(frame.getMethodName()).isEqualTo("sleepUntilClosed");
				assertThat(frame.getFileName()).isEqualTo("SleepingThread.java");
				assertThat(frame.getLineNumber()).isPositive();
			});
			assertThat(caller.stackTrace().toString()).contains("com.sun.jna.Native.invokeLong(Native Method), ")
				.contains(" java.base/java.lang.VirtualThread.run(VirtualThread.java:");
			assertThat(this.callers.find(sleeping.tid(), false).stackTrace()).isEmpty();
		}
	}

	/** The thread dump may be available in time nevertheless. */
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void findWhenVirtualThreadIsNotPreparedReturnsItsStackTraceOrThatOfCarrier() throws Exception {
		try (SleepingThread sleeping = new SleepingThread(CallersTests::virtual)) {
			Caller caller = this.callers.find(sleeping.tid(), true);
			assertThat(caller.thread().name()).matches("virtual thread (#\\d+ )?on ForkJoinPool-1-worker-\\d+");
			assertThat(caller.stackTrace()).extracting(StackTraceElement::getClassName)
				.contains(caller.thread().name().contains("#") ? "java.lang.VirtualThread"
						: "jdk.internal.vm.Continuation");
		}
	}

	/** The assistant thread may still be busy. */
	private Caller findWhen(SleepingThread sleeping, Predicate<Caller> predicate) throws InterruptedException {
		while (true) {
			Caller caller = this.callers.find(sleeping.tid(), true);
			if (predicate.test(caller)) {
				return caller;
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	private static Thread virtual(Runnable task) {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (Thread) Class.forName("java.lang.Thread$Builder")
				.getMethod("unstarted", Runnable.class)
				.invoke(builder, task);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Process start(String... command) {
		try {
			return new ProcessBuilder(command).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
