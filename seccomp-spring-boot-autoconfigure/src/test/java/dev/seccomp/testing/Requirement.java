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
 * A requirement of a test on the machine. A test whose requirement is not met is skipped,
 * but fails in CI.
 */
public final class Requirement {

	private Requirement() {
	}

	/**
	 * Skip the test if a requirement is not met.
	 * @param met whether the requirement is met
	 * @param reason the requirement and its reason
	 */
	public static void require(boolean met, String reason) {
		if ("true".equals(System.getenv("CI"))) {
			assertThat(met).as("CI must meet this requirement:  " + reason).isTrue();
		}
		Assumptions.assumeTrue(met, reason);
	}

	/**
	 * Skip the test if a command fails.
	 * @param reason the requirement and its reason
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
