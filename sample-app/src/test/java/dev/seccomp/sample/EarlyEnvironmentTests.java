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

package dev.seccomp.sample;

import dev.seccomp.boot.properties.EarlyEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the early environment is of the type that Spring Boot creates, although only
 * context factories of Spring Boot are called.
 */
class EarlyEnvironmentTests {

	@ParameterizedTest
	@EnumSource
	void typeOfTheEnvironment(WebApplicationType type) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setWebApplicationType(type);
		ConfigurableEnvironment expected = ApplicationContextFactory.DEFAULT.createEnvironment(type);
		assertThat(expected == null).isEqualTo(type == WebApplicationType.NONE);
		assertThat(EarlyEnvironment.prepare(application, new String[0]))
			.hasSameClassAs((expected != null) ? expected : new StandardEnvironment());
	}

}
