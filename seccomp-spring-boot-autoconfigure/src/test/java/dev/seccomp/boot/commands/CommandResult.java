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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The result of a command that was run in this JVM.
 *
 * @param exitCode the exit code
 * @param out the output
 * @param err the output for errors
 */
record CommandResult(int exitCode, String out, String err) {

	static CommandResult of(String... args) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int exitCode = new SeccompCommands(new PrintStream(out, true, StandardCharsets.UTF_8),
				new PrintStream(err, true, StandardCharsets.UTF_8))
			.run(List.of(args));
		return new CommandResult(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/** Return a recording of one run with these calls. */
	static String recording(String calls) {
		return """
				{ "format": 1, "runs": [{
				  "id": "1", "application": "sample", "mainClass": "Sample", "started": "2026-11-26T00:00:00Z",
				  "ready": true, "childProcesses": false, "environment": { "java": "17", "vendor": "any",
				  "libc": "any", "collector": "G1", "kernel": "6.1", "architecture": "x86_64" },
				  "calls": [
				%s] }] }
				""".formatted(calls);
	}

}
