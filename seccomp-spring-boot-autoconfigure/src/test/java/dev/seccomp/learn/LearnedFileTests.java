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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link LearnedFile}.
 */
class LearnedFileTests {

	private static final LearnedRun RUN = new LearnedRun("shop", Instant.parse("2026-11-22T10:00:00Z"), false);

	private static final LearnedRun OTHER = new LearnedRun("shop", Instant.parse("2026-11-22T11:00:00Z"), true);

	@TempDir
	Path folder;

	@Test
	void mergeWritesCallsAndCounts() throws IOException {
		merge("learned.yml", first(), RUN);
		assertThat(read("learned.yml"))
			.contains("# Runs: 1\n" + "#   2026-11-22T10:00:00Z  x86_64  without child processes  12,352 calls  shop\n")
			.containsPattern("\n {8}- accept4 +# 12,345 on x86_64\n")
			.containsPattern("\n {8}- execve +# 1 on x86_64; RISKY: starting a program")
			.containsPattern(
					"names: \\[socket], args: .*value: 38 }.* # 1 on x86_64; AF_ALG SOCK_SEQPACKET; RISKY: opening sockets")
			.containsPattern("names: \\[socket], args: .*value: 2 }.* # 2 on x86_64; AF_INET SOCK_STREAM\n")
			.containsPattern(
					"names: \\[clone3], action: errno, errno: ENOSYS } +# 1 on x86_64; a filter cannot read its flags")
			.containsPattern("\n {8}- futex +# locks and parked threads\n")
			.containsPattern("\n {8}- rt_sigsuspend +# holds a thread while JFR reads its stack\n")
			.doesNotContain("riscv_flush_icache");
	}

	@Test
	void mergeWhenRepeatedAddsNewCallsOnly() throws IOException {
		Calls calls = first();
		merge("learned.yml", calls, RUN);
		String first = read("learned.yml");
		merge("learned.yml", calls, RUN);
		assertThat(read("learned.yml")).isEqualTo(first);
		calls.make(5, "accept4").make("getsid");
		merge("learned.yml", calls, RUN);
		assertThat(read("learned.yml")).contains("# Runs: 1\n")
			.contains("  12,358 calls  shop")
			.containsPattern("- accept4 +# 12,350 on x86_64\n")
			.containsPattern("- getsid +# 1 on x86_64\n");
	}

	@Test
	void mergeWhenChildProcessStartsLaterKeepsOneRun() throws IOException {
		Calls calls = first();
		merge("learned.yml", calls, RUN);
		merge("learned.yml", calls.make(5, "accept4"), new LearnedRun(RUN.application(), RUN.start(), true));
		merge("learned.yml", calls.make("getsid"), RUN);
		assertThat(read("learned.yml")).contains("# Runs: 1\n")
			.contains("  x86_64  with child processes  12,358 calls  shop");
	}

	@Test
	void mergeDoesNotDependOnOrderOfRuns() throws IOException {
		merge("ab.yml", first(), RUN);
		merge("ab.yml", second(), OTHER);
		merge("ba.yml", second(), OTHER);
		merge("ba.yml", first(), RUN);
		assertThat(read("ab.yml")).isEqualTo(read("ba.yml"))
			.contains("# Runs: 2\n")
			.containsPattern("- accept4 +# 12,345 on x86_64, 7 on aarch64\n")
			.containsPattern("value: 2 }.* # 2 on x86_64, 1 on aarch64; AF_INET SOCK_STREAM\n");
		assertThat(Files.list(this.folder).map((file) -> file.getFileName().toString()))
			.containsExactlyInAnyOrder("ab.yml", "ab.json", "ab.yml.lock", "ba.yml", "ba.json", "ba.yml.lock");
	}

	@Test
	void mergeWhenApplicationNameIsUnprintableReplacesCharacters() throws IOException {
		LearnedRun run = new LearnedRun("shop\nseccomp:\r\u2028x\u0085", Instant.EPOCH, false);
		merge("learned.yml", first(), run);
		merge("learned.yml", second(), run);
		assertThat(read("learned.yml")).contains(" calls  shop?seccomp:??x?\n");
	}

	@Test
	void mergeWhenConcurrentKeepsAllRuns() throws Exception {
		Path output = this.folder.resolve("learned.yml");
		List<Callable<String>> tasks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			String name = "thread" + i;
			tasks.add(() -> {
				MergingProcess.merge(output, name);
				return "";
			});
			tasks.add(() -> {
				ChildJvm.Outcome outcome = ChildJvm.of(MergingProcess.class)
					.arguments(output.toString(), "jvm of " + name)
					.run();
				return (outcome.exitCode() == 0) ? "" : outcome.output();
			});
		}
		ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
		try {
			for (Future<String> result : executor.invokeAll(tasks)) {
				assertThat(result.get()).isEmpty();
			}
		}
		finally {
			executor.shutdownNow();
		}
		int calls = tasks.size() * MergingProcess.MERGES;
		assertThat(read("learned.yml")).contains("# Runs: 6\n")
			.containsPattern("- getpid +# " + calls + " on x86_64\n")
			.containsPattern("# " + calls + " on x86_64; AF_INET SOCK_STREAM\n");
		assertThat(Files.list(this.folder)).hasSize(3);
	}

	@Test
	void mergeWhenFileWasChangedThrowsExceptionAndKeepsFile() throws IOException {
		merge("learned.yml", first(), RUN);
		String changed = read("learned.yml").replaceFirst("(?m)^.*- accept4 .*\n", "");
		for (String content : List.of(changed, read("learned.yml") + "#\n", "seccomp:\n  enabled: true\n")) {
			Path file = Files.writeString(this.folder.resolve("learned.yml"), content);
			assertThatIOException().isThrownBy(() -> merge("learned.yml", second(), OTHER))
				.withMessageContaining(file.toString())
				.withMessageContaining("was changed after learn mode wrote it, or was not written by learn mode")
				.withMessageContaining("seccomp.learn.output");
			assertThat(file).hasContent(content);
		}
	}

	@Test
	void mergeWhenFileIsEmptyFillsIt() throws IOException {
		Files.createFile(this.folder.resolve("learned.yml"));
		merge("learned.yml", first(), RUN);
		assertThat(read("learned.yml")).contains("# Runs: 1\n");
	}

	@Test
	void mergeWhenFileIsLinkKeepsLink() throws IOException {
		Path elsewhere = Files.createDirectory(this.folder.resolve("elsewhere"));
		Path file = Files.createFile(elsewhere.resolve("learned.yml"));
		Path link = Files.createSymbolicLink(this.folder.resolve("link.yml"), file);
		merge("link.yml", first(), RUN);
		assertThat(link).isSymbolicLink();
		assertThat(file).content().contains("# Runs: 1\n");
	}

	@Test
	void mergeWhenFolderIsMissingThrowsException() {
		assertThatIOException().isThrownBy(() -> merge("none/learned.yml", first(), RUN))
			.withMessageContaining(this.folder.resolve("none/learned.yml").toString())
			.withMessageContaining(" does not exist")
			.withMessageContaining("seccomp.learn.output");
	}

	@Test
	void mergeWhenDiskIsFullKeepsFile() throws IOException {
		try (Tmpfs disk = new Tmpfs(this.folder)) {
			Calls calls = first();
			merge("learned.yml", calls, RUN);
			String before = read("learned.yml");
			String profile = read("learned.json");
			Path ballast = disk.fill();
			calls.make(5, "accept4").make("getsid");
			assertThatIOException().isThrownBy(() -> merge("learned.yml", calls, RUN))
				.withMessageContaining(this.folder.resolve("learned.yml").toString())
				.withMessageContaining("No space left on device")
				.withMessageContaining("The existing file is unchanged. Free disk space");
			assertThat(read("learned.yml")).isEqualTo(before);
			assertThat(read("learned.json")).isEqualTo(profile);
			assertThat(Files.list(this.folder)).hasSize(4);
			Files.delete(ballast);
			merge("learned.yml", calls, RUN);
			assertThat(read("learned.yml")).containsPattern("- accept4 +# 12,350 on x86_64\n")
				.containsPattern("- getsid +# 1 on x86_64\n");
		}
	}

	@Test
	void mergeWhenFolderIsReadOnlyKeepsFile() throws IOException {
		try (Tmpfs disk = new Tmpfs(this.folder)) {
			merge("learned.yml", first(), RUN);
			String before = read("learned.yml");
			disk.remountReadOnly();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> merge("learned.yml", second(), OTHER))
				.withMessageContaining(this.folder.resolve("learned.yml").toString())
				.withMessageContaining("Read-only file system")
				.withMessageContaining("seccomp.learn.output");
			assertThat(read("learned.yml")).isEqualTo(before);
		}
	}

	private void merge(String file, Calls calls, LearnedRun run) throws IOException {
		LearnedFile.merge(this.folder.resolve(file), calls.tally(), run);
	}

	private String read(String file) throws IOException {
		return Files.readString(this.folder.resolve(file));
	}

	private static Calls first() {
		return new Calls(Architecture.X86_64).make(12345, "accept4")
			.make("execve")
			.make("clone3")
			.make("clone", 0x3d0f00)
			.make("clone", 0x4111)
			.make("socket", 2, 1, 0)
			.make("socket", 2, 0x80001, 0)
			.make("socket", 38, 5, 0);
	}

	private static Calls second() {
		return new Calls(Architecture.AARCH64).make(7, "accept4").make("socket", 2, 1, 0).make("prctl", 15);
	}

	/**
	 * A small file system mounted at a folder.
	 */
	private static final class Tmpfs implements AutoCloseable {

		private final Path folder;

		Tmpfs(Path folder) {
			this.folder = folder;
			Requirement.requireCommand("Mounts a file system, which needs root.",
					List.of("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder.toString()));
		}

		Path fill() throws IOException {
			Path file = this.folder.resolve("ballast");
			try (var ballast = Files.newOutputStream(file)) {
				Stream.generate(() -> new byte[1024]).limit(1024).forEach((block) -> {
					try {
						ballast.write(block);
					}
					catch (IOException ex) {
						throw new IllegalStateException(ex);
					}
				});
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageContaining("No space left on device");
			}
			return file;
		}

		void remountReadOnly() throws IOException {
			run("mount", "-o", "remount,ro", this.folder.toString());
		}

		@Override
		public void close() throws IOException {
			run("umount", this.folder.toString());
		}

		private static void run(String... command) throws IOException {
			assertThat(new ProcessBuilder(command).start().onExit().join().exitValue()).isZero();
		}

	}

}
