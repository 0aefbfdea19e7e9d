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

package dev.seccomp.boot.properties;

import java.util.Map;

import dev.seccomp.boot.failure.SeccompStartException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PropertyNames} against what Spring Boot makes of the same names.
 */
class PropertyNamesTests {

	private static final SeccompProperties DEFAULTS = bind("SECCOMP_ENABLED", "true");

	@ParameterizedTest
	@ValueSource(strings = { "SECCOMP_PRESETS", "SECCOMP_PRESETS_0", "SECCOMP_SYSCALLS_0_NAMES",
			"SECCOMP_SYSCALLS_0_NAMES_0", "SECCOMP_SYSCALLS_0_GROUPS_", "SECCOMP_SYSCALLS_0_ERRNO",
			"SECCOMP_SYSCALLS_0_ARGS_0_VALUE", "seccomp_presets", "SECCOMP__PRESETS" })
	void variablesThatSetAProperty(String name) {
		assertThat(new PropertyNames().isKnownVariable(name)).isTrue();
		assertThat(bind(name, "debugging")).isNotEqualTo(DEFAULTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SECCOMP_DEFAULTACTION", "SECCOMP_DEFAULT_ACTION" })
	void variablesWithAndWithoutDashes(String name) {
		assertThat(new PropertyNames().isKnownVariable(name)).isTrue();
		assertThat(bind(name, "errno")).isNotEqualTo(DEFAULTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SECCOMP_SKIP_INTESTS", "SECCOMP_SKIP_IN_TESTS" })
	void variablesOfNestedProperties(String name) {
		assertThat(new PropertyNames().isKnownVariable(name)).isTrue();
		assertThat(bind(name, "false")).isNotEqualTo(DEFAULTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SECCOMP_SYSCALLS", "SECCOMP_SYSCALLS_NAMES", "SECCOMP_SYSCALLS0_NAMES",
			"SECCOMP_SYSCALLS_0_NAME", "SECCOMP_SKIPINTESTS", "SECCOMP_SERVICE_HOST", "Seccomp_Enable" })
	void variablesThatSetNoProperty(String name) {
		assertThat(new PropertyNames().isKnownVariable(name)).isFalse();
		assertThatExceptionOfType(SeccompStartException.class).isThrownBy(() -> bind(name, "x"))
			.withMessageContaining("Property: " + name);
	}

	private static SeccompProperties bind(String name, String value) {
		StandardEnvironment environment = new StandardEnvironment() {

			@Override
			public Map<String, Object> getSystemEnvironment() {
				return Map.of(name, value);
			}

		};
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value)));
		return new SeccompPropertiesBinder(environment).bind();
	}

}
