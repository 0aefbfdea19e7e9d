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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.filter.FilterStack;
import dev.seccomp.kernel.Platform;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every vetted call, denied, is reported with the Java stack of its caller,
 * and that the JVM lives on while all of them are denied at once.
 */
class VettedApplicationTests {

	/** More is for the hand: {@code -Dseccomp.load.seconds=60}. */
	private static final String SECONDS = System.getProperty("seccomp.load.seconds", "3");

	@TempDir
	Path folder;

	@Test
	void everyVettedCallIsReportedWithItsJavaStack() throws IOException {
		ChildJvm.Outcome outcome = run("-XX:+UseSerialGC", VettedApplication.EACH);
		assertThat(outcome.line("otherwise")).isEqualTo("{}");
		assertThat(outcome.line("jdk link")).matches("FileSystemException, \\{oldpath=/\\S+/file, newpath=/\\S+/link}"
				+ " at java\\.base/sun\\.nio\\.fs\\.UnixNativeDispatcher\\.link0\\(.*");
		assertThat(outcome.line("jdk symlink"))
			.matches("FileSystemException, \\{target=/\\S+/file, linkpath=/\\S+/symlink} at .*symlink0\\(.*");
		assertThat(outcome.line("jdk chmod"))
			.matches("FileSystemException, \\{path=/\\S+/file, mode=0700} at .*chmod0\\(.*");
		assertThat(outcome.line("jdk inotify_init")).matches("IOException, \\{.*} at .*inotifyInit\\(.*");
		assertThat(outcome.line("jdk fsetxattr"))
			.matches("FileSystemException, \\{fd=\\d+, name=user\\.seccomp} at .*fsetxattr0\\(.*");
	}

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Parallel", "G1", "Z", "Shenandoah" })
	void jvmLivesWhileAllVettedCallsAreDenied(String collector) throws IOException {
		String option = "-XX:+Use" + collector + "GC";
		Requirement.require(ChildJvm.of(VettedApplication.class).options(option, "-version").run().exitCode() == 0,
				"This JVM has no " + option);
		run(option);
	}

	private ChildJvm.Outcome run(String collector, String... more) throws IOException {
		ChildJvm.Outcome outcome = ChildJvm.of(VettedApplication.class)
			.options(collector, "-Xmx256m", "-XX:NativeMemoryTracking=summary",
					"-Xlog:gc*,safepoint:file=" + this.folder.resolve("gc.log") + "::filecount=2,filesize=100k")
			.arguments(SECONDS, "--seccomp.presets=", "--seccomp.syscalls[0].names=" + String.join(",", vetted()),
					"--seccomp.syscalls[0].action=errno", "--seccomp.syscalls[0].errno=EXFULL",
					"--logging.level.dev.seccomp=error")
			.arguments(more)
			.run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).contains("command: vmInfo\n", "command: vmLog\n");
		assertThat(outcome.line("dumped")).isEqualTo("true true");
		assertThat(outcome.line("lived through")).matches("[1-9]\\d+ rounds");
		return outcome;
	}

	/** Without clone, which is vetted only where it starts a process. */
	private static List<String> vetted() throws IOException {
		try (InputStream stream = FilterStack.class.getResourceAsStream("unvetted.txt")) {
			Set<String> unvetted = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
				.lines()
				.filter((line) -> !line.startsWith("#"))
				.map((line) -> line.split(" : ")[0])
				.collect(Collectors.toSet());
			return Platform.architecture()
				.syscalls()
				.names()
				.stream()
				.filter((name) -> !unvetted.contains(name) && !name.equals("clone"))
				.sorted()
				.toList();
		}
	}

}
