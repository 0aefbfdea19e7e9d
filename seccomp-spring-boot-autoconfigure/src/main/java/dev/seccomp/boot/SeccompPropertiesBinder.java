package dev.seccomp.boot;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.seccomp.policy.PolicyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Binds {@link SeccompProperties}, where an unknown property is an error: a mistyped one
 * would leave the application less protected than its author thinks.
 */
final class SeccompPropertiesBinder {

	private static final String VARIABLE_PREFIX = "SECCOMP_";

	private final ConfigurableEnvironment environment;

	SeccompPropertiesBinder(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	SeccompProperties bind() {
		NoUnboundElementsBindHandler handler = new NoUnboundElementsBindHandler(
				new IgnoreTopLevelConverterNotFoundBindHandler(), (source) -> !isSystemEnvironment(source));
		requireKnownVariables();
		try {
			return Binder.get(this.environment, handler)
				.bindOrCreate(SeccompProperties.PREFIX, Bindable.of(SeccompProperties.class));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw unknown(unbound);
			}
			throw new SeccompStartException(ex);
		}
	}

	/**
	 * Explain what is wrong with a property, with where it comes from.
	 * @param ex what is wrong with it
	 * @return the exception to throw
	 */
	SeccompStartException invalid(PolicyException ex) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(SeccompProperties.PREFIX)
			.append(ex.getProperty());
		ConfigurationProperty property = (ex.getValue() != null) ? find(name) : findWithin(name.getParent());
		Origin origin = (property != null) ? property.getOrigin() : null;
		return new SeccompStartException(describe(name.toString(), ex.getValue(), origin, ex.getReason()),
				ex.getRemedy(), ex);
	}

	private SeccompStartException unknown(UnboundConfigurationPropertiesException ex) {
		ConfigurationProperty first = ex.getUnboundProperties()
			.stream()
			.min(Comparator.naturalOrder())
			.orElseThrow(() -> new IllegalStateException(ex));
		String others = ex.getUnboundProperties()
			.stream()
			.filter((property) -> property != first)
			.map((property) -> property.getName().toString())
			.collect(Collectors.joining(", "));
		return new SeccompStartException(
				describe(first.getName().toString(), String.valueOf(first.getValue()), first.getOrigin(),
						"There is no property of this name." + ((others.isEmpty()) ? "" : " Nor of: " + others + ".")),
				new PropertyNames().suggestion(first.getName().toString()), ex);
	}

	/**
	 * Boot's handler cannot tell which variables are bound, as dashes are lost in them.
	 */
	private void requireKnownVariables() {
		for (Map.Entry<String, Object> variable : this.environment.getSystemEnvironment().entrySet()) {
			String name = variable.getKey();
			if (name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())
					&& !new PropertyNames().isKnownVariable(name)) {
				throw new SeccompStartException(
						describe(name, String.valueOf(variable.getValue()), null,
								"The environment variable sets no property, and variables that begin with "
										+ VARIABLE_PREFIX + " are taken for one."),
						new PropertyNames().variableSuggestion(name), null);
			}
		}
	}

	/**
	 * An entry of a list may come from a source that gives the list in one, by commas.
	 */
	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			for (ConfigurationPropertyName candidate = name; candidate.getNumberOfElements() > 1; candidate = candidate
				.getParent()) {
				ConfigurationProperty property = source.getConfigurationProperty(candidate);
				if (property != null) {
					return property;
				}
			}
		}
		return null;
	}

	/** Where a property is missing, those beside it tell where it should stand. */
	private @Nullable ConfigurationProperty findWithin(ConfigurationPropertyName parent) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				Optional<ConfigurationPropertyName> name = iterable.stream().filter(parent::isAncestorOf).findFirst();
				if (name.isPresent()) {
					return source.getConfigurationProperty(name.get());
				}
			}
		}
		return null;
	}

	private static String describe(String property, @Nullable String value, @Nullable Origin origin, String reason) {
		StringBuilder description = new StringBuilder("The seccomp policy is not valid:\n\n");
		description.append("    Property: ").append(property).append('\n');
		if (value != null) {
			description.append("    Value: \"").append(value).append("\"\n");
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
