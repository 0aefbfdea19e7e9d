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

package dev.seccomp.learn;

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecorderWaits}.
 */
class RecorderWaitsTests {

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void containsOnlyWaitsForItsProcesses(Architecture architecture) {
		RecorderWaits waits = new RecorderWaits(architecture, 41, 42);
		int wait4 = architecture.syscalls().number("wait4").orElseThrow();
		int kill = architecture.syscalls().number("kill").orElseThrow();
		assertThat(waits.contains(wait4, new long[] { 41 })).isTrue();
		assertThat(waits.contains(wait4, new long[] { 0xffffffff_0000002aL })).isTrue();
		assertThat(waits.contains(wait4, new long[] { 43 })).isFalse();
		assertThat(waits.contains(wait4, new long[] { -1 })).isFalse();
		assertThat(waits.contains(kill, new long[] { 41 })).isFalse();
	}

}
