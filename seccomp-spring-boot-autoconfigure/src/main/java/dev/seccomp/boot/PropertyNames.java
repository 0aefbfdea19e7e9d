package dev.seccomp.boot;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.seccomp.policy.NearestNames;

/**
 * The names of all properties under {@code seccomp}, without that prefix. Only read when
 * something is wrong.
 */
final class PropertyNames {

	private static final String PREFIX = SeccompProperties.PREFIX + ".";

	private final Set<String> names = new TreeSet<>();

	private final List<Pattern> variables = new ArrayList<>();

	PropertyNames() {
		collect("", SeccompProperties.class);
	}

	private void collect(String prefix, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + dashed(component.getName());
			Type element = component.getGenericType();
			if (element instanceof ParameterizedType list) {
				element = list.getActualTypeArguments()[0];
				name += "[]";
			}
			if (element instanceof Class<?> nested && nested.isRecord()) {
				collect(name + ".", nested);
			}
			else {
				this.variables.add(variablePattern(name));
				this.names.add(name.replaceAll("\\[]$", ""));
			}
		}
	}

	/**
	 * Return whether there is such a property.
	 * @param name the name of an environment variable
	 * @return whether it sets a property
	 */
	boolean isKnownVariable(String name) {
		return this.variables.stream().anyMatch((known) -> known.matcher(name).matches());
	}

	/**
	 * Return a sentence that suggests names.
	 * @param name the unknown name
	 * @return the suggestion
	 */
	String suggestion(String name) {
		String suggestion = NearestNames.suggestion(PREFIX,
				name.substring(PREFIX.length()).replaceAll("\\[\\d+]", "[]"), this.names);
		return suggestion + " Correct the name or remove it.";
	}

	/**
	 * Return a sentence that suggests names of variables.
	 * @param name the name of an environment variable that sets no property
	 * @return the suggestion
	 */
	String variableSuggestion(String name) {
		String prefix = variable(PREFIX);
		String index = "_(\\d+)(?=_|$)";
		List<String> variables = this.names.stream().map(PropertyNames::variable).toList();
		String suggestion = NearestNames.suggestion(prefix, name.substring(prefix.length()).replaceAll(index, "_0"),
				variables);
		return suggestion + " Correct the name or remove it. The variable of a property is its name in capitals,"
				+ " with '_' for '.' and without '-'.";
	}

	private static String variable(String property) {
		return property.replace("[]", "_0").replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
	}

	static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	/**
	 * A list may be given as one variable, separated by commas, or by one for each entry.
	 */
	private static Pattern variablePattern(String property) {
		String list = "[]";
		boolean isList = property.endsWith(list);
		String name = (isList) ? property.substring(0, property.length() - list.length()) : property;
		String pattern = (PREFIX + name).replace(".", "_+").replace("-", "_?").replace(list, "_+\\d+");
		return Pattern.compile(pattern + ((isList) ? "(_+\\d+)?_*" : "_*"), Pattern.CASE_INSENSITIVE);
	}

}
