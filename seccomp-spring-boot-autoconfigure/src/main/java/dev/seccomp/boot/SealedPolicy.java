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
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.boot.FilterPlan.Decided;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.UrlResource;

/**
 * The policy that the developer has put into the application itself, in
 * {@value #LOCATION}. Nothing outside of the application can switch it off or loosen it,
 * so it is read by itself, without the environment.
 */
final class SealedPolicy {

	static final String LOCATION = "seccomp-sealed.yml";

	/** What one could take for it, and believe to be protected by. */
	private static final List<String> MISNAMED = List.of("seccomp-sealed.yaml", "seccomp-sealed.properties",
			"seccomp-sealed.json");

	private static final String CLASSPATH = "classpath:";

	/** What a policy is made of, and what is said anyway. */
	private static final Set<String> PARTS = Set.of("enabled", "mode", "presets", "profile", "default-action",
			"syscalls", "on-unsupported");

	private static final String ANOTHER = "what 'seccomp' has in application.yml";

	private static final String REMEDY = "Allow %s by a rule that stands before the others in " + LOCATION + ".";

	/** What Linux says of itself, whatever the properties of the system say. */
	private static final Path OS_TYPE = Path.of("/proc/sys/kernel/ostype");

	private final ClassLoader classLoader;

	private final SeccompPropertiesBinder binder;

	private final SeccompProperties properties;

	private SealedPolicy(ClassLoader classLoader, SeccompPropertiesBinder binder, SeccompProperties properties) {
		this.classLoader = classLoader;
		this.binder = binder;
		this.properties = properties;
	}

	/**
	 * Find the sealed policy of an application.
	 * @param application the application
	 * @return the policy, or {@code null} where nothing is sealed
	 * @throws SeccompStartException if it cannot be told what is sealed
	 */
	static @Nullable SealedPolicy find(SpringApplication application) {
		ClassLoader classLoader = application.getClassLoader();
		for (String misnamed : MISNAMED) {
			List<URL> locations = locations(classLoader, misnamed);
			if (!locations.isEmpty()) {
				throw failure("There is " + locations.get(0) + ", which is not read.", "Name it " + LOCATION + ".",
						null);
			}
		}
		List<URL> locations = locations(classLoader, LOCATION);
		return switch (locations.size()) {
			case 0 -> null;
			case 1 -> read(classLoader, locations.get(0));
			default -> throw failure(
					"The class path has more than one " + LOCATION + ", and one must not stand in for another: "
							+ locations.stream().map(URL::toString).collect(Collectors.joining(", ")) + ".",
					"Leave one, with the rules of all.", null);
		};
	}

	private static List<URL> locations(ClassLoader classLoader, String name) {
		try {
			return Collections.list(classLoader.getResources(name)).stream().distinct().toList();
		}
		catch (IOException ex) {
			throw failure("The class path cannot be searched for " + name + ": " + ex.getMessage() + ".",
					"Give the application a class path that can be read.", ex);
		}
	}

	private static SealedPolicy read(ClassLoader classLoader, URL location) {
		List<PropertySource<?>> sources = load(location);
		if (sources.size() != 1) {
			throw failure(location + ((sources.isEmpty()) ? " is empty." : " has several documents."),
					"Give one document with a 'seccomp' block, or remove the file.", null);
		}
		IsolatedEnvironment environment = new IsolatedEnvironment(sources.get(0));
		SeccompPropertiesBinder binder = new SeccompPropertiesBinder(environment);
		requireParts(binder, (EnumerablePropertySource<?>) sources.get(0));
		SeccompProperties properties = binder.bind();
		if (!properties.enabled()) {
			throw binder.invalid(new PolicyException("enabled", null, "What is sealed cannot be switched off.",
					"Remove the property, or the file."));
		}
		if (properties.mode() != SeccompProperties.Mode.ENFORCE) {
			throw binder.invalid(new PolicyException("mode", null, "What is sealed is always enforced.",
					"Remove the property. To try the policy out, have it in application.yml first."));
		}
		return new SealedPolicy(classLoader, binder, properties);
	}

	private static List<PropertySource<?>> load(URL location) {
		try {
			return new YamlPropertySourceLoader().load(LOCATION, new UrlResource(location));
		}
		catch (IOException | RuntimeException ex) {
			throw failure(location + " cannot be read: " + ex.getMessage(), "Correct the file, which has to be YAML.",
					ex);
		}
	}

	private static void requireParts(SeccompPropertiesBinder binder, EnumerablePropertySource<?> source) {
		ConfigurationPropertyName root = ConfigurationPropertyName.of(SeccompProperties.PREFIX);
		PropertyNames names = new PropertyNames();
		for (String property : source.getPropertyNames()) {
			ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
			if (!name.equals(root) && !root.isAncestorOf(name)) {
				throw failure("'" + property + "' in " + LOCATION + " has no effect: only 'seccomp' is read from it.",
						"Have it in application.yml.", null);
			}
			String part = (name.equals(root)) ? "" : name.getElement(1, ConfigurationPropertyName.Form.DASHED);
			if (names.isPart(part) && !PARTS.contains(part)) {
				throw binder.invalid(new PolicyException(part, null, "It is no part of the policy that is sealed.",
						"Have it in application.yml; sealed are presets, profile, default-action, syscalls"
								+ " and on-unsupported."));
			}
		}
	}

	private static SeccompStartException failure(String problem, String remedy, @Nullable Throwable cause) {
		return new SeccompStartException("The sealed seccomp policy cannot be read:\n\n    " + problem, remedy, cause);
	}

	/**
	 * Return whether the application may run without it on a platform that seems to have
	 * no seccomp. Linux has it, and properties of the system can be set.
	 */
	boolean isDispensable() {
		return this.properties.onUnsupported() == SeccompProperties.OnUnsupported.WARN && !Files.exists(OS_TYPE);
	}

	/** What else there is to know where a filter cannot be installed. */
	static String remedy(@Nullable SealedPolicy sealed, String remedy) {
		return (sealed != null)
				? remedy + " What " + LOCATION
						+ " seals is installed even so: to go without it, build the application without that file."
				: remedy;
	}

	/**
	 * Make and check the policy.
	 * @param architecture the architecture of this JVM
	 * @param alone whether no other filter is to be installed
	 * @return what it decides
	 * @throws SeccompStartException if it is not valid
	 */
	Decided decide(Architecture architecture, boolean alone) {
		try {
			requireSealedProfile();
			Decided decided = Decided.of(PolicyMapper.map(this.properties, architecture));
			if (!alone) {
				decided.requireRoomFor(ANOTHER, REMEDY);
				decided.requireSupervisionOf(ANOTHER, REMEDY);
			}
			return decided;
		}
		catch (PolicyException ex) {
			throw this.binder.invalid(ex);
		}
	}

	/** A file could be changed, and so could a resource that stands before another. */
	private void requireSealedProfile() {
		String profile = this.properties.profile();
		if (profile == null) {
			return;
		}
		String reason = null;
		if (!profile.startsWith(CLASSPATH)) {
			reason = "It is outside of the application, where it could be changed.";
		}
		else if (locations(this.classLoader, new ClassPathResource(profile.substring(CLASSPATH.length())).getPath())
			.size() > 1) {
			reason = "The class path has more than one of these, and one must not stand in for another.";
		}
		if (reason != null) {
			throw new PolicyException("profile", profile, reason,
					"Put the profile into the application, and give its location as 'classpath:seccomp.json'.");
		}
	}

	/**
	 * An environment that is nothing but the file.
	 */
	private static final class IsolatedEnvironment extends AbstractEnvironment {

		IsolatedEnvironment(PropertySource<?> source) {
			getPropertySources().addLast(source);
			ConfigurationPropertySources.attach(this);
		}

		@Override
		public Map<String, Object> getSystemEnvironment() {
			return Map.of();
		}

		@Override
		public Map<String, Object> getSystemProperties() {
			return Map.of();
		}

	}

}
