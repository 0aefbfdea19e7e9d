package dev.seccomp.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Checks whether an application is started by a test. A filter could not be taken off the
 * JVM again, which later tests share.
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
