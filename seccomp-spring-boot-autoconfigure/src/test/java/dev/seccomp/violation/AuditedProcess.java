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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.Instruction;
import dev.seccomp.kernel.AuditLog;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.Libc;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that reads of its own denied calls in the kernel's log. The argument is a
 * system call that is denied in the end, or before the calibration if it has a {@code !}
 * before it.
 */
final class AuditedProcess {

	private static final int RET_TRACE = 0x7ff00000;

	private static final int RET_USER_NOTIF = 0x7fc00000;

	private static final BlockingQueue<AuditRecord> OWN = new LinkedBlockingQueue<>();

	private static final Architecture ARCHITECTURE = Platform.architecture();

	private AuditedProcess() {
	}

	public static void main(String[] args) throws Exception {
		print("pid", ProcessHandle.current().pid());
		try (AuditLog log = AuditLog.open(ARCHITECTURE, (reason) -> print("unavailable", reason));
				AuditLog control = AuditLog.open(ARCHITECTURE, (reason) -> {
				})) {
			if (log == null || control == null) {
				print("effect", Libc.outcome("getpriority", 0, 0));
				return;
			}
			print("before", Libc.outcome("getpriority", 0, 0));
			// All the time, as the kernel keeps only so much for who does not read
			FutureTask<String> inLog = new FutureTask<>(() -> control(control));
			Thread reading = new Thread(inLog, "control");
			reading.setDaemon(true);
			reading.start();
			Libc.filterAndLog(program());
			if (args.length > 0 && args[0].startsWith("!")) {
				deny(args[0].substring(1));
			}
			Thread early = new Thread(() -> Libc.outcome("getpriority", 0, 0), "early");
			early.start();
			early.join();
			AuditReader reader = AuditReader.start(log, AuditedProcess::calibrate, OWN::add);
			print("reason-at-first", reader.reason());
			print("reason", reasonOf(reader));
			if (reader.reason() == null) {
				print("audit-pid", reader.pid().orElseThrow());
				if (args.length > 0) {
					deny(args[0]);
				}
				call();
				print("own", records(reader));
				if (args.length == 0) {
					print("in-log", inLog.get());
				}
				print("losses", reader.losses());
				print("reason-in-the-end", reader.reason());
			}
			reader.close();
			print("reason-when-closed", reader.reason());
			while (isAlive()) {
				Thread.sleep(10);
			}
			print("threads", Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList());
		}
	}

	private static FilterProgram program() {
		FilterProgram program = FilterCompiler.compile(SeccompPolicy.builder(ARCHITECTURE)
			.rule("denied", List.of("getpriority"), List.of(), List.of(), Action.errno(Errno.EACCES))
			.rule("logged", List.of("getsid"), List.of(), List.of(), Action.of(ActionType.LOG))
			.rule("clone3", List.of("clone3"), List.of(), List.of(), Action.ENOSYS)
			.rule("notified", List.of("getpgid"), List.of(), List.of(), Action.of(ActionType.TRACE))
			.build());
		return new FilterProgram(ARCHITECTURE,
				program.instructions()
					.stream()
					.map((instruction) -> (instruction.k() == RET_TRACE)
							? new Instruction(instruction.code(), instruction.jt(), instruction.jf(), RET_USER_NOTIF)
							: instruction)
					.toList());
	}

	/** More than one record, none of which is a violation. */
	private static void calibrate() {
		Libc.outcome("getpriority", 0, 0);
		Libc.outcome("getsid", 0);
	}

	private static void deny(String syscall) {
		Libc.filterAndLog(FilterCompiler.compile(SeccompPolicy.builder(ARCHITECTURE)
			.rule("reader", List.of(syscall), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build()));
	}

	private static void call() throws Exception {
		Thread caller = new Thread(() -> {
			print("denied", Libc.outcome("getpriority", 0, 0));
			print("notified", Libc.outcome("getpgid", 0));
		}, "the caller");
		caller.start();
		caller.join();
		// It asks for its priority, and inherits the filter
		print("child",
				new String(new ProcessBuilder("nice").redirectErrorStream(true).start().getInputStream().readAllBytes())
					.strip());
		Libc.outcome("getsid", 0);
	}

	/** What the reader found, up to the last call. */
	private static String records(AuditReader reader) throws InterruptedException {
		StringBuilder records = new StringBuilder();
		AuditRecord record;
		do {
			record = OWN.poll(100, TimeUnit.MILLISECONDS);
			if (record != null) {
				assertThat(record.pid()).isEqualTo(reader.pid().orElseThrow());
				records.append(describe(record));
			}
		}
		while (reader.reason() == null && !isLast(record));
		return records.toString();
	}

	/** What was in the log, up to the last call. */
	private static String control(AuditLog control) {
		StringBuilder records = new StringBuilder();
		AuditRecord record;
		do {
			String line = control.receive(Duration.ofSeconds(60));
			record = (line != null) ? AuditRecord.parse(line) : null;
			records.append((record != null) ? describe(record) : "nothing more");
		}
		while (record != null && !isLast(record));
		return records.toString();
	}

	private static boolean isLast(@Nullable AuditRecord record) {
		return record != null && "getsid".equals(record.syscall()) && "java".equals(record.comm());
	}

	private static String describe(AuditRecord record) {
		return "[" + record.comm() + ": " + record.syscall() + " " + record.action() + "]";
	}

	/** What it says when it has made up its mind. */
	private static String reasonOf(AuditReader reader) throws InterruptedException {
		String first = reader.reason();
		while (isAlive() && String.valueOf(reader.reason()).equals(first)) {
			Thread.sleep(10);
		}
		return reader.reason();
	}

	private static boolean isAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().startsWith("seccomp-"));
	}

	private static void print(String name, Object value) {
		System.out.println(name + ": " + value);
	}

}
