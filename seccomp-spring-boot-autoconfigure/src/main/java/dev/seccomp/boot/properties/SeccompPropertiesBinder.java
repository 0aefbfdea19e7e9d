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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.PolicyLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Binds {@link SeccompProperties}. An unknown property is an error, since an application
 * with a mistyped one would be less protected than its author believes.
 */
public final class SeccompPropertiesBinder {

	private static final String VARIABLE = "SECCOMP";

	private static final String VARIABLE_PREFIX = VARIABLE + "_";

	/** The number of further unknown properties that a report names. */
	private static final int MAX_OTHERS = 20;

	private final ConfigurableEnvironment environment;

	/**
	 * Create a new binder.
	 * @param environment the environment with the properties
	 */
	public SeccompPropertiesBinder(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Bind the properties.
	 * @return the properties
	 * @throws SeccompStartException if one is unknown or invalid
	 */
	public SeccompProperties bind() {
		if (!ConfigurationScan.findsName(this.environment.getPropertySources())) {
			return SeccompProperties.DEFAULTS;
		}
		requireKnownVariables();
		requireKnownProperties();
		try {
			SeccompProperties properties = Binder
				.get(this.environment, new IgnoreTopLevelConverterNotFoundBindHandler())
				.bindOrCreate(SeccompProperties.PREFIX, Bindable.of(SeccompProperties.class));
			return (properties != null) ? valid(properties) : empty();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw gap(unbound);
			}
			throw new SeccompStartException(ex);
		}
	}

	/**
	 * Report an invalid property with its origin.
	 * @param ex the problem
	 * @return the exception to throw
	 */
	public SeccompStartException invalid(PolicyException ex) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(SeccompProperties.PREFIX)
			.append(ex.getProperty());
		ConfigurationProperty nearest = nearest(name);
		String value = ex.getValue();
		if (value == null && nearest != null && nearest.getName().equals(name) && !"".equals(nearest.getValue())) {
			value = nearest.getValue().toString();
		}
		return new SeccompStartException(
				describe(name.toString(), value, (nearest != null) ? nearest.getOrigin() : null, ex.getReason()),
				ex.getRemedy(), ex);
	}

	/** Spring Boot 4.0 binds an empty value of the prefix itself to {@code null}. */
	private SeccompProperties empty() {
		ConfigurationPropertyName root = ConfigurationPropertyName.of(SeccompProperties.PREFIX);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(root) == ConfigurationPropertyState.PRESENT) {
				throw new SeccompStartException(
						describe(root.toString(), "", null,
								"The property has an empty value, and its nested properties would be ignored."),
						"Remove the property with the empty value.", null);
			}
		}
		return SeccompProperties.DEFAULTS;
	}

	private SeccompProperties valid(SeccompProperties properties) {
		if (properties.violations().history() < 0) {
			throw invalid(
					new PolicyException("violations.history", null, "The number of violations must not be negative.",
							"Set the number of recent violations that the endpoint shows, or 0 for none."));
		}
		try {
			IgnoredViolations.of(properties.violations());
		}
		catch (PolicyException ex) {
			throw invalid(ex);
		}
		return properties;
	}

	/** Boot finds a gap in the numbers of a list. */
	private static SeccompStartException gap(UnboundConfigurationPropertiesException ex) {
		ConfigurationProperty first = ex.getUnboundProperties()
			.stream()
			.min(Comparator.naturalOrder())
			.orElseThrow(() -> new IllegalStateException(ex));
		return new SeccompStartException(
				describe(first.getName().toString(), String.valueOf(first.getValue()), first.getOrigin(),
						"The list has no element with the preceding index, so this element would be ignored."),
				"Number the elements of a list from 0 without gaps. Each property source must contain the whole list.",
				ex);
	}

	/**
	 * Boot's own handler takes whatever stands within an element of a list for overridden
	 * by another source, and so overlooks it.
	 */
	private void requireKnownProperties() {
		ConfigurationPropertyName root = ConfigurationPropertyName.of(SeccompProperties.PREFIX);
		List<ConfigurationProperty> unknown = new ArrayList<>();
		PropertyNames names = new PropertyNames();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && !isSystemEnvironment(source)) {
				PropertyLimits limits = new PropertyLimits();
				iterable.stream().filter(root::isAncestorOf).forEach(limits::add);
				iterable.stream()
					.filter((name) -> name.equals(root) || root.isAncestorOf(name))
					.map(source::getConfigurationProperty)
					.filter((property) -> property != null && !names.isKnown(property))
					.forEach(unknown::add);
			}
		}
		if (!unknown.isEmpty()) {
			ConfigurationProperty first = unknown.stream().min(Comparator.naturalOrder()).orElseThrow();
			String others = unknown.stream()
				.map((property) -> property.getName().toString())
				.filter((name) -> !name.equals(first.getName().toString()))
				.distinct()
				.limit(MAX_OTHERS)
				.map(PolicyLimits::excerpt)
				.collect(Collectors.joining(", "));
			String name = first.getName().toString();
			throw new SeccompStartException(
					describe(name, String.valueOf(first.getValue()), first.getOrigin(),
							names.problem(name) + ((others.isEmpty()) ? "" : " Also not valid: " + others + ".")),
					names.suggestion(name), null);
		}
	}

	/**
	 * Spring Boot's handler cannot map variables to properties, since they lack dashes.
	 */
	private void requireKnownVariables() {
		for (Map.Entry<String, Object> variable : this.environment.getSystemEnvironment().entrySet()) {
			String name = variable.getKey();
			if (name.equalsIgnoreCase(VARIABLE) && !"".equals(variable.getValue())) {
				throw new SeccompStartException(
						describe(name, String.valueOf(variable.getValue()), null,
								"This environment variable sets the property 'seccomp', which has nested properties and"
										+ " cannot have a value."),
						"Remove the variable, or set a nested property, for example " + VARIABLE_PREFIX + "PRESETS.",
						null);
			}
			if (name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())
					&& !new PropertyNames().isKnownVariable(name)) {
				throw new SeccompStartException(
						describe(name, String.valueOf(variable.getValue()), null,
								"No property corresponds to this environment variable. Variables that begin with "
										+ VARIABLE_PREFIX + " must correspond to a property."),
						new PropertyNames().variableSuggestion(name), null);
			}
		}
	}

	/** If the property is missing, its siblings have the origin. */
	private @Nullable ConfigurationProperty nearest(ConfigurationPropertyName name) {
		ConfigurationProperty nearest = nearest(name, 2);
		return (nearest != null) ? nearest : nearest(name, 1);
	}

	/** Of lists only the strongest source counts, so each is asked for all. */
	private @Nullable ConfigurationProperty nearest(ConfigurationPropertyName name, int elements) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			for (ConfigurationPropertyName candidate = name; candidate
				.getNumberOfElements() >= elements; candidate = candidate.getParent()) {
				ConfigurationProperty property = find(source, candidate);
				if (property != null) {
					return property;
				}
			}
		}
		return null;
	}

	private static @Nullable ConfigurationProperty find(ConfigurationPropertySource source,
			ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		if (property == null && source instanceof IterableConfigurationPropertySource iterable) {
			Optional<ConfigurationPropertyName> within = iterable.stream().filter(name::isAncestorOf).findFirst();
			property = within.map(source::getConfigurationProperty).orElse(null);
		}
		return property;
	}

	static String describe(String property, @Nullable String value, @Nullable Origin origin, String reason) {
		StringBuilder description = new StringBuilder("The seccomp policy is not valid:\n\n");
		description.append("    Property: ").append(PolicyLimits.excerpt(property)).append('\n');
		if (value != null) {
			description.append("    Value: \"").append(PolicyLimits.excerpt(value)).append("\"\n");
		}
		if (origin != null) {
			description.append("    Origin: ").append(origin).append('\n');
		}
		return description.append("    Reason: ").append(reason).toString();
	}

	private static boolean isSystemEnvironment(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

}
