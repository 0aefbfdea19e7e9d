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

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigurationScan}.
 */
class ConfigurationScanTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "seccomp.mode: log", "seccomp:\n  mode: log", "{ seccomp: { mode: log } }",
			"{ a: b, \"seccomp\": { mode: log } }", "? seccomp\n: { mode: log }", "SECCOMP.mode: log",
			"se-ccomp.mode: log", "a: b\n---\nseccomp.mode: log", "\"\\x73eccomp\":\n  mode: log",
			"\"\\u0073eccomp\":\n  mode: log", "\"sec\\\n  comp\": { mode: log }", "spring.config.import: other.yml",
			"spring:\n  config:\n    import: other.yml", "spring.profiles.include: other",
			"management:\n  endpoint:\n    seccomp:\n      show-values: always" })
	void yamlThatCouldHaveSuchProperties(String content) throws IOException {
		assertThat(findsAnyIn("application.yml", content)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "seccomp.mode=log", "seccomp.mode log", "seccomp.mode:log", "\\seccomp.mode=log",
			"\\u0073eccomp.mode=log", "sec\\\ncomp.mode=log", "se_ccomp.mode=log", "spring.config.import=other.yml" })
	void propertiesThatCouldHaveSuchProperties(String content) throws IOException {
		assertThat(findsAnyIn("application.properties", content)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring:\n  application:\n    name: shop", "spring.config.activate.on-profile: prod",
			"management.endpoints.web.exposure.include: health,seccomp",
			"management.endpoints.web.exposure.include:\n  - health\n  - seccomp",
			"management.endpoint.seccomp.show-values: always", "management.health.seccomp.enabled=false" })
	void contentWithoutSuchProperties(String content) throws IOException {
		assertThat(findsAnyIn("application.yml", content)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.properties", "application.yaml", "config/application.yml",
			"application-default.yml", "application-given.yml", "config/application-additional.properties" })
	void places(String file) throws IOException {
		assertThat(findsAnyIn(file, "seccomp.mode=log")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.xml", "jndi.properties" })
	void filesThatAreAlwaysSuspicious(String file) throws IOException {
		assertThat(findsAnyIn(file, "")).isTrue();
	}

	@Test
	void wideCharacters() throws IOException {
		assertThat(findsAnyIn("application.yml",
				new String("\ufeffseccomp.mode: log".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "seccomp.mode", "SECCOMP_MODE", "Sec-Comp.mode", "spring.config.location",
			"SPRING_CONFIG_ADDITIONALLOCATION", "spring.config.name", "spring.application.json",
			"java.naming.factory.initial" })
	void nameOfKnownProperty(String name) {
		assertThat(findsAny(Map.of(name, "any"))).isTrue();
	}

	@Test
	void otherNamesOfKnownProperties() {
		assertThat(findsAny(Map.of("java.class.path", "/lib/seccomp.jar", "management.endpoint.seccomp.access", "none",
				"spring.profiles.active", "one, two")))
			.isFalse();
		assertThat(findsAny(Map.of("spring.profiles.active", "${other}"))).isTrue();
	}

	@Test
	void sourcesWithoutNames() {
		MutablePropertySources sources = new StandardEnvironment().getPropertySources();
		sources.addFirst(new RandomValuePropertySource());
		sources.addFirst(new PropertySource.StubPropertySource("stub"));
		assertThat(ConfigurationScan.findsName(sources)).isFalse();
		sources.addFirst(new PropertySource<>("unknown", new Object()) {

			@Override
			public Object getProperty(String name) {
				return "any";
			}

		});
		assertThat(ConfigurationScan.findsName(sources)).isTrue();
	}

	/** The installed filters are recorded in a system property of this project. */
	@Test
	void findsNameWhenNameOnlyContainsPrefixReturnsFalse() {
		assertThat(findsName(new MapPropertySource("test", Map.of("dev.seccomp.filters", "any")))).isFalse();
		assertThat(findsName(new MapPropertySource("test", Map.of("logging.level.dev.seccomp", "debug")))).isFalse();
		assertThat(findsName(new MapPropertySource("test", Map.of("SECCOMP_mode", "log")))).isTrue();
	}

	@Test
	void findsNameWhenSpringBootIgnoresCharactersReturnsTrue() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("\u00e9sec\u00e9comp.mode", "log")));
		assertThat(Binder.get(environment).bind("seccomp.mode", String.class).orElse("none")).isEqualTo("log");
		assertThat(ConfigurationScan.findsName(environment.getPropertySources())).isTrue();
	}

	@Test
	void findsNameWhenVariableHasPrefixReturnsTrue() {
		assertThat(findsName(new SystemEnvironmentPropertySource("test", Map.of("SHOP_SECCOMP_MODE", "log")))).isTrue();
		assertThat(findsName(new SystemEnvironmentPropertySource("test", Map.of("SHOP_MODE", "log")))).isFalse();
	}

	private static boolean findsName(PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(source);
		return ConfigurationScan.findsName(sources);
	}

	@Test
	void attachedSourcesAreNotASourceOfTheirOwn() {
		StandardEnvironment environment = new StandardEnvironment();
		ConfigurationPropertySources.attach(environment);
		assertThat(ConfigurationScan.findsName(environment.getPropertySources())).isFalse();
	}

	@Test
	void defaultsAreThoseOfTheBinder() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("seccomp.enabled", "true")));
		assertThat(new SeccompPropertiesBinder(environment).bind()).isEqualTo(SeccompProperties.DEFAULTS)
			.isNotSameAs(SeccompProperties.DEFAULTS);
		assertThat(new SeccompPropertiesBinder(new StandardEnvironment()).bind()).isSameAs(SeccompProperties.DEFAULTS);
	}

	private static boolean findsAny(Map<String, Object> properties) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new MapPropertySource("test", properties));
		return ConfigurationScan.findsAny(new SpringApplication(), sources);
	}

	private boolean findsAnyIn(String name, String content) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() }, original)) {
			Thread.currentThread().setContextClassLoader(classLoader);
			SpringApplication application = new SpringApplication();
			application.setAdditionalProfiles("additional");
			MutablePropertySources sources = new MutablePropertySources();
			sources.addFirst(new MapPropertySource("test", Map.of("SPRING_PROFILES_ACTIVE", "any,given")));
			return ConfigurationScan.findsAny(application, sources);
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
	}

}
