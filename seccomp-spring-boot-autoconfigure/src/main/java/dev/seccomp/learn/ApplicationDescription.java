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

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application that is recorded.
 *
 * @param name the name
 * @param mainClass the main class; in a test, the test class
 * @param collector the garbage collector
 */
public record ApplicationDescription(String name, String mainClass, String collector) {

	private static final String SEPARATOR = "\t";

	String format() {
		return Stream.of(this.name, this.mainClass, this.collector)
			.map((part) -> part.replaceAll("\\s", " "))
			.collect(Collectors.joining(SEPARATOR));
	}

	static ApplicationDescription parse(String text) {
		String[] parts = text.split(SEPARATOR, 3);
		return new ApplicationDescription(parts[0], parts[1], parts[2]);
	}

}
