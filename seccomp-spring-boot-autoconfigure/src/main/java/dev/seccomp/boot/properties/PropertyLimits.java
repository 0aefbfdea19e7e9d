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

import java.util.Set;

import dev.seccomp.boot.failure.SeccompStartException;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The limits of the properties of one source. For each list within a list, Spring Boot's
 * binder reads the names of all properties.
 */
final class PropertyLimits {

	private static final int PROPERTIES = 20_000;

	private static final int ELEMENTS = 1000;

	/** The lists whose elements have lists. */
	private static final Set<String> LISTS = Set.of("syscalls", "nameswithargs", "arguments");

	private static final String REMEDY = "Name several calls in one rule, and remove repeated names and rules.";

	private int properties;

	/**
	 * Add a property.
	 * @param name the name
	 * @throws SeccompStartException if a limit is exceeded
	 */
	void add(ConfigurationPropertyName name) {
		if (++this.properties > PROPERTIES) {
			throw exceeded(SeccompProperties.PREFIX, "A property source has more than " + PROPERTIES
					+ " properties under this name, which is the limit.");
		}
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			if (name.isNumericIndex(i) && isBeyond(name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL))
					&& LISTS.contains(name.getElement(i - 1, ConfigurationPropertyName.Form.UNIFORM))) {
				throw exceeded(name.chop(i).toString(),
						"The list has more than " + ELEMENTS + " elements, which is the limit.");
			}
		}
	}

	private static boolean isBeyond(String index) {
		return index.length() > 9 || Integer.parseInt(index) >= ELEMENTS;
	}

	private static SeccompStartException exceeded(String property, String reason) {
		return new SeccompStartException(SeccompPropertiesBinder.describe(property, null, null, reason), REMEDY, null);
	}

}
