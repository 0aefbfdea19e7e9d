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

package dev.seccomp.test;

import java.util.Locale;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Requests the filter for an application context. In learn mode, the recorder already
 * records the tests.
 *
 * @param mode the mode of the filter
 */
record FilterContextCustomizer(SeccompTest.Mode mode) implements ContextCustomizer {

	private static final String SOURCE = "seccompTest";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if ("learn".equalsIgnoreCase(environment.getProperty("seccomp.mode"))) {
			TestJvm.current().leaveUnchecked();
			return;
		}
		environment.getPropertySources()
			.addFirst(new MapPropertySource(SOURCE,
					Map.of("seccomp.mode", this.mode.name().toLowerCase(Locale.ROOT), "seccomp.skip.in-tests", false)));
	}

	/**
	 * Return whether a filter was requested.
	 * @param environment the environment of an application context
	 * @return whether it was customized
	 */
	static boolean isRequested(ConfigurableEnvironment environment) {
		return environment.getPropertySources().contains(SOURCE);
	}

}
