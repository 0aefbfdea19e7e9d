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
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpringBootCheck}.
 */
class SpringBootCheckTests {

	@Test
	void requireSupportedWhenVersionIsSupportedReturns() {
		assertThatCode(() -> SpringBootCheck.requireSupported(getClass().getClassLoader())).doesNotThrowAnyException();
	}

	@Test
	void requireSupportedWhenClassesOfSpringBoot4AreMissingNamesVersions() {
		ClassLoader spring3 = new FilteredClassLoader("org.springframework.boot.bootstrap");
		assertThatExceptionOfType(SeccompStartException.class)
			.isThrownBy(() -> SpringBootCheck.requireSupported(spring3))
			.withMessageContaining("This application runs on Spring Boot " + SpringBootVersion.getVersion()
					+ ". seccomp for Spring Boot supports Spring Boot 4.0 and 4.1.")
			.matches(SeccompStartException::hasAction);
	}

}
