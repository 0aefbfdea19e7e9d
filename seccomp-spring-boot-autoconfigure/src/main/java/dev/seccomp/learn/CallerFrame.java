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

import java.util.List;

/**
 * The frame of a stack trace that explains a system call: the innermost one outside the
 * JDK.
 */
final class CallerFrame {

	/**
	 * The packages of test frameworks. Only the frame of the caller is compared with
	 * them, since each call of a test has such frames further out. {@code net.bytebuddy}
	 * itself is not among them, because Hibernate uses it in production.
	 */
	private static final List<String> TEST_FRAMEWORKS = List.of("net.bytebuddy.agent.", "org.apache.maven.surefire.",
			"org.gradle.api.internal.tasks.testing.", "org.gradle.process.internal.worker.", "org.junit.",
			"org.mockito.", "org.testcontainers.", "org.testng.");

	private static final List<String> JDK_MODULES = List.of("java.", "jdk.");

	/** It makes system calls in the name of its caller. */
	private static final String JNA = "com.sun.jna.";

	/** The address in the name of a hidden class differs in each run. */
	private static final String ADDRESS = "/0x[0-9a-f]+";

	private CallerFrame() {
	}

	/**
	 * Return the frame.
	 * @param stackTrace the stack trace, innermost frame first
	 * @return the frame as in a printed stack trace. If only the JDK is in the stack
	 * trace, its innermost frame. An empty string if there is no frame
	 */
	static String of(List<StackTraceElement> stackTrace) {
		return stackTrace.stream()
			.filter((frame) -> !isPassedOver(frame))
			.findFirst()
			.or(() -> stackTrace.stream().findFirst())
			.map((frame) -> text(frame).replaceAll(ADDRESS, ""))
			.orElse("");
	}

	private static boolean isPassedOver(StackTraceElement frame) {
		String module = frame.getModuleName();
		return frame.getClassName().startsWith(JNA)
				|| (module != null && JDK_MODULES.stream().anyMatch(module::startsWith));
	}

	private static String text(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

	/**
	 * Return whether a frame belongs to a test framework.
	 * @param frame the frame, as {@link #of(List)} returned it
	 * @return whether it does
	 */
	static boolean isOfTestFramework(String frame) {
		return !frame.isEmpty() && TEST_FRAMEWORKS.stream().anyMatch(frame::startsWith);
	}

}
