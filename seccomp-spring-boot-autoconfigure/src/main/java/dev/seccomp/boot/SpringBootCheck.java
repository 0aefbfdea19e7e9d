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

import dev.seccomp.boot.failure.SeccompStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/**
 * Checks the version of Spring Boot. This class needs nothing that only a supported
 * version has.
 */
final class SpringBootCheck {

	/** This class is in another package before Spring Boot 4. */
	private static final String SINCE_BOOT_4 = "org.springframework.boot.bootstrap.BootstrapRegistry";

	private SpringBootCheck() {
	}

	static void requireSupported(@Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(SINCE_BOOT_4, classLoader)) {
			throw new SeccompStartException(
					"The seccomp filter is not in force:\n\n    This application runs on Spring Boot "
							+ SpringBootVersion.getVersion()
							+ ". seccomp for Spring Boot supports Spring Boot 4.0 and 4.1.",
					"Upgrade the application to Spring Boot 4.1, or remove seccomp-spring-boot-starter from it.", null);
		}
	}

}
