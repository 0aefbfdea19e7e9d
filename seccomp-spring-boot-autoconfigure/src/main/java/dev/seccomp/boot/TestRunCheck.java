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

package dev.seccomp.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Checks whether a test starts an application. A filter could not be removed from the
 * JVM, which later tests share.
 */
final class TestRunCheck {

	private static final List<String> REQUIRED_CLASSES = List.of("org.junit.jupiter.api.Test", "org.junit.Test");

	private static final List<String> TEST_PACKAGES = List.of("org.junit.runners.", "org.junit.platform.",
			"org.springframework.boot.test.", "cucumber.runtime.", "io.cucumber.");

	private TestRunCheck() {
	}

	static boolean isTestRun(@Nullable ClassLoader classLoader) {
		return REQUIRED_CLASSES.stream().anyMatch((name) -> ClassUtils.isPresent(name, classLoader))
				&& StackWalker.getInstance()
					.walk((frames) -> frames
						.anyMatch((frame) -> TEST_PACKAGES.stream().anyMatch(frame.getClassName()::startsWith)));
	}

}
