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

package dev.seccomp.boot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the policies in the documentation are valid. One that is shortened has an
 * ellipsis.
 */
class DocumentedPolicyTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern POLICY = Pattern.compile("(?ms)^```yaml\\n([^`]*?^seccomp:.*?)^```$");

	@TempDir
	private Path folder;

	static Stream<Arguments> policies() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.sorted()
				.flatMap(DocumentedPolicyTests::policies)
				.toList()
				.stream();
		}
	}

	private static Stream<Arguments> policies(Path page) {
		try {
			return POLICY.matcher(Files.readString(page))
				.results()
				.filter((match) -> !match.group(1).contains("…"))
				.map((match) -> Arguments.of(ROOT.relativize(page).toString(), match.group(1)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void explainWhenPolicyIsDocumentedSucceeds(String page, String policy) throws IOException {
		Path file = Files.writeString(this.folder.resolve("policy.yml"), policy.replace("/etc/docker/seccomp.json",
				Path.of("src/test/resources/container-profile.json").toAbsolutePath().toString()));
		CommandResult result = CommandResult.of("explain", file.toString());
		assertThat(result.err()).isEmpty();
		assertThat(result.exitCode()).isZero();
	}

	@Test
	void policiesIncludeThoseOfReadmeAndDocs() throws IOException {
		assertThat(policies().map((arguments) -> arguments.get()[0])).contains("README.md", "docs/configuration.md",
				"docs/ready.md");
	}

}
