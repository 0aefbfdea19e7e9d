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

package dev.seccomp.violation;

import dev.seccomp.testing.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no class is loaded while a caller is blocked, since the caller may hold any
 * lock.
 */
class CaptureTests {

	@Test
	void captureAfterWarmUpLoadsNoClass() {
		ChildJvm.Outcome outcome = ChildJvm.of(CaptureApplication.class).options("-Xlog:class+load:stdout").run();
		assertThat(outcome.exitCode()).isZero();
		String output = outcome.output();
		assertThat(output).contains(CallArguments.class.getName() + " source: ").contains("\nfound\n");
		int begin = output.indexOf(CaptureApplication.BEGIN);
		int end = output.indexOf(CaptureApplication.END);
		assertThat(output.substring(begin, end).lines().skip(1)).isEmpty();
	}

}
