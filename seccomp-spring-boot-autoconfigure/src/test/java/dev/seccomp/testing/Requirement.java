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

import java.util.List;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a test needs of the machine. Elsewhere it is skipped, but never in CI.
 */
public final class Requirement {

	private Requirement() {
	}

	/**
	 * Require something of the machine.
	 * @param met whether the machine has it
	 * @param reason what is needed and why
	 */
	public static void require(boolean met, String reason) {
		if ("true".equals(System.getenv("CI"))) {
			assertThat(met).as("Skipped elsewhere, but CI must have it: " + reason).isTrue();
		}
		Assumptions.assumeTrue(met, reason);
	}

	/**
	 * Require that a program of the machine can be run.
	 * @param reason what is needed and why
	 * @param command the program and its arguments
	 */
	public static void requireCommand(String reason, List<String> command) {
		boolean ended;
		try {
			ended = new ProcessBuilder(command).start().waitFor() == 0;
		}
		catch (Exception ex) {
			ended = false;
		}
		require(ended, reason);
	}

}
