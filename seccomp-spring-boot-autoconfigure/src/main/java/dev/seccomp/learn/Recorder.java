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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.RecordedListener;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the recorder process. It records the calls of an application and its
 * child processes, and lets each call continue. It ends after all of these processes have
 * ended.
 * <p>
 * The learned policy is written before the application ends, because a container stops
 * together with its first process. Before that, it is written every few seconds if calls
 * are new.
 */
public final class Recorder {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

	private static final Duration WRITE_INTERVAL = Duration.ofSeconds(3);

	private final Architecture architecture;

	private final RecordedProcess process;

	private final String application;

	private final Path output;

	private final Instant start = Instant.now();

	private final int exit;

	private final CallTally tally;

	private final BitSet calls = new BitSet();

	private final BitSet threads = new BitSet();

	private volatile boolean changed;

	private volatile boolean children;

	private volatile @Nullable Throwable failure;

	private Recorder(Architecture architecture, RecordedProcess process, String application, Path output) {
		this.architecture = architecture;
		this.process = process;
		this.application = application;
		this.output = output;
		this.exit = architecture.syscalls().number("exit_group").orElseThrow();
		this.tally = new CallTally(architecture);
	}

	/**
	 * Record an application.
	 * @param args the name of the application, its process ID, the output file, and the
	 * folder of unpacked jars if there is one
	 */
	public static void main(String[] args) {
		RecordingEnd.await(Thread.currentThread());
		try {
			// The application reports our process ID first, so that we may attach
			if (System.in.read() != -1) {
				record(args[0], Long.parseLong(args[1]), Path.of(args[2]));
			}
			RecorderMessage.of(RecorderMessage.Kind.ENDED).send();
		}
		catch (Throwable ex) {
			RecorderMessage.failed(ex).send();
		}
		finally {
			RecorderClassPath.delete((args.length > 3) ? Path.of(args[3]) : null);
		}
	}

	private static void record(String application, long pid, Path output) throws Throwable {
		Architecture architecture = Platform.architecture();
		RecordedProcess process = RecordedProcess.open(architecture, pid);
		verifyWritable(output);
		Recorder recorder = new Recorder(architecture, process, application, output);
		RecorderMessage.of(RecorderMessage.Kind.READY).send();
		RecordedListener listener = process.awaitListener();
		if (listener != null) {
			recorder.record(listener);
		}
	}

	private static void verifyWritable(Path output) {
		Path folder = output.getParent();
		if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)
				|| (Files.exists(output) && (!Files.isRegularFile(output) || !Files.isWritable(output)))) {
			throw new InstallationException("The learned policy cannot be written to " + output
					+ ". The folder does not exist or is not writable, or the file is not a writable regular file.",
					"Create the folder and make it writable, or set 'seccomp.learn.output' to another file.", null);
		}
	}

	private void record(RecordedListener listener) throws Throwable {
		Thread thread = new Thread(() -> respond(listener), "recorder");
		thread.setDaemon(true);
		thread.start();
		boolean ended = false;
		Instant written = this.start;
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
			listener.respondToAll(this::record);
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	/** Records a call while its caller is blocked. */
	private void record(int number, int thread, long[] arguments) {
		this.tally.add(number, arguments);
		if (!this.calls.get(number)) {
			this.calls.set(number);
			this.changed = true;
		}
		if (!this.threads.get(thread)) {
			this.threads.set(thread);
			this.children = this.children || !this.process.hasThread(thread);
		}
		if (number == this.exit && this.process.hasThread(thread)) {
			write();
		}
	}

	private synchronized void write() {
		this.changed = false;
		try {
			LearnedFile.merge(this.output, this.tally, new LearnedRun(this.application, this.start, this.children));
		}
		catch (IOException ex) {
			RecorderMessage.warning("The recorded calls could not be saved. " + ex.getMessage()).send();
		}
		catch (RuntimeException ex) {
			RecorderMessage
				.warning("The recorded calls could not be saved to " + this.output + ": " + ex
						+ ". Please report this as a bug.")
				.send();
		}
	}

}
