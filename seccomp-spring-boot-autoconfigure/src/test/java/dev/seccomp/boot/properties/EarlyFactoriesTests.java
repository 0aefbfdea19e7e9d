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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code early.factories} lists what the {@code spring.factories} of Spring
 * Boot lists.
 */
class EarlyFactoriesTests {

	private static final String BOOT = "org.springframework.boot.";

	private static final Set<String> REPLACED = Set.of(
			"org.springframework.boot.context.config.StandardConfigDataLocationResolver",
			EarlyLocationResolver.ENVIRONMENT_RESOLVER);

	@Test
	void classesOfSpringBootAreListed() throws IOException {
		Properties early = PropertiesLoaderUtils
			.loadProperties(new ClassPathResource(EarlyClassLoader.FACTORIES, EarlyClassLoader.class));
		// The sample application has the module with these, and tests them
		assertThat(early.remove("org.springframework.boot.ApplicationContextFactory")).isNotNull();
		assertThat(early.stringPropertyNames()).hasSize(4);
		for (String type : early.stringPropertyNames()) {
			Set<String> expected = new TreeSet<>(listedBySpringBoot(type));
			assertThat(expected).as(type).isNotEmpty();
			expected.removeAll(REPLACED);
			Set<String> listed = names(early, type);
			listed.removeIf((name) -> !name.startsWith(BOOT));
			assertThat(listed).as(type).isEqualTo(expected);
		}
	}

	@Test
	void replacedResolversAreThoseOfSpringBoot() throws IOException {
		assertThat(listedBySpringBoot("org.springframework.boot.context.config.ConfigDataLocationResolver"))
			.containsAll(REPLACED);
	}

	private static Set<String> listedBySpringBoot(String type) throws IOException {
		Set<String> names = new TreeSet<>();
		for (Properties factories : allFactories()) {
			names.addAll(names(factories, type));
		}
		names.removeIf((name) -> !name.startsWith(BOOT));
		return names;
	}

	private static List<Properties> allFactories() throws IOException {
		List<Properties> all = new ArrayList<>();
		for (URL url : Collections.list(EarlyFactoriesTests.class.getClassLoader()
			.getResources(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION))) {
			all.add(PropertiesLoaderUtils.loadProperties(new UrlResource(url)));
		}
		return all;
	}

	private static Set<String> names(Properties factories, String type) {
		return new TreeSet<>(StringUtils.commaDelimitedListToSet(factories.getProperty(type, "")));
	}

}
