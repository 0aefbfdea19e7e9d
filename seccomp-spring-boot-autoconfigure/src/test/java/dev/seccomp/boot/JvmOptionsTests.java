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
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmOptions}.
 */
class JvmOptionsTests {

	@Test
	void thatStartProgramsWhenOptionPrecedesTheJarReturnsIt() {
		assertThat(JvmOptions.thatStartPrograms("java\0-XX:OnOutOfMemoryError=kill %p\0-jar\0app.jar\0"))
			.containsExactly("-XX:OnOutOfMemoryError");
		assertThat(JvmOptions.thatStartPrograms("java\0-XX:OnError=gdb\0-cp\0classes\0com.example.Main\0"))
			.containsExactly("-XX:OnError");
	}

	@Test
	void thatStartProgramsWhenArgumentOfTheApplicationLooksLikeAnOptionIgnoresIt() {
		assertThat(JvmOptions.thatStartPrograms("java\0-jar\0app.jar\0-XX:OnOutOfMemoryError=x\0")).isEmpty();
	}

	@Test
	void thatStartProgramsWhenFileContainsOptionReturnsIt(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("options"), "-Xmx1g\n-XX:OnError=gdb\n");
		assertThat(JvmOptions.thatStartPrograms("java\0@" + file + "\0-jar\0app.jar\0")).containsExactly("-XX:OnError");
	}

}
