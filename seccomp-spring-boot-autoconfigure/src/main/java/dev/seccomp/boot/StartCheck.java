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

import java.util.Set;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.filter.FilterMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * Checks whether a start is one that gets filters.
 */
final class StartCheck {

	/** The initializer that {@code SpringBootServletInitializer} adds. */
	private static final String WAR_INITIALIZER = "ServletContextApplicationContextInitializer";

	private static final Set<String> AOT_PROCESSORS = Set.of("org.springframework.boot.SpringApplicationAotProcessor",
			"org.springframework.boot.test.context.SpringBootTestAotProcessor");

	private StartCheck() {
	}

	/**
	 * Return whether ahead-of-time processing runs the application. Any code can set the
	 * property, so the processor has to be on the stack, too.
	 * @return whether it does
	 */
	static boolean isAheadOfTimeProcessing() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) && StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> AOT_PROCESSORS.contains(frame.getClassName())));
	}

	/**
	 * Return the reason why an application gets no filter. In learn mode, tests are what
	 * is recorded.
	 * @param application the application
	 * @param properties its properties
	 * @param sealed the sealed properties, or {@code null}
	 * @return the reason, without a full stop, or {@code null} if it gets a filter
	 */
	static @Nullable String reasonToSkip(SpringApplication application, SeccompProperties properties,
			@Nullable SealedProperties sealed) {
		if (!properties.enabled() && sealed == null) {
			return "seccomp.enabled is false";
		}
		if (properties.skip().inTests() && properties.mode() != FilterMode.LEARN
				&& TestRunCheck.isTestRun(application.getClassLoader())) {
			return "a test runs the application and seccomp.skip.in-tests is true";
		}
		return null;
	}

	/**
	 * Require that the application does not share its process with others.
	 * @param application the application
	 * @param sealed the sealed properties, or {@code null}
	 * @throws SeccompStartException if it is deployed to a servlet container
	 */
	static void requireOwnProcess(SpringApplication application, @Nullable SealedProperties sealed) {
		for (ApplicationContextInitializer<?> initializer : application.getInitializers()) {
			if (initializer.getClass().getSimpleName().equals(WAR_INITIALIZER)) {
				throw new SeccompStartException(
						"The seccomp filter is not in force:\n\n    The application is deployed to a servlet container as a"
								+ " WAR. A filter would apply to the whole server and all its other applications until the"
								+ " server ends.",
						SealedProperties.remedy(sealed,
								"Run the application as an executable jar. Or set 'seccomp.enabled: false' and run the server"
										+ " under the seccomp filter of a container or of systemd."),
						null);
			}
		}
	}

}
