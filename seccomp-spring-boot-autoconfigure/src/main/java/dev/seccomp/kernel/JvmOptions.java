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

package dev.seccomp.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The options that this JVM was started with, from its command line and the variables
 * that add to it. Read from {@code /proc}, as the management interface costs a multiple
 * of the rest of the start.
 *
 * @since 0.1.0
 */
public final class JvmOptions {

	private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

	private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private static final List<String> START_PROGRAMS = List.of("-XX:OnError=", "-XX:OnOutOfMemoryError=",
			"-XX:AOTCacheOutput=");

	private JvmOptions() {
	}

	/**
	 * Return the options that make the JVM start a program.
	 * @return their names
	 */
	public static List<String> thatStartPrograms() {
		List<String> given = Stream
			.concat(Stream.of(commandLine()), VARIABLES.stream().map(System::getenv).filter(Objects::nonNull))
			.toList();
		return START_PROGRAMS.stream()
			.filter((option) -> given.stream().anyMatch((line) -> line.contains(option)))
			.map((option) -> option.substring(0, option.length() - 1))
			.toList();
	}

	private static String commandLine() {
		try {
			return Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
