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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.seccomp.kernel.CallRecording;
import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecordedCaller;
import dev.seccomp.kernel.RecordedListener;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.learn.CallOrigins.Origin;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the recorder process. It records the calls of an application and its
 * child processes, and lets each call continue. It ends after all of these processes have
 * ended.
 * <p>
 * The recording is written before the application ends, because a container stops
 * together with its first process. Before that, it is written every few seconds if calls
 * are new.
 */
public final class Recorder implements CallRecording {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

	private static final Duration WRITE_INTERVAL = Duration.ofSeconds(3);

	private final RecordedProcess process;

	private final LearnedFiles files;

	private final Architecture architecture;

	private final int exit;

	private final RecorderWaits waits;

	private final CallOrigins origins;

	private final CallerSearches searches;

	/** The runs by their numbers. A JVM can run several applications, such as tests. */
	private final Map<Integer, RunInProgress> runs = new TreeMap<>();

	private volatile RunInProgress run;

	private volatile boolean changed;

	private volatile @Nullable Throwable failure;

	private Recorder(Architecture architecture, RecordedProcess process, ApplicationDescription application,
			LearnedFiles files, long guard) {
		this.architecture = architecture;
		this.process = process;
		this.files = files;
		this.exit = architecture.syscalls().number("exit_group").orElseThrow();
		this.waits = new RecorderWaits(architecture, ProcessHandle.current().pid(), guard);
		this.origins = new CallOrigins(process);
		this.searches = new CallerSearches(architecture, process);
		this.run = new RunInProgress(architecture, application);
		this.runs.put(0, this.run);
	}

	/**
	 * Record an application.
	 * @param args the description of the application, its process ID, the output file,
	 * and the folder of unpacked jars if there is one
	 */
	public static void main(String[] args) {
		RecordingEnd.await(Thread.currentThread());
		RecorderFolder unpacked = null;
		try {
			unpacked = (args.length > 3) ? RecorderFolder.open(Path.of(args[3])) : null;
			// The application reports our process ID first, so that we may attach
			String guard = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
			if (!guard.isEmpty()) {
				record(ApplicationDescription.parse(args[0]), Long.parseLong(args[1]), Path.of(args[2]),
						Long.parseLong(guard));
			}
			RecorderMessage.of(RecorderMessage.Kind.ENDED).send();
		}
		catch (Throwable ex) {
			RecorderMessage.failed(ex).send();
		}
		finally {
			if (unpacked != null) {
				unpacked.delete();
			}
		}
	}

	private static void record(ApplicationDescription application, long pid, Path output, long guard) throws Throwable {
		Architecture architecture = Platform.architecture();
		RecordedProcess process = RecordedProcess.open(architecture, pid);
		LearnedFiles files = new LearnedFiles(output);
		verifyWritable(output, files);
		Recorder recorder = new Recorder(architecture, process, application, files, guard);
		RecorderMessage.of(RecorderMessage.Kind.READY).send();
		RecordedListener listener = process.awaitListener();
		if (listener != null) {
			recorder.record(listener);
		}
	}

	private static void verifyWritable(Path output, LearnedFiles files) {
		Path folder = output.getParent();
		if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)
				|| (Files.exists(output) && (!Files.isRegularFile(output) || !Files.isWritable(output)))) {
			throw new InstallationException("The learned policy cannot be written to " + output
					+ ". The folder does not exist or is not writable, or the file is not a writable regular file.",
					"Create the folder and make it writable, or set 'seccomp.learn.output' to another file.", null);
		}
		try {
			files.verify();
		}
		catch (IOException ex) {
			throw new InstallationException(String.valueOf(ex.getMessage()),
					"Learn mode keeps its recording and the policy next to each other. Start with a new"
							+ " 'seccomp.learn.output' if the recording is lost.",
					ex);
		}
	}

	private void record(RecordedListener listener) throws Throwable {
		Thread thread = new Thread(() -> respond(listener), "recorder");
		thread.setDaemon(true);
		thread.start();
		boolean ended = false;
		Instant written = Instant.now();
		while (this.failure == null && !listener.isAbandoned(POLL_INTERVAL)) {
			if (!ended && this.process.hasEnded(Duration.ZERO)) {
				ended = true;
				write();
				// Its child processes live on, and no process waits for them
				RecorderMessage.of(RecorderMessage.Kind.ENDED).send();
			}
			else if (this.changed && Duration.between(written, Instant.now()).compareTo(WRITE_INTERVAL) > 0) {
				write();
				written = Instant.now();
			}
		}
		write();
		Throwable failure = this.failure;
		if (failure != null) {
			throw failure;
		}
	}

	private void respond(RecordedListener listener) {
		try {
			listener.respondToAll(this);
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	@Override
	public void receive(String text) {
		RunMessage message = RunMessage.parse(text);
		ApplicationDescription application = message.application();
		if (application != null && message.run() > 0) {
			synchronized (this) {
				this.runs.put(message.run(), new RunInProgress(this.architecture, application));
			}
		}
		RunInProgress current = this.runs.get(message.run());
		if (current != null) {
			this.run = current;
			if (application == null) {
				current.ready();
			}
		}
		this.changed = true;
	}

	@Override
	public @Nullable RecordedCaller record(int number, int thread, long[] arguments, boolean answering) {
		if (this.waits.contains(number, arguments)) {
			return null;
		}
		RunInProgress run = this.run;
		CallCounter counter = run.tally().counter(number, arguments);
		if (counter == null) {
			return null;
		}
		Phase phase = run.phase();
		Origin child = this.origins.childProcess(thread);
		if (child != null) {
			run.childProcess();
			String frame = child.frame();
			if (frame == null && answering) {
				return new RecordedCaller(CallerSearches.RISKY_LIMIT,
						(answer) -> count(counter, phase, child.found(answer)));
			}
			count(counter, phase, frame);
			return null;
		}
		if (answering && this.searches.start(number, thread, counter, phase, arguments)) {
			return new RecordedCaller(this.searches.limit(number),
					(answer) -> count(counter, phase, this.searches.end(answer)));
		}
		count(counter, phase, "");
		if (number == this.exit) {
			write();
		}
		return null;
	}

	private void count(CallCounter counter, Phase phase, @Nullable String frame) {
		String known = (frame != null) ? frame : "";
		this.changed |= counter.add((CallerFrame.isOfTestFramework(known)) ? Phase.TESTING : phase, known);
	}

	private synchronized void write() {
		this.changed = false;
		try {
			this.files.merge(this.runs.values().stream().map(RunInProgress::recorded).toList());
		}
		catch (IOException ex) {
			RecorderMessage.warning("The recorded calls could not be saved. " + ex.getMessage()).send();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			RecorderMessage
				.warning("The recorded calls could not be saved to " + this.files + ": " + ex
						+ ". Please report this as a bug.")
				.send();
		}
	}

	/**
	 * A message of the application: the start of a run, or the event that it is ready.
	 *
	 * @param run the number of the run
	 * @param application the application that starts, or {@code null} if it is ready
	 */
	record RunMessage(int run, @Nullable ApplicationDescription application) {

		private static final String SEPARATOR = "\n";

		String format() {
			return this.run + SEPARATOR + ((this.application != null) ? this.application.format() : "");
		}

		static RunMessage parse(String text) {
			String[] parts = text.split(SEPARATOR, 2);
			return new RunMessage(Integer.parseInt(parts[0]),
					(parts[1].isEmpty()) ? null : ApplicationDescription.parse(parts[1]));
		}

	}

}
