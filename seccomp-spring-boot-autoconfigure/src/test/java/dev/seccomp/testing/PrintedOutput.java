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

package dev.seccomp.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The output of a JVM that {@link ForkedJvm} or {@link ChildJvm} runs, for the tests in
 * it.
 */
public final class PrintedOutput {

	private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

	private PrintedOutput() {
	}

	/**
	 * Return the output that this JVM has printed so far.
	 * @return the text of the standard output and the standard error
	 */
	public static String read() throws IOException {
		if (!Files.isRegularFile(STANDARD_OUTPUT)) {
			throw new IllegalStateException("The output of this JVM is not redirected to a file");
		}
		return Files.readString(STANDARD_OUTPUT);
	}

}
