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

package dev.seccomp.learn;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, numbers and names as JSON.
 */
final class JsonWriter {

	private JsonWriter() {
	}

	static String write(Object value) {
		return write(value, "\n") + "\n";
	}

	private static String write(Object value, String newLine) {
		String inner = newLine + "  ";
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> inner + "\"" + entry.getKey() + "\": " + write(entry.getValue(), inner))
				.collect(Collectors.joining(",", "{", newLine + "}"));
		}
		if (value instanceof List<?> list) {
			return list.stream()
				.map((element) -> inner + write(element, inner))
				.collect(Collectors.joining(",", "[", newLine + "]"));
		}
		return (value instanceof Number) ? value.toString() : "\"" + value + "\"";
	}

}
