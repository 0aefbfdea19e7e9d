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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.UrlResource;

/**
 * The properties of the policy that the developer put into the application itself, in
 * {@value #LOCATION}. No setting outside the application can remove or loosen it, so the
 * file is read by itself, without the environment.
 */
public final class SealedProperties {

	/**
	 * The location on the class path.
	 */
	public static final String LOCATION = "seccomp-sealed.yml";

	/** Names that a developer could mistake for the location. */
	private static final List<String> MISNAMED = List.of("seccomp-sealed.yaml", "seccomp-sealed.properties",
			"seccomp-sealed.json");

	private static final String CLASSPATH = "classpath:";

	/** The properties of a policy, and those that have one valid value. */
	private static final Set<String> PARTS = Set.of("enabled", "mode", "presets", "profile", "default-action",
			"syscalls", "on-unsupported", "violations.report");

	private static final String VIOLATIONS = "violations";

	/** Linux has this file. System properties could be set to another value. */
	private static final Path OS_TYPE = Path.of("/proc/sys/kernel/ostype");

	private final ClassLoader classLoader;

	private final SeccompPropertiesBinder binder;

	private final SeccompProperties properties;

	private SealedProperties(ClassLoader classLoader, SeccompPropertiesBinder binder, SeccompProperties properties) {
		this.classLoader = classLoader;
		this.binder = binder;
		this.properties = properties;
	}

	/**
	 * Find the sealed policy of an application.
	 * @param application the application
	 * @return the properties, or {@code null} if there is no sealed policy
	 * @throws SeccompStartException if the file cannot be found or read unambiguously
	 */
	public static @Nullable SealedProperties find(SpringApplication application) {
		ClassLoader classLoader = application.getClassLoader();
		for (String misnamed : MISNAMED) {
			List<URL> locations = locations(classLoader, misnamed);
			if (!locations.isEmpty()) {
				throw failure("The file " + locations.get(0) + " is ignored. Only " + LOCATION + " is read.",
						"Rename it to " + LOCATION + ".", null);
			}
		}
		List<URL> locations = locations(classLoader, LOCATION);
		return switch (locations.size()) {
			case 0 -> null;
			case 1 -> read(classLoader, locations.get(0));
			default -> throw failure(
					"The class path has more than one " + LOCATION + ", so one could replace another: "
							+ locations.stream().map(URL::toString).collect(Collectors.joining(", ")) + ".",
					"Merge their rules into one file.", null);
		};
	}

	private static List<URL> locations(ClassLoader classLoader, String name) {
		try {
			return Collections.list(classLoader.getResources(name)).stream().distinct().toList();
		}
		catch (IOException ex) {
			throw failure("The class path cannot be searched for " + name + ": " + ex.getMessage() + ".",
					"Make all entries of the class path readable.", ex);
		}
	}

	private static SealedProperties read(ClassLoader classLoader, URL location) {
		List<PropertySource<?>> sources = load(location);
		if (sources.size() != 1) {
			throw failure(location + ((sources.isEmpty()) ? " is empty." : " has several YAML documents."),
					"Write one document with a 'seccomp' block, or remove the file.", null);
		}
		IsolatedEnvironment environment = new IsolatedEnvironment(sources);
		SeccompPropertiesBinder binder = new SeccompPropertiesBinder(environment);
		requireParts(binder, (EnumerablePropertySource<?>) sources.get(0));
		SeccompProperties properties = binder.bind();
		if (!properties.enabled()) {
			throw binder.invalid(new PolicyException("enabled", null, "The sealed policy cannot be disabled.",
					"Remove the property or the file."));
		}
		if (properties.mode() != FilterMode.ENFORCE) {
			throw binder.invalid(new PolicyException("mode", null, "The sealed policy is always enforced.",
					"Remove the property. To test the policy without enforcing it, move it to application.yml"
							+ " and set 'seccomp.mode: log' there."));
		}
		return new SealedProperties(classLoader, binder, properties);
	}

	private static List<PropertySource<?>> load(URL location) {
		try {
			return new YamlPropertySourceLoader().load(LOCATION, new UrlResource(location));
		}
		catch (IOException | RuntimeException ex) {
			throw failure(location + " cannot be read: " + ex.getMessage(), "Correct the file. It must be valid YAML.",
					ex);
		}
	}

	private static void requireParts(SeccompPropertiesBinder binder, EnumerablePropertySource<?> source) {
		ConfigurationPropertyName root = ConfigurationPropertyName.of(SeccompProperties.PREFIX);
		PropertyNames names = new PropertyNames();
		for (String property : source.getPropertyNames()) {
			ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
			if (!name.equals(root) && !root.isAncestorOf(name)) {
				throw failure(
						"'" + property + "' in " + LOCATION
								+ " has no effect: only properties under 'seccomp' are read from it.",
						"Set it in application.yml.", null);
			}
			String element = element(name, 1);
			String part = (element.equals(VIOLATIONS)) ? element + "." + element(name, 2) : element;
			if (names.isPart(element) && !PARTS.contains(part)) {
				throw binder
					.invalid(new PolicyException(element, null, "The sealed policy does not support this property.",
							"Set it in application.yml. The sealed policy supports presets, profile, default-action,"
									+ " syscalls, on-unsupported and violations.report."));
			}
		}
	}

	private static String element(ConfigurationPropertyName name, int index) {
		return (name.getNumberOfElements() > index) ? name.getElement(index, ConfigurationPropertyName.Form.DASHED)
				: "";
	}

	private static SeccompStartException failure(String problem, String remedy, @Nullable Throwable cause) {
		return new SeccompStartException("The sealed seccomp policy cannot be read:\n\n    " + problem, remedy, cause);
	}

	/**
	 * Return whether the application may run without the sealed policy on a platform
	 * without seccomp. On Linux it may not: system properties could hide the platform.
	 * @return whether it may
	 */
	public boolean isDispensable() {
		return this.properties.onUnsupported() == SeccompProperties.OnUnsupported.WARN && !Files.exists(OS_TYPE);
	}

	/**
	 * Return whether the supervisor may be notified of the calls that the sealed policy
	 * denies. Otherwise the kernel alone denies them, and no process can respond to them.
	 * @return whether it may
	 */
	public boolean isReported() {
		return this.properties.violations().report();
	}

	/**
	 * Extend a remedy by the one for the sealed policy.
	 * @param sealed the sealed properties, or {@code null}
	 * @param remedy the remedy without them
	 * @return the remedy
	 */
	public static String remedy(@Nullable SealedProperties sealed, String remedy) {
		return (sealed != null) ? remedy + " The sealed policy in " + LOCATION
				+ " is always installed. To run without it, build the application without that file." : remedy;
	}

	/**
	 * Create the policy.
	 * @param architecture the architecture of this JVM
	 * @return the policy
	 * @throws SeccompStartException if it is invalid
	 */
	public SeccompPolicy policy(Architecture architecture) {
		try {
			requireSealedProfile();
			return PolicyMapper.map(this.properties, architecture);
		}
		catch (PolicyException ex) {
			throw invalid(ex);
		}
	}

	/**
	 * Report an invalid property with its origin.
	 * @param ex the problem
	 * @return the exception to throw
	 */
	public SeccompStartException invalid(PolicyException ex) {
		return this.binder.invalid(ex);
	}

	/** A file can be modified, and a resource can hide another one of the same name. */
	private void requireSealedProfile() {
		String profile = this.properties.profile();
		if (profile == null) {
			return;
		}
		String reason = null;
		if (!profile.startsWith(CLASSPATH)) {
			reason = "The profile of a sealed policy must be on the class path. Other files can be modified.";
		}
		else if (locations(this.classLoader, new ClassPathResource(profile.substring(CLASSPATH.length())).getPath())
			.size() > 1) {
			reason = "The class path has more than one resource of this name, so one could replace another.";
		}
		if (reason != null) {
			throw new PolicyException("profile", profile, reason,
					"Put the profile into the application, and set its location in the form 'classpath:seccomp.json'.");
		}
	}

}
