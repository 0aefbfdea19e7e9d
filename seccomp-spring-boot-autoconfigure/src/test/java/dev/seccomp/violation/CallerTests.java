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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Caller}.
 */
class CallerTests {

	private static final String FORGED = "worker\nERROR all is well\u001b[2K\u202e";

	private static final String ESCAPED = "worker\\x0aERROR all is well\\x1b[2K\\u{202e}";

	@Test
	void textsThatForgeLinesAreEscaped() {
		Caller caller = new Caller(new Caller.CallingThread(1, FORGED), new Caller.CallingProcess(1, FORGED),
				List.of(new StackTraceElement(FORGED, FORGED, FORGED, 1)));
		assertThat(caller.thread().name()).isEqualTo(ESCAPED);
		assertThat(caller.process().comm()).isEqualTo(ESCAPED);
		assertThat(caller.stackTrace()).containsExactly(new StackTraceElement(ESCAPED, ESCAPED, ESCAPED, 1));
	}

	@Test
	void textsThatForgeNothingAreKept() {
		StackTraceElement frame = new StackTraceElement("app", "java.base", "17", "java.lang.Thread", "run", null, -2);
		Caller caller = new Caller(new Caller.CallingThread(1, "http-nio-8080-exec-1 \u00fc"),
				new Caller.CallingProcess(1, "java"), List.of(frame));
		assertThat(caller.thread().name()).isEqualTo("http-nio-8080-exec-1 \u00fc");
		assertThat(caller.stackTrace()).containsExactly(frame);
	}

}
