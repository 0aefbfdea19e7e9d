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

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The differences between two sets of properties.
 */
public final class PropertyDrift {

	/** Of longer lists, only the elements that differ are named. */
	private static final int MAX_LIST = 10;

	private final List<String> differences = new ArrayList<>();

	private PropertyDrift() {
	}

	/**
	 * Compare two sets of properties.
	 * @param installed the properties of the installed filter
	 * @param now the properties that are bound now
	 * @return a line for each property with another value
	 */
	public static List<String> between(SeccompProperties installed, SeccompProperties now) {
		PropertyDrift drift = new PropertyDrift();
		drift.compare(SeccompProperties.PREFIX, installed, now);
		return drift.differences;
	}

	private void compare(String name, @Nullable Object installed, @Nullable Object now) {
		if (Objects.equals(installed, now)) {
			return;
		}
		int before = this.differences.size();
		if (installed instanceof Record || now instanceof Record) {
			compareComponents(name, installed, now);
		}
		else if (hasRecords(installed) || hasRecords(now)) {
			compareElements(name, elements(installed), elements(now));
		}
		if (this.differences.size() == before) {
			this.differences.add(describe(name, installed, now));
		}
	}

	private void compareComponents(String name, @Nullable Object installed, @Nullable Object now) {
		Object present = (installed != null) ? installed : Objects.requireNonNull(now);
		for (RecordComponent component : present.getClass().getRecordComponents()) {
			Object before = value(component, installed);
			Object after = value(component, now);
			// An absent record has no lists, and those of a present one are empty by
			// default
			boolean absent = installed == null || now == null;
			if (!absent || !isEmpty(before) || !isEmpty(after)) {
				compare(name + "." + PropertyNames.dashed(component.getName()), before, after);
			}
		}
	}

	private void compareElements(String name, List<?> installed, List<?> now) {
		for (int i = 0; i < Math.max(installed.size(), now.size()); i++) {
			compare(name + "[" + i + "]", (i < installed.size()) ? installed.get(i) : null,
					(i < now.size()) ? now.get(i) : null);
		}
	}

	private static String describe(String name, @Nullable Object installed, @Nullable Object now) {
		List<?> before = new ArrayList<>(elements(installed));
		List<?> after = new ArrayList<>(elements(now));
		if (Math.max(before.size(), after.size()) > MAX_LIST) {
			before.removeAll(elements(now));
			after.removeAll(elements(installed));
			if (!before.isEmpty() || !after.isEmpty()) {
				return name + ": only installed " + before + ", only now " + after;
			}
		}
		return name + ": installed " + text(installed) + ", now " + text(now);
	}

	private static @Nullable Object value(RecordComponent component, @Nullable Object parent) {
		return (parent != null) ? ReflectionUtils.invokeMethod(component.getAccessor(), parent) : null;
	}

	private static boolean hasRecords(@Nullable Object value) {
		return elements(value).stream().anyMatch(Record.class::isInstance);
	}

	private static boolean isEmpty(@Nullable Object value) {
		return value == null || List.of().equals(value);
	}

	private static List<?> elements(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	private static String text(@Nullable Object value) {
		if (value == null) {
			return "not set";
		}
		return (value instanceof Record) ? "set" : value.toString();
	}

}
