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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Tests for {@link LearnedFiles}.
 */
class LearnedFilesTests {

	private static final String TOMCAT = "org.apache.tomcat.util.net.NioEndpoint.serverSocketAccept(NioEndpoint.java:520)";

	private static final String AGENT = "net.bytebuddy.agent.ByteBuddyAgent.installExternal(ByteBuddyAgent.java:622)";

	@TempDir
	Path folder;

	@Test
	void mergeWritesPolicyWithReasons() throws IOException {
		merge("learned.yml", first(), "1");
		assertThat(read("learned.yml")).contains("- \"Java 17 of Debian with glibc 2.36 and G1 on x86_64\"\n")
			.containsPattern("\n {8}- accept4 +# org.apache.tomcat.util.net.NioEndpoint.serverSocketAccept")
			.containsPattern("\n {8}- execve +# RISKY: starting a program")
			.containsPattern("names: \\[socket], args: .*value: 38 }.* # AF_ALG SOCK_SEQPACKET; RISKY: opening sockets")
			.containsPattern("names: \\[socket], args: .*value: 2 }.* # AF_INET SOCK_STREAM\n")
			.containsPattern("names: \\[clone3], action: errno, errno: ENOSYS } +# a filter cannot read its flags")
			.containsPattern("\n {8}- futex +# locks and parked threads\n")
			.containsPattern("\n {8}- rt_sigsuspend +# holds a thread while JFR reads its stack\n")
			.containsPattern("\n {8}- dup3 +# in place of dup2: ")
			.doesNotContain("riscv_flush_icache", "ready:");
	}

	@Test
	void mergeWritesRecordingOfEachRun() throws IOException {
		merge("learned.yml", first().ready().by(TOMCAT).make(3, "accept4"), "1");
		merge("learned.yml", second(), "2");
		Recording recording = Recording.read(this.folder.resolve("learned-recording.json"));
		assertThat(recording.runs()).containsExactly(first().ready().by(TOMCAT).make(3, "accept4").run("1"),
				second().run("2"));
		assertThat(recording.runs().get(0).calls()).containsEntry(RecordedCall.of("accept4"), new Occurrences(
				Map.of(Phase.STARTING, new PhaseCalls(12345, TOMCAT), Phase.SERVING, new PhaseCalls(3, TOMCAT))));
		assertThat(recording.environments()).hasSize(2);
	}

	@Test
	void mergeWhenRunIsRepeatedReplacesIt() throws IOException {
		Calls calls = first();
		merge("learned.yml", calls, "1");
		String first = read("learned-recording.json");
		merge("learned.yml", calls, "1");
		assertThat(read("learned-recording.json")).isEqualTo(first);
		merge("learned.yml", calls.make(5, "accept4").make("getsid"), "1");
		Recording recording = Recording.read(this.folder.resolve("learned-recording.json"));
		assertThat(recording.runs()).singleElement().isEqualTo(calls.run("1"));
	}

	@Test
	void mergeWhenApplicationWasReadyWritesSecondPolicy() throws IOException {
		merge("learned.yml", new Calls(Architecture.X86_64).make("getsid").ready().make("getpgrp"), "1");
		String[] phases = read("learned.yml").split("\n  ready:\n");
		assertThat(phases).hasSize(2);
		assertThat(phases[0]).contains("- getsid\n", "- getpgrp\n", "- seccomp ");
		assertThat(phases[1]).contains("- getpgrp\n", "- futex ").doesNotContain("- getsid", "- seccomp ");
	}

	@Test
	void mergeWhenOnlyTestFrameworkMadeCallLeavesItOut() throws IOException {
		merge("learned.yml", new Calls(Architecture.X86_64).by(AGENT).make("execve").make("getsid"), "1");
		assertThat(read("learned.yml"))
			.containsPattern(
					"# Left out, because only test frameworks made these calls:\n#   execve +# " + "net.bytebuddy")
			.doesNotContain("- execve", "- getsid");
		merge("learned.yml", new Calls(Architecture.X86_64).by(TOMCAT).make("execve"), "2");
		assertThat(read("learned.yml")).containsPattern("- execve +# org.apache.tomcat.*; RISKY: ")
			.doesNotContain("#   execve")
			.contains("#   getsid");
	}

	@Test
	void mergeDoesNotDependOnOrderOfRuns() throws IOException {
		merge("ab.yml", first(), "1");
		merge("ab.yml", second(), "2");
		merge("ba.yml", second(), "2");
		merge("ba.yml", first(), "1");
		assertThat(read("ab.yml")).isEqualTo(read("ba.yml"))
			.contains("G1 on aarch64", "G1 on x86_64")
			.containsPattern("value: 2 }.* # AF_INET SOCK_STREAM\n");
		assertThat(read("ab-recording.json")).isEqualTo(read("ba-recording.json"));
		assertThat(names()).containsExactlyInAnyOrder("ab.yml", "ab.json", "ab-recording.json", "ba.yml", "ba.json",
				"ba-recording.json");
	}

	@Test
	void mergeWhenProcessesAreStartedWritesOneRuleForThem() throws IOException {
		merge("learned.yml", new Calls(Architecture.X86_64).make("clone", 0x4111), "1");
		Json.Members profile = Json.Members.of(Json.read(read("learned.json")));
		assertThat(profile.list("syscalls")
			.stream()
			.map(Json.Members::of)
			.filter((rule) -> rule.list("names").contains("clone"))).hasSize(2);
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
		Recording recording = Recording.read(Recording.file(output));
		assertThat(recording.runs()).hasSize(6);
		assertThat(recording.calls().get(RecordedCall.of("getpid")).phases().get(Phase.STARTING).count())
			.isEqualTo(tasks.size() * MergingProcess.MERGES);
		assertThat(names()).containsExactlyInAnyOrder("learned.yml", "learned.json", "learned-recording.json");
	}

	@Test
	void mergeWhenFileWasChangedThrowsExceptionAndKeepsFile() throws IOException {
		merge("learned.yml", first(), "1");
		String changed = read("learned.yml").replaceFirst("(?m)^.*- accept4 .*\n", "");
		for (String content : List.of(changed, read("learned.yml") + "#\n", "seccomp:\n  enabled: true\n")) {
			Path file = Files.writeString(this.folder.resolve("learned.yml"), content);
			assertThatIOException().isThrownBy(() -> merge("learned.yml", second(), "2"))
				.withMessageContaining(file.toString())
				.withMessageContaining("was changed after learn mode wrote it, or was not")
				.withMessageContaining("seccomp.learn.output");
			assertThat(file).hasContent(content);
		}
	}

	@Test
	void mergeWhenRecordingIsLostThrowsExceptionAndKeepsFile() throws IOException {
		merge("learned.yml", first(), "1");
		String before = read("learned.yml");
		Files.delete(this.folder.resolve("learned-recording.json"));
		assertThatIOException().isThrownBy(() -> merge("learned.yml", second(), "2"))
			.withMessageContaining("learned.yml exists, but its recording")
			.withMessageContaining("learned-recording.json does not");
		assertThat(read("learned.yml")).isEqualTo(before);
		assertThat(names()).containsExactlyInAnyOrder("learned.yml", "learned.json");
	}

	@Test
	void mergeWhenRecordingIsMalformedThrowsExceptionAndKeepsFile() throws IOException {
		for (String content : List.of("{", "[]", "{ \"format\": 2, \"runs\": [] }",
				"{ \"format\": 1, \"runs\": [1] }")) {
			Path file = Files.writeString(this.folder.resolve("learned-recording.json"), content);
			assertThatIOException().isThrownBy(() -> merge("learned.yml", first(), "1"))
				.withMessageContaining(file + " is not a recording of learn mode: ");
			assertThat(file).hasContent(content);
			assertThat(names()).containsExactly("learned-recording.json");
		}
	}

	@Test
	void mergeWhenFileIsEmptyFillsIt() throws IOException {
		Files.createFile(this.folder.resolve("learned.yml"));
		merge("learned.yml", first(), "1");
		assertThat(read("learned.yml")).contains("accept4");
	}

	@Test
	void mergeWhenFileIsSymbolicLinkThrowsException() throws IOException {
		for (String name : Set.of("learned.yml", "learned.json", "learned-recording.json")) {
			Path target = Files.createFile(this.folder.resolve("target"));
			Path link = Files.createSymbolicLink(this.folder.resolve(name), target);
			assertThatIOException().isThrownBy(() -> merge("learned.yml", first(), "1"))
				.withMessageContaining(link + " is a symbolic link, which learn mode does not follow");
			assertThat(target).isEmptyFile();
			assertThat(names()).containsExactlyInAnyOrder(name, "target");
			Files.delete(link);
			Files.delete(target);
		}
	}

	@Test
	void mergeWhenTemporaryFileIsSymbolicLinkReplacesIt() throws IOException {
		Path target = Files.createFile(this.folder.resolve("target"));
		Files.createSymbolicLink(this.folder.resolve("learned.yml.tmp"), target);
		merge("learned.yml", first(), "1");
		assertThat(target).isEmptyFile();
		assertThat(this.folder.resolve("learned.yml.tmp")).doesNotExist();
	}

	@Test
	void mergeWhenFolderIsMissingThrowsException() {
		assertThatIOException().isThrownBy(() -> merge("none/learned.yml", first(), "1"))
			.withMessageContaining(this.folder.resolve("none/learned.yml").toString())
			.withMessageContaining(" does not exist")
			.withMessageContaining("seccomp.learn.output");
	}

	@Test
	void mergeWhenDiskIsFullKeepsFiles() throws IOException {
		try (Tmpfs disk = new Tmpfs(this.folder)) {
			Calls calls = first();
			merge("learned.yml", calls, "1");
			String before = read("learned.yml");
			String recording = read("learned-recording.json");
			Path ballast = disk.fill();
			calls.make("getsid");
			assertThatIOException().isThrownBy(() -> merge("learned.yml", calls, "1"))
				.withMessageContaining(this.folder.resolve("learned.yml").toString())
				.withMessageContaining("No space left on device")
				.withMessageContaining("The existing file is unchanged. Free disk space");
			assertThat(read("learned.yml")).isEqualTo(before);
			assertThat(read("learned-recording.json")).isEqualTo(recording);
			assertThat(names()).hasSize(4);
			Files.delete(ballast);
			merge("learned.yml", calls, "1");
			assertThat(read("learned.yml")).contains("- getsid\n");
		}
	}

	@Test
	void mergeWhenFolderIsReadOnlyKeepsFiles() throws IOException {
		try (Tmpfs disk = new Tmpfs(this.folder)) {
			merge("learned.yml", first(), "1");
			String before = read("learned.yml");
			disk.remountReadOnly();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> merge("learned.yml", second(), "2"))
				.withMessageContaining(this.folder.resolve("learned.yml").toString())
				.withMessageContaining("Read-only file system")
				.withMessageContaining("seccomp.learn.output");
			assertThat(read("learned.yml")).isEqualTo(before);
		}
	}

	private void merge(String file, Calls calls, String id) throws IOException {
		calls.mergeInto(this.folder.resolve(file), id);
	}

	private String read(String file) throws IOException {
		return Files.readString(this.folder.resolve(file));
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static Calls first() {
		return new Calls(Architecture.X86_64).by(TOMCAT)
			.make(12345, "accept4")
			.by("")
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
