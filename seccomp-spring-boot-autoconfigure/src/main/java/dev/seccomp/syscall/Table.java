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

package dev.seccomp.syscall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource with one pair of number and name per line. The parser is written by hand
 * because it runs at each start, before the JIT compiler has warmed up.
 */
final class Table {

	private Table() {
	}

	static Map<String, Integer> load(String resource) {
		try (InputStream stream = Table.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("Missing resource " + resource);
			}
			return parse(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Integer> parse(String table) {
		Map<String, Integer> numbers = new LinkedHashMap<>(1024);
		for (int start = 0; start < table.length();) {
			int space = table.indexOf(' ', start);
			int end = table.indexOf('\n', space);
			numbers.put(table.substring(space + 1, end), Integer.parseInt(table, start, space, 10));
			start = end + 1;
		}
		return numbers;
	}

}
