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

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.testing.TestApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ProtocolResolver;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Starts {@link TestApplication} with classes that a library could list in
 * {@code spring.factories}. Each prints the seccomp mode of the thread that constructs or
 * calls it.
 */
class LibraryApplication {

	/** The classes that the library lists in its {@code spring.factories}. */
	static final Map<Class<?>, Class<?>> LIBRARY = Map.of(PropertySourceLoader.class, FileLoader.class,
			ConfigDataLocationResolver.class, LocationResolver.class, ConfigDataLoader.class, LocationLoader.class,
			EnvironmentPostProcessor.class, PostProcessor.class, ProtocolResolver.class, ResourceResolver.class,
			ApplicationContextFactory.class, ContextFactory.class);

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = new SpringApplication(TestApplication.class).run(args)) {
			context.getResource("third:resource");
			System.out.println("from location: " + context.getEnvironment().getProperty("from.location"));
			System.out.println("from file: " + context.getEnvironment().getProperty("from.file"));
		}
	}

	private static void print(Object source, String call) {
		System.out.println(
				"library: " + source.getClass().getSimpleName() + " " + call + " " + ThreadStatus.ofCaller().seccomp());
	}

	static class FileLoader implements PropertySourceLoader {

		FileLoader() {
			print(this, "constructor");
		}

		@Override
		public String[] getFileExtensions() {
			print(this, "getFileExtensions");
			return new String[] { "third" };
		}

		@Override
		public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
			print(this, "load");
			Properties properties = new Properties();
			properties.load(resource.getInputStream());
			return List.of(new PropertiesPropertySource(name, properties));
		}

	}

	static class LocationResolver implements ConfigDataLocationResolver<LocationResource> {

		LocationResolver() {
			print(this, "constructor");
		}

		@Override
		public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
			print(this, "isResolvable");
			return location.hasPrefix("third:");
		}

		@Override
		public List<LocationResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
			print(this, "resolve");
			return List.of(new LocationResource(location.getNonPrefixedValue("third:")));
		}

	}

	static class LocationResource extends ConfigDataResource {

		private final String property;

		LocationResource(String property) {
			this.property = property;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof LocationResource resource && resource.property.equals(this.property);
		}

		@Override
		public int hashCode() {
			return this.property.hashCode();
		}

	}

	static class LocationLoader implements ConfigDataLoader<LocationResource> {

		LocationLoader() {
			print(this, "constructor");
		}

		@Override
		public ConfigData load(ConfigDataLoaderContext context, LocationResource resource) {
			print(this, "load");
			String[] property = resource.property.split("=");
			return new ConfigData(List.of(new MapPropertySource(resource.property, Map.of(property[0], property[1]))));
		}

	}

	static class PostProcessor implements EnvironmentPostProcessor {

		PostProcessor() {
			print(this, "constructor");
		}

		@Override
		public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
			print(this, "postProcessEnvironment");
		}

	}

	static class ResourceResolver implements ProtocolResolver {

		ResourceResolver() {
			print(this, "constructor");
		}

		@Override
		public @Nullable Resource resolve(String location, ResourceLoader resourceLoader) {
			print(this, "resolve");
			return null;
		}

	}

	static class ContextFactory implements ApplicationContextFactory {

		ContextFactory() {
			print(this, "constructor");
		}

		@Override
		public @Nullable ConfigurableEnvironment createEnvironment(@Nullable WebApplicationType type) {
			print(this, "createEnvironment");
			return null;
		}

		@Override
		@SuppressWarnings("NullAway")
		public ConfigurableApplicationContext create(@Nullable WebApplicationType type) {
			print(this, "create");
			return null;
		}

	}

}
