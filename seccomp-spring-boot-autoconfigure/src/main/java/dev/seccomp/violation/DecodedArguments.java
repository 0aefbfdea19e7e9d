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

package dev.seccomp.violation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of one call by name, in their order.
 */
final class DecodedArguments {

	private static final int AT_FDCWD = -100;

	private final Map<String, ArgumentValue> values = new LinkedHashMap<>();

	void value(String name, ArgumentValue value) {
		this.values.put(name, value);
	}

	void text(String name, String text) {
		this.values.put(name, new ArgumentValue.Text(text));
	}

	void number(String name, long number) {
		this.values.put(name, new ArgumentValue.Number(number));
	}

	void texts(String name, List<String> texts) {
		this.values.put(name, new ArgumentValue.TextList(texts));
	}

	/**
	 * Adds a descriptor. {@code AT_FDCWD} of {@code fcntl.h} is the working directory.
	 */
	void directory(String name, long descriptor) {
		if ((int) descriptor == AT_FDCWD) {
			text(name, "AT_FDCWD");
		}
		else {
			number(name, (int) descriptor);
		}
	}

	Map<String, ArgumentValue> toMap() {
		return this.values;
	}

}
