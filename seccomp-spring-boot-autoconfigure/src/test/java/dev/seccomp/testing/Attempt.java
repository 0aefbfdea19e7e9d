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
import java.util.concurrent.TimeUnit;

/**
 * Tries to run a program and returns the outcome.
 */
public final class Attempt {

	private Attempt() {
	}

	/**
	 * Run a program that creates a file.
	 * @return {@code ran} if the file exists, otherwise the message of the exception
	 */
	public static String exec() {
		try {
			Path effect = Files.createTempDirectory("attempt").resolve("effect");
			String outcome;
			try {
				Process process = new ProcessBuilder("/usr/bin/touch", effect.toString()).start();
				outcome = (process.waitFor(10, TimeUnit.SECONDS)) ? "exit code " + process.exitValue() : "timeout";
			}
			catch (IOException ex) {
				outcome = String.valueOf(ex.getMessage());
			}
			if (Files.deleteIfExists(effect)) {
				outcome = "ran";
			}
			Files.delete(effect.getParent());
			return outcome;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
