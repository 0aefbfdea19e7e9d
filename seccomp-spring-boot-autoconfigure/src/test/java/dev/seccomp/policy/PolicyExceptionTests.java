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

package dev.seccomp.policy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyException}.
 */
class PolicyExceptionTests {

	@Test
	void messageHasTheValueIfThereIsOne() {
		assertThat(new PolicyException("presets[0]", "no-exek", "There is no preset of this name.", "Correct it."))
			.hasMessage("presets[0] 'no-exek': There is no preset of this name.");
		assertThat(new PolicyException("syscalls[0]", null, "It names no system call.", "Remove it."))
			.hasMessage("syscalls[0]: It names no system call.");
	}

	@Test
	void withinPrefixesTheProperty() {
		PolicyException exception = new PolicyException("presets[0]", "no-exek", "There is no preset.", "Correct it.")
			.within("ready.");
		assertThat(exception.getProperty()).isEqualTo("ready.presets[0]");
		assertThat(exception.getValue()).isEqualTo("no-exek");
		assertThat(exception.getReason()).isEqualTo("There is no preset.");
		assertThat(exception.getRemedy()).isEqualTo("Correct it.");
	}

}
