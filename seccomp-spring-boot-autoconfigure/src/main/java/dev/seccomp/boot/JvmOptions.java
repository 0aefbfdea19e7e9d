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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of this JVM, from its command line and the environment variables that add
 * to it. They are read from {@code /proc}, since the management interface takes several
 * times as long as the rest of the start.
 */
final class JvmOptions {

	/** JDK 25 creates the AOT cache in another JVM when the application ends. */
	static final String AOT_CACHE_OUTPUT = "-XX:AOTCacheOutput";

	private static final String COMMAND_LINE = "/proc/self/cmdline";

	private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	/** Prefixes of options that name a file of options. */
	private static final List<String> FILES = List.of("@", "-XX:VMOptionsFile=", "-XX:Flags=");

	/** Options that make the JVM start a program. */
	private static final List<String> START_PROGRAMS = List.of("-XX:OnError", "-XX:OnOutOfMemoryError",
			AOT_CACHE_OUTPUT, "-XX:+ShowMessageBoxOnError");

	private static final int MAX_DEPTH = 3;

	private JvmOptions() {
	}

	/**
	 * Return the options that make the JVM start a program.
	 * @return their names
	 */
	static List<String> thatStartPrograms() {
		StringBuilder given = new StringBuilder(read(COMMAND_LINE).replace('\0', ' '));
		for (String variable : VARIABLES) {
			String value = System.getenv(variable);
			given.append(' ').append((value != null) ? value : "");
		}
		addFiles(given, given.toString(), MAX_DEPTH);
		String options = given.toString();
		return START_PROGRAMS.stream().filter((option) -> isGiven(option, options)).toList();
	}

	/** A file may name others. */
	private static void addFiles(StringBuilder given, String options, int depth) {
		for (String option : options.split("\\s+")) {
			for (String file : FILES) {
				if (option.startsWith(file) && depth > 0) {
					String content = read(option.substring(file.length()));
					given.append(' ').append(content);
					addFiles(given, content, depth - 1);
				}
			}
		}
	}

	/** A file of flags has the names of options without their prefix. */
	private static boolean isGiven(String option, String options) {
		String name = option.substring(option.indexOf(':') + 1) + ((option.contains("+")) ? "" : "=");
		return options.contains(":" + name) || options.contains(" " + name);
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1).replace('\n', ' ');
		}
		catch (IOException | InvalidPathException ex) {
			return "";
		}
	}

}
