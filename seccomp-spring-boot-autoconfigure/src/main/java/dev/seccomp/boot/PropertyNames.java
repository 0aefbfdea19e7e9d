package dev.seccomp.boot;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.policy.NearestNames;

/**
 * The names of all properties under {@code seccomp}. Only read when something is wrong.
 */
final class PropertyNames {

	private final Set<String> names = new TreeSet<>();

	PropertyNames() {
		collect(SeccompProperties.PREFIX + ".", SeccompProperties.class);
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
		String wanted = letters(name.replaceAll("_\\d+(?=_|$)", ""));
		return this.names.stream().anyMatch((known) -> letters(known).equals(wanted));
	}

	/**
	 * Return a sentence that suggests names.
	 * @param name the unknown name
	 * @return the suggestion
	 */
	String suggestion(String name) {
		String suggestion = NearestNames.suggestion(name.replaceAll("\\[\\d+]", "[]"), this.names);
		return suggestion + " Correct the name or remove it.";
	}

	static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static String letters(String name) {
		return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
	}

}
