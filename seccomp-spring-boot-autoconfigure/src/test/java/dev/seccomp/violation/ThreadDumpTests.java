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
 * Tests for {@link ThreadDump}.
 */
class ThreadDumpTests {

	private static final String ENTRY = """
			"ForkJoinPool-1-worker-1" #23 [29359] daemon prio=5 os_prio=0 cpu=0.52ms tid=0x00007fe2540eb0a0  [0x00007fe225efd000]
			   Carrying virtual thread #22
				at jdk.internal.vm.Continuation.run(java.base@25.0.3/Continuation.java:251)
			   Mounted virtual thread #22
				at java.lang.ProcessImpl.forkAndExec(java.base@25.0.3/Native Method)
				- locked <0x000000069ec02358> (a java.lang.Object)
				at com.example.App$$Lambda/0x0000000086005490.run(Unknown Source)
				at com.example.App.<init>(App.java:42)
				at com.example.Kotlin.it(module/Kotlin.kt)

			""";

	private static final String OTHER = """
			"main" #1 [29300] prio=5
			   java.lang.Thread.State: RUNNABLE
				at V.main(V.java:13)

			""";

	@Test
	void mountedWhenThreadIsCarrierReturnsFrames() {
		JavaThread thread = new ThreadDump(OTHER + ENTRY + OTHER).mounted(23, 29359);
		assertThat(thread).isNotNull();
		assertThat(thread.id()).isEqualTo(22);
		assertThat(thread.stackTrace()).extracting(StackTraceElement::toString)
			.containsExactly("java.base/java.lang.ProcessImpl.forkAndExec(Native Method)",
					"com.example.App$$Lambda/0x0000000086005490.run(Unknown Source)",
					"com.example.App.<init>(App.java:42)", "module/com.example.Kotlin.it(Kotlin.kt)");
	}

	@Test
	void mountedWhenThreadIsNoCarrierReturnsNull() {
		assertThat(new ThreadDump(OTHER + ENTRY).mounted(1, 29300)).isNull();
		assertThat(new ThreadDump(ENTRY).mounted(24, 29359)).isNull();
		assertThat(new ThreadDump(ENTRY).mounted(23, 29358)).isNull();
	}

	/** The name of a thread may contain line breaks. */
	@Test
	void mountedWhenNameLooksLikeDumpReturnsNull() {
		assertThat(new ThreadDump("\"hostile\n" + ENTRY + "\" #30 [30000]\n\n" + ENTRY).mounted(23, 29359)).isNull();
	}

	@Test
	void mountedWhenDumpIsMalformedReturnsNull() {
		String header = "\"x\" #1 [1] \n   Mounted virtual thread #";
		for (String text : List.of("", header, header + "x\n", header + "99999999999999999999\n")) {
			assertThat(new ThreadDump(text).mounted(1, 1)).isNull();
		}
		JavaThread thread = new ThreadDump(header + "7\n\tat x\n\tat (\n\tat )(\n\tat .(:)\n\tat a.b(:x)").mounted(1,
				1);
		assertThat(thread).isNotNull();
		assertThat(thread.stackTrace()).extracting(StackTraceElement::getMethodName)
			.containsExactly("x", "(", ")(", "", "b");
	}

}
