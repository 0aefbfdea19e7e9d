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

package dev.seccomp.boot.properties;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolicySource}.
 */
class PolicySourceTests {

	@TempDir
	Path folder;

	@Test
	void ofFileIgnoresSystemPropertiesAndProfiles() throws IOException {
		Path file = write("policy.yml", """
				seccomp:
				  presets: hardened
				---
				spring.config.activate.on-profile: dev
				seccomp:
				  presets: no-exec
				---
				seccomp:
				  ready.presets: web-service
				""");
		System.setProperty("seccomp.presets", "no-exec");
		try {
			assertThat(PolicySource.ofFile(file).compile(Architecture.X86_64).filters())
				.extracting(CompiledFilter::stage)
				.containsExactly(Stage.STARTUP, Stage.READY);
			assertThat(startup(PolicySource.ofFile(file)).deniesAlways("bpf")).isTrue();
		}
		finally {
			System.clearProperty("seccomp.presets");
		}
	}

	@Test
	void ofFileWhenDocumentFollowsUsesItsValue() throws IOException {
		Path file = write("policy.yml", "seccomp.presets: hardened\n---\nseccomp.presets: no-exec\n");
		assertThat(startup(PolicySource.ofFile(file)).deniesAlways("bpf")).isFalse();
	}

	@Test
	void ofFileReadsProperties() throws IOException {
		assertThat(startup(PolicySource.ofFile(write("policy.properties", "seccomp.presets=hardened\n")))
			.deniesAlways("bpf")).isTrue();
	}

	@Test
	void ofFileWhenThereIsNoPolicyFails() throws IOException {
		Path file = write("application.yml", "server.port: 8080\n");
		assertThatExceptionOfType(SeccompStartException.class).isThrownBy(() -> PolicySource.ofFile(file))
			.withMessageEndingWith("Reason: The file has no properties under 'seccomp'.");
	}

	@Test
	void ofFileWhenYamlIsMalformedFails() throws IOException {
		Path file = write("policy.yml", "seccomp: [\n");
		assertThatExceptionOfType(SeccompStartException.class).isThrownBy(() -> PolicySource.ofFile(file))
			.withMessageContaining("The seccomp policy cannot be read:");
	}

	@Test
	void ofProfileIsForAProcessWithoutCapabilities() {
		SeccompPolicy policy = startup(PolicySource.ofProfile(Path.of("src/test/resources/container-profile.json")));
		assertThat(policy.deniesAlways("mount")).isTrue();
		assertThat(policy.deniesAlways("execve")).isFalse();
		assertThat(policy.deniesAlways("ptrace")).isFalse();
	}

	@Test
	void ofApplicationHasTheDefaultPreset() {
		assertThat(startup(PolicySource.ofApplication(getClass().getClassLoader())).deniesProcesses()).isTrue();
	}

	@Test
	void ofApplicationWhenModeIsLearnHasThePolicy() {
		assertThat(startup(PolicySource.ofApplication(getClass().getClassLoader(), "--seccomp.mode=learn",
				"--seccomp.presets=hardened"))
			.deniesAlways("bpf")).isTrue();
	}

	@Test
	void ofApplicationWhenDisabledFails() {
		assertThatExceptionOfType(SeccompStartException.class)
			.isThrownBy(() -> PolicySource.ofApplication(getClass().getClassLoader(), "--seccomp.enabled=false"))
			.withMessageContaining("The application has no policy");
	}

	@Test
	void ofApplicationWhenPolicyIsSealedHasIt() throws Exception {
		write(SealedProperties.LOCATION, "seccomp.presets: hardened\n");
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() },
				getClass().getClassLoader())) {
			assertThat(PolicySource.ofApplication(classLoader).compile(Architecture.X86_64).filters())
				.extracting(CompiledFilter::stage)
				.containsExactly(Stage.SEALED, Stage.STARTUP);
			PolicySource disabled = PolicySource.ofApplication(classLoader, "--seccomp.enabled=false");
			assertThat(disabled.compile(Architecture.X86_64).filters()).extracting(CompiledFilter::stage)
				.containsExactly(Stage.SEALED);
			assertThat(startup(disabled).deniesAlways("bpf")).isTrue();
		}
	}

	@Test
	void compileWhenPolicyWouldBreakTheJvmFails() throws IOException {
		PolicySource source = PolicySource
			.ofFile(write("policy.yml", "seccomp.syscalls: [{ names: [futex], action: errno }]\n"));
		assertThatExceptionOfType(SeccompStartException.class).isThrownBy(() -> source.compile(Architecture.X86_64))
			.withMessageContaining("futex")
			.withMessageContaining("Property: seccomp.syscalls");
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.folder.resolve(name), content);
	}

	private static SeccompPolicy startup(PolicySource source) {
		return source.compile(Architecture.X86_64).filters().get(0).policy();
	}

}
