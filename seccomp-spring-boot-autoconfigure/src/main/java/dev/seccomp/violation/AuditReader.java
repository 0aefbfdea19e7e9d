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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.seccomp.kernel.AuditLog;
import org.jspecify.annotations.Nullable;

/**
 * Finds this process's own records in the kernel's audit log.
 * <p>
 * A record names the process by its id in the initial PID namespace, which a process in a
 * container cannot ask for. So a thread gives itself a random name and makes a call that
 * the filter has logged: the record of that name tells the id. Without it, no record is
 * taken for ours. Those of child processes never are.
 *
 * @since 0.1.0
 */
public final class AuditReader implements AutoCloseable {

	/**
	 * The name of the thread.
	 */
	public static final String THREAD_NAME = "seccomp-audit";

	/** A name of 15 characters at most, the rest would be cut off. */
	private static final String NONCE_PREFIX = "seccomp-";

	private static final int NONCE_LENGTH = 7;

	private static final Path COMM = Path.of("/proc/thread-self/comm");

	private static final Duration CALIBRATION = Duration.ofSeconds(2);

	private static final Duration IDLE = Duration.ofHours(1);

	/** How many records of others are kept until it is known which are ours. */
	private static final int MAX_EARLY = 1000;

	private static final String STOPPED = "The audit log is read no more: it was stopped";

	private static final String CLONE3 = "clone3";

	private static final String ERRNO = "errno";

	private final AuditLog log;

	private final Runnable loggedCall;

	private final Consumer<AuditRecord> consumer;

	private final Thread thread = new Thread(this::run, THREAD_NAME);

	private final String nonce = NONCE_PREFIX + nonce();

	private final AtomicLong unreadable = new AtomicLong();

	private volatile @Nullable String reason = "It has not been found out yet which records are of this process";

	private volatile @Nullable Long pid;

	private volatile boolean stopped;

	private AuditReader(AuditLog log, Runnable loggedCall, Consumer<AuditRecord> consumer) {
		this.log = log;
		this.loggedCall = loggedCall;
		this.consumer = consumer;
		this.thread.setDaemon(true);
	}

	/**
	 * Start to read.
	 * @param log the log, opened before the filter was put in force. It is closed with
	 * the reader
	 * @param loggedCall makes a system call that the filter in force logs, and that does
	 * no harm
	 * @param consumer gets the records of this process, in a thread of the reader's. It
	 * has to be quick, since the kernel does not wait, and an exception ends the reading
	 * @return the reader
	 */
	public static AuditReader start(AuditLog log, Runnable loggedCall, Consumer<AuditRecord> consumer) {
		AuditReader reader = new AuditReader(log, loggedCall, consumer);
		reader.thread.start();
		return reader;
	}

	private static String nonce() {
		StringBuilder nonce = new StringBuilder();
		for (int i = 0; i < NONCE_LENGTH; i++) {
			nonce.append(
					Character.forDigit(ThreadLocalRandom.current().nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
		}
		return nonce.toString();
	}

	private void run() {
		try {
			List<AuditRecord> early = calibrate();
			Long process = this.pid;
			if (process != null) {
				this.reason = null;
				early.forEach((record) -> accept(record, process));
				read(process);
			}
		}
		catch (Throwable ex) {
			// Without memory, not even the failure can be told in words
			this.reason = STOPPED;
			if (!this.stopped) {
				this.reason = (ex instanceof IllegalStateException) ? ex.getMessage() : ex.toString();
			}
		}
		finally {
			this.log.close();
		}
	}

	/** Returns the records that came before it was known which are ours. */
	private List<AuditRecord> calibrate() {
		callByNonce();
		List<AuditRecord> early = new ArrayList<>();
		long end = System.nanoTime() + CALIBRATION.toNanos();
		String line = this.log.receive(CALIBRATION);
		while (line != null) {
			AuditRecord record = parse(line);
			if (record != null && this.nonce.equals(record.comm())) {
				this.pid = record.pid();
				return early;
			}
			if (record != null && early.size() < MAX_EARLY) {
				early.add(record);
			}
			line = this.log.receive(Duration.ofNanos(end - System.nanoTime()));
		}
		throw new IllegalStateException("No record of this process came within " + CALIBRATION.toSeconds()
				+ " s. The kernel hands them out in its first network namespace only, so not in a container that has"
				+ " its own, and logs no action that kernel.seccomp.actions_logged leaves out");
	}

	private void callByNonce() {
		// The virtual machine tells the kernel
		Thread.currentThread().setName(this.nonce);
		try {
			if (!Files.readString(COMM).strip().equals(this.nonce)) {
				throw new IllegalStateException("A thread of this process cannot give itself a name (PR_SET_NAME), so"
						+ " nobody could say which records are of this process");
			}
			this.loggedCall.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Thread.currentThread().setName(THREAD_NAME);
		}
	}

	private void read(long process) {
		while (true) {
			String line = this.log.receive(IDLE);
			AuditRecord record = (line != null) ? parse(line) : null;
			if (record != null) {
				accept(record, process);
			}
		}
	}

	/** A record that cannot be read is no reason to be blind to all others. */
	private @Nullable AuditRecord parse(String line) {
		try {
			return AuditRecord.parse(line);
		}
		catch (IllegalArgumentException ex) {
			this.unreadable.incrementAndGet();
			return null;
		}
	}

	private void accept(AuditRecord record, long process) {
		if (record.pid() == process && !this.nonce.equals(record.comm()) && !isToldElsewhere(record)) {
			this.consumer.accept(record);
		}
	}

	/**
	 * The supervisor tells of the calls that it was asked about, and each new thread
	 * makes a clone3 that is denied so that the C library makes a clone instead.
	 */
	private static boolean isToldElsewhere(AuditRecord record) {
		return record.isUserNotification() || (CLONE3.equals(record.syscall()) && ERRNO.equals(record.action()));
	}

	/**
	 * Return why no record is taken for one of this process.
	 * @return the reason, or {@code null} while this process's records are found
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	/**
	 * Return the id of this process in the initial PID namespace.
	 * @return the id, or empty where it is not known
	 */
	public OptionalLong pid() {
		Long process = this.pid;
		return (process != null) ? OptionalLong.of(process) : OptionalLong.empty();
	}

	/**
	 * Return how often records were lost.
	 * @return how often the kernel told so, and the records that could not be read
	 */
	public long losses() {
		return this.log.losses() + this.unreadable.get();
	}

	/**
	 * Read no more.
	 */
	@Override
	public void close() {
		this.stopped = true;
		this.log.close();
		if (this.reason == null) {
			this.reason = STOPPED;
		}
	}

}
