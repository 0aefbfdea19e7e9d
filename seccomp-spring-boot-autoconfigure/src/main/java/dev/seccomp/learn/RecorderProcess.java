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

package dev.seccomp.learn;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import dev.seccomp.kernel.CallRecorder;
import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecorderChannel;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.learn.Recorder.RunMessage;
import org.jspecify.annotations.Nullable;

/**
 * The recorder from the application's side. Its messages reach the application through
 * the guard, so a message confirms that both processes run.
 */
public final class RecorderProcess implements CallRecorder {

	/** The options for a small heap and a short run. */
	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-XX:-UsePerfData", "-Xshare:auto", "-Xlog:disable", "-Xms8m", "--enable-native-access=ALL-UNNAMED");

	/**
	 * The environment variables that the recorder inherits. The others may be intended
	 * for this JVM only: agents, debuggers, options.
	 */
	private static final List<String> ENVIRONMENT = List.of("LANG", "LC_", "LD_LIBRARY_PATH", "HOME", "PATH");

	private static final List<String> PROPERTIES = List.of("jna.", "java.io.tmpdir");

	private final Process recorder;

	private final Process guard;

	private final BufferedReader messages;

	/** This process holds its lock as long as this object exists. */
	private final @Nullable RecorderFolder unpacked;

	private final Path output;

	private final SeccompProcess process;

	private @Nullable RecorderChannel channel;

	private int runs;

	private boolean ready;

	private boolean failed;

	private RecorderProcess(SeccompProcess process, Process recorder, Process guard, @Nullable RecorderFolder unpacked,
			Path output) {
		this.process = process;
		this.recorder = recorder;
		this.unpacked = unpacked;
		this.guard = guard;
		this.messages = RecorderMessage.reader(guard.getInputStream());
		this.output = output;
	}

	/**
	 * Return the recorder of this process. The first call starts it, and it prepares
	 * itself while the application continues.
	 * @param process the process
	 * @param application the application
	 * @param output the file for the learned policy
	 * @return the recorder
	 * @throws InstallationException if it cannot be started, or writes to another file
	 * already
	 */
	public static RecorderProcess ofProcess(SeccompProcess process, ApplicationDescription application, Path output) {
		RecorderProcess recorder = process.recorder(RecorderProcess.class,
				() -> start(process, application, output.toAbsolutePath()));
		if (!recorder.output.equals(output.toAbsolutePath())) {
			throw new InstallationException(
					"Another application of this JVM is being recorded to " + recorder.output + ", not to "
							+ output.toAbsolutePath() + ". A process can have only one recorder.",
					"Set the same 'seccomp.learn.output' for all applications of this JVM.", null);
		}
		return recorder;
	}

	private static RecorderProcess start(SeccompProcess process, ApplicationDescription application, Path output) {
		try {
			return launch(process, application, output);
		}
		catch (IOException ex) {
			throw new InstallationException("The recorder of learn mode cannot be started: " + ex.getMessage() + ".",
					"The recorder is a separate JVM (" + java()
							+ "). Allow the application to start programs during learn mode.",
					ex);
		}
	}

	private static RecorderProcess launch(SeccompProcess process, ApplicationDescription application, Path output)
			throws IOException {
		RecorderClassPath classPath = RecorderClassPath.find(RecorderProcess.class.getClassLoader());
		List<String> arguments = new ArrayList<>();
		arguments.add(String.valueOf(ProcessHandle.current().pid()));
		arguments.add(output.toString());
		RecorderFolder unpacked = classPath.unpacked();
		if (unpacked != null) {
			arguments.add(unpacked.path().toString());
		}
		ProcessBuilder guard = builder(classPath, "-Xmx8m", RecorderGuard.class, arguments)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		arguments.add(0, application.format());
		ProcessBuilder recorder = builder(classPath, "-Xmx256m", Recorder.class, arguments).redirectErrorStream(true);
		List<Process> processes = ProcessBuilder.startPipeline(List.of(recorder, guard));
		return new RecorderProcess(process, processes.get(0), processes.get(1), unpacked, output);
	}

	private static ProcessBuilder builder(RecorderClassPath classPath, String heap, Class<?> main,
			List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(java()));
		command.addAll(OPTIONS);
		command.add(heap);
		System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> startsWithAny(name, PROPERTIES))
			.forEach((name) -> command.add("-D" + name + "=" + System.getProperty(name)));
		command.addAll(List.of("-cp", classPath.toString(), main.getName()));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().keySet().removeIf((name) -> !startsWithAny(name, ENVIRONMENT));
		return builder;
	}

	private static boolean startsWithAny(String name, List<String> prefixes) {
		return prefixes.stream().anyMatch(name::startsWith);
	}

	private static String java() {
		return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
	}

	/**
	 * Return the process ID of the recorder. The recorder must be permitted to attach
	 * before {@link #awaitReady()}.
	 * @return the id
	 */
	@Override
	public long pid() {
		return this.recorder.pid();
	}

	/**
	 * Return the process ID of the guard. After {@link #awaitReady()}, it writes nothing
	 * more to its standard output, which stays open until it ends.
	 * @return the id
	 */
	public long guard() {
		return this.guard.pid();
	}

	/**
	 * Return the file for the learned policy.
	 * @return the file of the first application of this process
	 */
	public Path output() {
		return this.output;
	}

	@Override
	public boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Wait until the recorder can take the listener of a filter.
	 * @return this recorder
	 * @throws InstallationException if the recorder has failed
	 */
	public RecorderProcess awaitReady() {
		synchronized (this) {
			if (this.ready) {
				return this;
			}
			StringBuilder noise = new StringBuilder();
			RecorderMessage message;
			try {
				this.recorder.getOutputStream()
					.write(String.valueOf(this.guard.pid()).getBytes(StandardCharsets.US_ASCII));
				this.recorder.getOutputStream().close();
			}
			catch (IOException ex) {
				// The recorder has died, and the guard reports the reason
			}
			try {
				RecorderMessage received = RecorderMessage.next(this.messages, noise);
				message = (received != null) ? received : RecorderMessage.failed(noise);
			}
			catch (IOException ex) {
				message = RecorderMessage.failed(ex);
			}
			if (message.kind() != RecorderMessage.Kind.READY) {
				this.failed = true;
				throw new InstallationException(message.text(), message.remedy(), null);
			}
			this.ready = true;
			return this;
		}
	}

	/**
	 * Start to record an application. The filter must be in force.
	 * @param application the application
	 * @param callers finds the Java stack trace of a blocked thread by its native id
	 * @return the number of the run
	 */
	public synchronized int starting(ApplicationDescription application, IntFunction<List<StackTraceElement>> callers) {
		int run = this.runs++;
		if (run == 0) {
			startAnswering(callers);
			recordPipe();
		}
		channel().send(new RunMessage(run, application).format());
		return run;
	}

	/**
	 * Record the serving phase of an application from now on.
	 * @param run the number of the run
	 */
	public synchronized void ready(int run) {
		channel().send(new RunMessage(run, null).format());
		recordPipe();
	}

	private RecorderChannel channel() {
		RecorderChannel channel = this.channel;
		if (channel == null) {
			channel = RecorderChannel.open(this.process, Platform.architecture());
			this.channel = channel;
		}
		return channel;
	}

	/** Answers the questions of the recorder for the callers of system calls. */
	private void startAnswering(IntFunction<List<StackTraceElement>> callers) {
		RecorderChannel channel = RecorderChannel.open(this.process, Platform.architecture());
		CallerFrame.of(List.of(new Throwable().getStackTrace()));
		Thread thread = new Thread(() -> {
			int caller = channel.answer("");
			while (caller > 0) {
				caller = channel.answer(frame(callers, caller));
			}
		}, "seccomp-recorder");
		thread.setDaemon(true);
		thread.start();
	}

	private static String frame(IntFunction<List<StackTraceElement>> callers, int caller) {
		try {
			return CallerFrame.of(callers.apply(caller));
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// The caller waits for an answer, and is recorded without its code
			return "";
		}
	}

	/**
	 * Make a pipe, so that the call {@code pipe} or {@code pipe2} of this C library is
	 * recorded. Java makes pipes before it starts a program. If a pipe is denied, JDK 17
	 * and 25 close two file descriptors that they never opened. The learned policy
	 * therefore allows pipes, and denies the start of the program.
	 */
	private void recordPipe() {
		try {
			Pipe pipe = Pipe.open();
			pipe.source().close();
			pipe.sink().close();
		}
		catch (IOException ex) {
			throw new InstallationException(
					"Learn mode cannot create the pipe that it records: " + ex.getMessage() + ".",
					"Raise the limit of open files (ulimit -n).", ex);
		}
	}

	/**
	 * Return whether calls are recorded.
	 * @return whether the recorder is alive
	 */
	public boolean isAlive() {
		return this.recorder.isAlive();
	}

}
