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

package dev.seccomp.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the annotations are the only public types, and that they have a version.
 */
class PublicApiTests {

	@Test
	void annotationsAreTheOnlyPublicTypes() throws IOException {
		List<Path> sources;
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
			sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
		assertThat(sources).hasSizeGreaterThan(5);
		List<Path> publicTypes = sources.stream().filter((file) -> read(file).contains("\npublic ")).toList();
		assertThat(publicTypes).extracting((file) -> file.getFileName().toString())
			.containsExactlyInAnyOrder("SeccompTest.java", "ExpectedViolation.java");
		assertThat(publicTypes).allMatch((file) -> read(file).contains(" * @since "));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
