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
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.seccomp.policy.PolicyException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OciProfileLoader}.
 */
class OciProfileLoaderTests {

	@TempDir
	Path directory;

	@Test
	void numbersOf64BitsSurvive() throws IOException {
		assertThat(load("{\"a\": 18446744073709551615, \"b\": 9223372036854775807, \"c\": 9223372036854775808}"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("a", new BigInteger("18446744073709551615"))
			.containsEntry("b", Long.MAX_VALUE)
			.containsEntry("c", new BigInteger("9223372036854775808"));
	}

	@Test
	void tabsAreSpace() throws IOException {
		assertThat(load("{\n\t\"a\":\t[\n\t\t1,\n\t\tnull\n\t]\n}")).hasToString("{a=[1, null]}");
	}

	@Test
	void classPathAndFilesAreFound() throws IOException {
		assertThat(OciProfileLoader.load("classpath:container-profile.json")).isInstanceOf(Map.class);
		Path file = Files.writeString(this.directory.resolve("profile.json"), "{}");
		assertThat(OciProfileLoader.load(file.toString())).isEqualTo(Map.of());
		assertThat(OciProfileLoader.load(file.toUri().toString())).isEqualTo(Map.of());
	}

	@Test
	void absentProfileIsReported() {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> OciProfileLoader.load("absent.json"))
			.satisfies((ex) -> {
				assertThat(ex.getProperty()).isEqualTo("profile");
				assertThat(ex.getValue()).isEqualTo("absent.json");
				assertThat(ex.getReason()).startsWith("There is no file [").contains("absent.json");
				assertThat(ex.getRemedy()).contains("classpath:").contains(Path.of("").toAbsolutePath().toString());
			});
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> OciProfileLoader.load("classpath:absent.json"))
			.withMessageContaining("There is no class path resource [absent.json]");
	}

	@Test
	void directoryIsReported() {
		assertThatExceptionOfType(PolicyException.class)
			.isThrownBy(() -> OciProfileLoader.load(this.directory.toString()))
			.withMessageContaining(this.directory.toString());
	}

	@Test
	void brokenJsonIsReportedWithItsPosition() {
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> load("{\n\"a\": [1, 2\n}"))
			.withMessageEndingWith("The profile is not JSON: expected ',' or ']', but got } in line 3, column 1.");
		assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> load("{\"a\": 1, \"a\": 2}"))
			.withMessageContaining("found duplicate key a");
	}

	private Object load(String json) throws IOException {
		Object value = OciProfileLoader.load(Files.writeString(this.directory.resolve("test.json"), json).toString());
		assertThat(value).isNotNull();
		return value;
	}

}
