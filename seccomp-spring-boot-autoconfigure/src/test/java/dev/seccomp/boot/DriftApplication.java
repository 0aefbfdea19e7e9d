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

import java.util.Map;

import dev.seccomp.testing.Starts;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Starts applications whose properties change after Spring Boot has read its own, each by
 * other means.
 */
class DriftApplication {

	private static final Map<String, Object> CHANGE = Map.of("seccomp.presets", "hardened");

	public static void main(String[] args) {
		start("no change", TestApplication.class);
		SpringApplication environment = new SpringApplication(TestApplication.class);
		environment.setEnvironment(change(new StandardEnvironment()));
		start("setEnvironment", environment);
		start("post-processor", TestApplication.class, "--change.by=post-processor");
		SpringApplication initializer = new SpringApplication(TestApplication.class);
		initializer.addInitializers((context) -> change(context.getEnvironment()));
		start("initializer", initializer);
		start("@PropertySource", PropertySourceApplication.class);
		SpringApplication unchanged = new SpringApplication(TestApplication.class);
		unchanged.setEnvironment(new StandardEnvironment());
		unchanged.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("same", Map.of("seccomp.enabled", "true", "other", "value"))));
		start("no change of seccomp", unchanged);
	}

	private static void start(String name, Class<?> source, String... args) {
		start(name, new SpringApplication(source), args);
	}

	private static void start(String name, SpringApplication application, String... args) {
		Starts.mark(name);
		Starts.start(application, args);
	}

	private static ConfigurableEnvironment change(ConfigurableEnvironment environment) {
		environment.getPropertySources().addFirst(new MapPropertySource("change", CHANGE));
		return environment;
	}

	/**
	 * A post-processor that a library could have.
	 */
	static class ThirdPartyPostProcessor implements EnvironmentPostProcessor {

		@Override
		public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
			if ("post-processor".equals(environment.getProperty("change.by"))) {
				change(environment);
			}
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@PropertySource("classpath:change.properties")
	static class PropertySourceApplication extends TestApplication {

	}

}
