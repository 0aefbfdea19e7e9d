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

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.seccomp.policy.NearestNames;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * The names of all properties under {@code seccomp}, without that prefix and with
 * {@code []} for the number of an element of a list.
 */
final class PropertyNames {

	private static final String PREFIX = SeccompProperties.PREFIX + ".";

	private static final String LIST = "[]";

	private static final String REMEDY = " Correct the name or remove it.";

	private final Set<String> names = new TreeSet<>();

	/** The names of those that have properties of their own. */
	private final Set<String> parents = new TreeSet<>();

	/** Those that can have a value, comparable: there may be thousands to look up. */
	private final Set<String> known = new HashSet<>();

	private final Set<String> knownWhenEmpty = new HashSet<>();

	PropertyNames() {
		this.knownWhenEmpty.add("");
		collect("", SeccompProperties.class);
	}

	private void collect(String prefix, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + dashed(component.getName());
			Type element = component.getGenericType();
			if (element instanceof ParameterizedType list) {
				element = list.getActualTypeArguments()[0];
				name += LIST;
			}
			if (element instanceof Class<?> nested && nested.isRecord()) {
				this.parents.add(name);
				this.knownWhenEmpty.add(comparable(withoutList(name)));
				collect(name + ".", nested);
			}
			else {
				this.names.add(name);
				this.known.add(comparable(name));
				this.known.add(comparable(withoutList(name)));
			}
		}
	}

	/**
	 * Return whether there is such a property.
	 * @param property the property
	 * @return whether it can be bound; a list can be given as one value, separated by
	 * commas, or by an empty value
	 */
	boolean isKnown(ConfigurationProperty property) {
		String name = comparable(relative(property.getName().toString()));
		return this.known.contains(name) || ("".equals(property.getValue()) && this.knownWhenEmpty.contains(name));
	}

	/**
	 * Return whether there are such properties.
	 * @param name the first element of a name
	 * @return whether a property has it
	 */
	boolean isPart(String name) {
		return children("").contains(name);
	}

	/**
	 * Return whether there is such a property.
	 * @param name the name of an environment variable
	 * @return whether it sets a property
	 */
	boolean isKnownVariable(String name) {
		return this.names.stream()
			.map(PropertyNames::variablePattern)
			.anyMatch((known) -> known.matcher(name).matches());
	}

	/**
	 * Return what is wrong with an unknown property.
	 * @param name the unknown name
	 * @return a sentence
	 */
	String problem(String name) {
		String relative = relative(name);
		if (relative.isEmpty() || contains(this.parents, relative) || contains(this.parents, relative + LIST)) {
			return "The property has nested properties and cannot have a value.";
		}
		if (isListOfOneValue(relative)) {
			return "The property takes one value, not a list.";
		}
		return "There is no property of this name.";
	}

	/**
	 * Return a sentence that suggests names.
	 * @param name the unknown name
	 * @return the suggestion
	 */
	String suggestion(String name) {
		String relative = relative(name);
		if (isListOfOneValue(relative)) {
			return "Set one value instead of the list.";
		}
		String prefix = "";
		String[] parts = (relative.isEmpty()) ? new String[0] : relative.replace(LIST, "").split("\\.");
		for (String part : parts) {
			String nested = prefix + part;
			Optional<String> parent = this.parents.stream()
				.filter((known) -> isSame(known, nested) || isSame(known, nested + LIST))
				.findFirst();
			if (parent.isPresent()) {
				prefix = parent.get() + ".";
			}
			else {
				return NearestNames.suggestion(PREFIX + prefix, part, children(prefix)) + REMEDY;
			}
		}
		String parent = PREFIX + prefix;
		return "Set a nested property instead. Valid names: "
				+ children(prefix).stream().map(parent::concat).collect(Collectors.joining(", ")) + ".";
	}

	private boolean isListOfOneValue(String relative) {
		String element = relative.replaceAll("(\\[])+$", "");
		return contains(this.names, element) || contains(this.names, element + LIST);
	}

	private Set<String> children(String prefix) {
		return this.names.stream()
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> name.substring(prefix.length()).replaceAll("(\\[])?(\\..*)?$", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return a sentence that suggests names of variables.
	 * @param name the name of an environment variable that sets no property
	 * @return the suggestion
	 */
	String variableSuggestion(String name) {
		String prefix = variable(PREFIX);
		String index = "_(\\d+)(?=_|$)";
		Set<String> variables = this.names.stream()
			.map((property) -> variable(withoutList(property)))
			.collect(Collectors.toSet());
		String suggestion = NearestNames.suggestion(prefix, name.substring(prefix.length()).replaceAll(index, "_0"),
				variables);
		return suggestion + REMEDY + " To convert a property name to the name of a variable,"
				+ " replace dots (.) with underscores (_), remove dashes (-) and convert it to uppercase.";
	}

	private static String variable(String property) {
		return property.replace("[]", "_0").replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
	}

	static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static String relative(String name) {
		return (name.length() > PREFIX.length()) ? name.substring(PREFIX.length()).replaceAll("\\[\\d+]", LIST) : "";
	}

	private static boolean contains(Set<String> names, String name) {
		return names.stream().anyMatch((known) -> isSame(known, name));
	}

	/** Boot takes no notice of dashes and capitals. */
	private static String comparable(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static String withoutList(String name) {
		return (name.endsWith(LIST)) ? name.substring(0, name.length() - LIST.length()) : name;
	}

	private static boolean isSame(String known, String name) {
		return comparable(known).equals(comparable(name));
	}

	/**
	 * A list may be given as one variable, separated by commas, or by one for each entry.
	 */
	private static Pattern variablePattern(String property) {
		boolean isList = property.endsWith(LIST);
		String name = (isList) ? property.substring(0, property.length() - LIST.length()) : property;
		String pattern = (PREFIX + name).replace(".", "_+").replace("-", "_?").replace(LIST, "_+\\d+");
		return Pattern.compile(pattern + ((isList) ? "(_+\\d+)?_*" : "_*"), Pattern.CASE_INSENSITIVE);
	}

}
