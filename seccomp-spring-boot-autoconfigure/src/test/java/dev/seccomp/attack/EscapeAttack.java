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

package dev.seccomp.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.testing.Libc;

import org.springframework.boot.SpringApplication;

/**
 * Code in the process that tries to get rid of the filter or of the supervisor. The
 * attack succeeds if a program can be started afterwards.
 */
enum EscapeAttack {

	LOOSER_FILTER(() -> Libc.filterThisThread(looserFilter())),

	LOOSER_FILTER_EVERYWHERE(() -> Libc.filterAllThreads(looserFilter())),

	SECCOMP_OFF(() -> Libc.outcome("prctl", 22, 0, 0, 0, 0)),

	NEW_PRIVILEGES(() -> Libc.outcome("prctl", 38, 0, 0, 0, 0)),

	/** {@code PER_LINUX32} of this thread. */
	PERSONALITY(() -> Libc.outcome("personality", 8)),

	/** {@code PTRACE_SEIZE} of another thread with {@code PTRACE_O_SUSPEND_SECCOMP}. */
	SUSPEND_SECCOMP(() -> Libc.outcome("ptrace", 0x4206, supervisor().id(), 0, 1 << 21)),

	SYSTEM_PROPERTY(() -> {
		System.setProperty("seccomp.enabled", "false");
		System.setProperty("seccomp.presets", "");
	}),

	SECOND_APPLICATION(() -> {
		SpringApplication application = new SpringApplication(Object.class);
		application.run("--seccomp.enabled=false", "--seccomp.presets=").close();
	}),

	INTERRUPT_SUPERVISOR(() -> {
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("seccomp-")) {
				thread.interrupt();
			}
		}
	}),

	/** {@code SIGWINCH}, which interrupts its call. */
	SIGNAL_SUPERVISOR(() -> {
		for (int i = 0; i < 100; i++) {
			Libc.outcome("tgkill", ProcessHandle.current().pid(), supervisor().id(), 28);
		}
	}),

	FLOOD(() -> {
		for (int i = 0; i < 2000; i++) {
			Libc.outcome("execve", 0, 0, 0);
		}
	}),

	MANY_THREADS(() -> {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			Thread thread = new Thread(() -> Libc.outcome("execve", 0, 0, 0));
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}),

	OUT_OF_MEMORY(() -> {
		List<byte[]> memory = new ArrayList<>();
		try {
			while (true) {
				memory.add(new byte[1 << 20]);
				Libc.outcome("execve", 0, 0, 0);
			}
		}
		catch (OutOfMemoryError ex) {
			memory.clear();
		}
	}),

	FORGED_THREAD_NAME(() -> Thread.currentThread().setName("\u001b[2J\n2026-01-01 INFO forged\r\u0000")),

	/** Pointers into memory that is unmapped, protected or never ends. */
	UNREADABLE_ARGUMENTS(() -> {
		for (long pointer : new long[] { 1, -1, 1L << 63, 0x7fffffffffffL }) {
			Libc.outcome("execve", pointer, pointer, pointer);
			Libc.outcome("execveat", -1, pointer, pointer, pointer, -1);
		}
	}),

	/** The supervisor ends with the first call that it cannot respond to. */
	CLOSE_LISTENER(() -> {
		closeListener();
		while (Libc.outcome("execve", 0, 0, 0).equals("EACCES")) {
			Thread.onSpinWait();
		}
	}),

	CLOSE_ALL_DESCRIPTORS(() -> Libc.outcome("close_range", 3, 0x7fffffff, 0));

	private final Code code;

	EscapeAttack(Code code) {
		this.code = code;
	}

	/**
	 * Try to escape in a thread of its own, and then to run a program there.
	 * @param attacker native code
	 * @param effect the file that the program creates
	 * @return the result of the program
	 */
	long make(NativeAttacker attacker, Path effect) {
		CompletableFuture<Long> result = new CompletableFuture<>();
		new Thread(() -> {
			try {
				escape();
				result.complete(attacker.run("execve", effect));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "escape-" + name().toLowerCase(Locale.ROOT)).start();
		return result.join();
	}

	/** An attempt that fails with an exception does not end the attack. */
	private void escape() {
		try {
			this.code.run();
		}
		catch (Throwable ex) {
			System.out.println(name() + " failed with " + ex);
		}
	}

	/** Allows all calls but one that no code makes. */
	private static FilterProgram looserFilter() {
		return FilterCompiler.compile(SeccompPolicy.builder(Platform.architecture())
			.rule("syscalls[0]", List.of("acct"), List.of(), List.of(), Action.ENOSYS)
			.build());
	}

	private static ThreadStatus supervisor() {
		return ThreadStatus.ofAll()
			.stream()
			.filter((thread) -> thread.name().startsWith("seccomp-supervi"))
			.findFirst()
			.orElseGet(ThreadStatus::ofCaller);
	}

	private static void closeListener() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (Files.isSymbolicLink(descriptor)
						&& Files.readSymbolicLink(descriptor).toString().equals("anon_inode:seccomp notify")) {
					Libc.outcome("close", Long.parseLong(descriptor.getFileName().toString()));
				}
			}
		}
	}

	interface Code {

		void run() throws Exception;

	}

}
