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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.config.StandardConfigDataLocationResolver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Resolves the locations of files and of environment variables as Spring Boot does, and
 * skips those that a library has to resolve. Spring Boot reads them under the filter, and
 * reports those that it cannot resolve either.
 */
final class EarlyLocationResolver implements ConfigDataLocationResolver<ConfigDataResource> {

	static final String ENVIRONMENT_RESOLVER = "org.springframework.boot.context.config.SystemEnvironmentConfigDataLocationResolver";

	private static final String CONFIG_TREE_PREFIX = "configtree:";

	private static final String ENVIRONMENT_PREFIX = "env:";

	private static final String RESOURCE_PREFIX = "resource:";

	private static final Pattern PREFIX = Pattern.compile("[^/:]+:");

	private static final Set<String> FILE_PREFIXES = Set.of("classpath:", "classpath*:", "file:");

	private static final String PLACEHOLDER = "${";

	private final ConfigDataLocationResolver<?> files;

	private final @Nullable ClassLoader classLoader;

	EarlyLocationResolver(DeferredLogFactory logFactory, Binder binder, ResourceLoader resourceLoader) {
		this.files = new StandardConfigDataLocationResolver(logFactory, binder, resourceLoader);
		this.classLoader = resourceLoader.getClassLoader();
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return !location.hasPrefix(CONFIG_TREE_PREFIX);
	}

	@Override
	public List<ConfigDataResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		List<ConfigDataResource> resources = new ArrayList<>();
		resolve(context, location, null, resources);
		return resources;
	}

	@Override
	public List<ConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		List<ConfigDataResource> resources = new ArrayList<>();
		resolve(context, location, profiles, resources);
		return resources;
	}

	private void resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location,
			@Nullable Profiles profiles, List<ConfigDataResource> resources) {
		ConfigDataLocationResolver<?> resolver = resolver(location);
		if (resolver != null && !location.getValue().contains(PLACEHOLDER)) {
			try {
				resources.addAll((profiles != null) ? resolver.resolveProfileSpecific(context, location, profiles)
						: resolver.resolve(context, location));
				return;
			}
			catch (IllegalStateException ex) {
				// No loader of Spring Boot knows the extension of a file
			}
		}
		ConfigDataLocation[] parts = location.split();
		if (resolver != null && parts.length > 1) {
			for (ConfigDataLocation part : parts) {
				resolve(context, part, profiles, resources);
			}
		}
		else {
			resources.add(new SkippedLocation(location));
		}
	}

	private @Nullable ConfigDataLocationResolver<?> resolver(ConfigDataLocation location) {
		if (location.hasPrefix(ENVIRONMENT_PREFIX)) {
			return environmentResolver();
		}
		Matcher prefix = PREFIX.matcher(location.getNonPrefixedValue(RESOURCE_PREFIX));
		return (!prefix.lookingAt() || FILE_PREFIXES.contains(prefix.group())) ? this.files : null;
	}

	/**
	 * Its usual constructor takes the property source loaders of libraries, too. Without
	 * the other one, such locations are skipped.
	 */
	private @Nullable ConfigDataLocationResolver<?> environmentResolver() {
		Class<?> type = ClassUtils.resolveClassName(ENVIRONMENT_RESOLVER, this.classLoader);
		Function<String, @Nullable String> variables = System::getenv;
		try {
			return (ConfigDataLocationResolver<?>) BeanUtils.instantiateClass(
					type.getDeclaredConstructor(List.class, Function.class),
					SpringFactoriesLoader.loadFactories(PropertySourceLoader.class, this.classLoader), variables);
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
