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
 * Compares the properties of the installed filter with those that are bound later.
 */
public final class PropertyDrift {

	private PropertyDrift() {
	}

	/**
	 * Compare two sets of properties.
	 * @param installed the properties of the installed filter
	 * @param now the properties that are bound now
	 * @return a line for each difference
	 */
	public static List<String> between(SeccompProperties installed, SeccompProperties now) {
		List<String> differences = new ArrayList<>();
		for (RecordComponent component : SeccompProperties.class.getRecordComponents()) {
			Object before = ReflectionUtils.invokeMethod(component.getAccessor(), installed);
			Object after = ReflectionUtils.invokeMethod(component.getAccessor(), now);
			if (!Objects.equals(before, after)) {
				differences.add(SeccompProperties.PREFIX + "." + PropertyNames.dashed(component.getName())
						+ ": installed was " + text(before) + ", now it is " + text(after));
			}
		}
		return differences;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "not set";
	}

}
