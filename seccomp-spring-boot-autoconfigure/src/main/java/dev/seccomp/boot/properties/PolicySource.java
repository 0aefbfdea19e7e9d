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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.InvalidFilterException;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;

/**
 * The properties of a policy that is evaluated without an application that runs. They are
 * bound and checked in the same way as those of an application.
 */
public final class PolicySource {

	private static final String PREFIX = SeccompProperties.PREFIX + ".";

	private static final String MISSING = "The file does not exist";

	private static final String ACTIVATION = "spring.config.activate.";

	private final @Nullable SealedProperties sealed;

	private final SeccompPropertiesBinder binder;

	private final SeccompProperties properties;

	private PolicySource(@Nullable SealedProperties sealed, SeccompPropertiesBinder binder) {
		this.sealed = sealed;
		this.binder = binder;
		this.properties = binder.bind();
	}

	/**
	 * Return the policy of the application on the class path.
	 * @param classLoader the class loader of the application
	 * @param args the arguments of the application
	 * @return the policy
	 * @throws SeccompStartException if the application could not start with it
	 */
	public static PolicySource ofApplication(@Nullable ClassLoader classLoader, String... args) {
		SpringApplication application = new SpringApplication(
				new DefaultResourceLoader(new EarlyClassLoader(classLoader)));
		SealedProperties sealed = SealedProperties.find(application);
		PolicySource source = new PolicySource(sealed,
				new SeccompPropertiesBinder(EarlyEnvironment.prepare(application, args)));
		if (!source.properties.enabled() && sealed == null) {
			throw new SeccompStartException(
					"The application has no policy:\n\n    Its property seccomp.enabled is false.",
					"Remove the property, or give a policy as an argument.", null);
		}
		return source;
	}

	/**
	 * Return the policy of a YAML or properties file. Documents that are only active in
	 * some profiles are ignored.
	 * @param file the file, with properties under {@code seccomp}
	 * @return the policy
	 * @throws SeccompStartException if it is invalid
	 */
	public static PolicySource ofFile(Path file) {
		PropertySourceLoader loader = (file.toString().endsWith(".properties")) ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		List<PropertySource<?>> sources = new ArrayList<>();
		try {
			sources.addAll(loader.load(file.toString(), new FileSystemResource(file)));
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(file, (Files.exists(file)) ? ex.getMessage() : MISSING, ex);
		}
		sources.removeIf((source) -> hasProperty(source, ACTIVATION));
		if (sources.stream().noneMatch((source) -> hasProperty(source, PREFIX))) {
			throw unreadable(file, "The file has no properties under '" + SeccompProperties.PREFIX + "'", null);
		}
		// The last document takes precedence
		Collections.reverse(sources);
		return new PolicySource(null, new SeccompPropertiesBinder(new IsolatedEnvironment(sources)));
	}

	/**
	 * Return the policy of an OCI profile alone, for a process without capabilities.
	 * @param file the file
	 * @return the policy
	 */
	public static PolicySource ofProfile(Path file) {
		if (!Files.exists(file)) {
			throw unreadable(file, MISSING, null);
		}
		return ofProperties(Map.of(PREFIX + "presets", "", PREFIX + "profile", file.toUri().toString()));
	}

	/**
	 * Return the policy of a preset.
	 * @param name the name of the preset
	 * @return the policy
	 */
	public static PolicySource ofPreset(String name) {
		return ofProperties(Map.of(PREFIX + "presets", name));
	}

	private static PolicySource ofProperties(Map<String, Object> properties) {
		return new PolicySource(null, new SeccompPropertiesBinder(
				new IsolatedEnvironment(List.of(new MapPropertySource("policy", properties)))));
	}

	private static boolean hasProperty(PropertySource<?> source, String prefix) {
		for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
			if (name.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	private static SeccompStartException unreadable(Path file, @Nullable String problem, @Nullable Throwable cause) {
		return new SeccompStartException(
				"The seccomp policy cannot be read:\n\n    File: " + file + "\n    Reason: " + problem + ".",
				"Give the name of a preset, a YAML or properties file with a 'seccomp' block, or an OCI profile in JSON.",
				cause);
	}

	/**
	 * Compile the filters, in enforce mode.
	 * @param architecture the architecture
	 * @return the filters
	 * @throws SeccompStartException if the policy is invalid
	 */
	public FilterStack compile(Architecture architecture) {
		try {
			return FilterStack.of(specifications(architecture), NotificationSupport.NONE, Set.of());
		}
		catch (PolicyException ex) {
			throw this.binder.invalid(ex);
		}
		catch (InvalidFilterException ex) {
			throw (this.sealed != null && ex.getStage() == Stage.SEALED) ? this.sealed.invalid(ex.getProblem())
					: this.binder.invalid(ex.getProblem());
		}
	}

	private List<FilterSpecification> specifications(Architecture architecture) {
		List<FilterSpecification> specifications = new ArrayList<>();
		if (this.sealed != null) {
			specifications.add(
					new FilterSpecification(Stage.SEALED, FilterMode.ENFORCE, this.sealed.policy(architecture), false));
		}
		if (this.properties.enabled()) {
			specifications.add(new FilterSpecification(Stage.STARTUP, FilterMode.ENFORCE,
					PolicyMapper.mapUnprivileged(this.properties, architecture), false));
			SeccompProperties.Ready ready = this.properties.ready();
			if (ready != null) {
				specifications.add(new FilterSpecification(Stage.READY, FilterMode.ENFORCE,
						PolicyMapper.mapUnprivileged(ready, architecture), false));
			}
		}
		return specifications;
	}

}
