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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON. The recorder runs without the libraries of the application.
 */
public final class Json {

	private static final int LINE = 110;

	private static final int MAX_DEPTH = 32;

	private static final String INDENT = "  ";

	private static final Map<String, Object> WORDS = Map.of("true", true, "false", false);

	private final String text;

	private int position;

	private Json(String text) {
		this.text = text;
	}

	/**
	 * Write maps, lists, strings, numbers and booleans. A value that fits into one line
	 * is written into one.
	 * @param value the value
	 * @return the text
	 */
	public static String write(Object value) {
		return write(value, "\n") + "\n";
	}

	private static String write(Object value, String newLine) {
		String line = line(value);
		if (newLine.length() + line.length() <= LINE) {
			return line;
		}
		String inner = newLine + INDENT;
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> inner + quote(entry.getKey()) + ": " + write(entry.getValue(), inner))
				.collect(Collectors.joining(",", "{", newLine + "}"));
		}
		if (value instanceof List<?> list) {
			return list.stream()
				.map((element) -> inner + write(element, inner))
				.collect(Collectors.joining(",", "[", newLine + "]"));
		}
		return line;
	}

	private static String line(Object value) {
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> quote(entry.getKey()) + ": " + line(entry.getValue()))
				.collect(Collectors.joining(", ", "{ ", " }"));
		}
		if (value instanceof List<?> list) {
			return list.stream().map(Json::line).collect(Collectors.joining(", ", "[", "]"));
		}
		return (value instanceof Number || value instanceof Boolean) ? value.toString() : quote(value);
	}

	private static String quote(Object value) {
		StringBuilder quoted = new StringBuilder("\"");
		for (char character : value.toString().toCharArray()) {
			if (character == '"' || character == '\\') {
				quoted.append('\\').append(character);
			}
			else if (character < ' ' || Character.isSurrogate(character)) {
				quoted.append(String.format("\\u%04x", (int) character));
			}
			else {
				quoted.append(character);
			}
		}
		return quoted.append('"').toString();
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return maps, lists, strings, booleans, and numbers as {@link Long} or
	 * {@link BigInteger}
	 * @throws IllegalArgumentException if the text is not JSON, or contains {@code null}
	 * or a fraction
	 */
	static Object read(String text) {
		Json json = new Json(text);
		Object value = json.value(0);
		json.skipSpace();
		if (json.position < text.length()) {
			throw json.malformed();
		}
		return value;
	}

	private Object value(int depth) {
		skipSpace();
		if (depth > MAX_DEPTH) {
			throw malformed();
		}
		return switch (peek()) {
			case '{' -> map(depth);
			case '[' -> list(depth);
			case '"' -> string();
			default -> word();
		};
	}

	private Map<String, Object> map(int depth) {
		Map<String, Object> map = new LinkedHashMap<>();
		this.position++;
		while (!isEnd('}', map.isEmpty())) {
			skipSpace();
			String key = string();
			skipSpace();
			expect(':');
			if (map.put(key, value(depth + 1)) != null) {
				throw malformed();
			}
		}
		return map;
	}

	private List<Object> list(int depth) {
		List<Object> list = new ArrayList<>();
		this.position++;
		while (!isEnd(']', list.isEmpty())) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private boolean isEnd(char end, boolean first) {
		skipSpace();
		if (peek() == end) {
			this.position++;
			return true;
		}
		if (!first) {
			expect(',');
		}
		return false;
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		while (peek() != '"') {
			char character = next();
			if (character < ' ') {
				throw malformed();
			}
			string.append((character == '\\') ? escaped() : character);
		}
		this.position++;
		return string.toString();
	}

	private char escaped() {
		char character = next();
		return switch (character) {
			case '"', '\\', '/' -> character;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> unicode();
			default -> throw malformed();
		};
	}

	private char unicode() {
		int code = 0;
		for (int i = 0; i < 4; i++) {
			int digit = Character.digit(next(), 16);
			if (digit == -1) {
				throw malformed();
			}
			code = code * 16 + digit;
		}
		return (char) code;
	}

	private Object word() {
		int start = this.position;
		while (this.position < this.text.length() && (Character.isLetterOrDigit(peek()) || peek() == '-')) {
			this.position++;
		}
		String word = this.text.substring(start, this.position);
		Object value = WORDS.get(word);
		if (value != null) {
			return value;
		}
		if (!word.matches("-?\\d{1,20}")) {
			throw malformed();
		}
		BigInteger number = new BigInteger(word);
		return (number.bitLength() < Long.SIZE) ? (Object) number.longValue() : number;
	}

	private void expect(char character) {
		if (next() != character) {
			this.position--;
			throw malformed();
		}
	}

	private char next() {
		char character = peek();
		this.position++;
		return character;
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw malformed();
		}
		return this.text.charAt(this.position);
	}

	private void skipSpace() {
		while (this.position < this.text.length() && " \t\r\n".indexOf(this.text.charAt(this.position)) != -1) {
			this.position++;
		}
	}

	private IllegalArgumentException malformed() {
		long line = this.text.substring(0, Math.min(this.position, this.text.length()))
			.chars()
			.filter((character) -> character == '\n')
			.count() + 1;
		return new IllegalArgumentException("malformed JSON in line " + line);
	}

	/**
	 * The members of a JSON object, which are all required and are of known types.
	 *
	 * @param members the members
	 */
	record Members(Map<?, ?> members) {

		static Members of(@Nullable Object value) {
			return new Members(cast(Map.class, value, "object"));
		}

		String string(String name) {
			return cast(String.class, this.members.get(name), name);
		}

		boolean flag(String name) {
			return cast(Boolean.class, this.members.get(name), name);
		}

		/** Values above the range of {@code long} are unsigned 64 bits. */
		long number(String name) {
			return cast(Number.class, this.members.get(name), name).longValue();
		}

		List<?> list(String name) {
			return cast(List.class, this.members.get(name), name);
		}

		Members object(String name) {
			return new Members(cast(Map.class, this.members.get(name), name));
		}

		boolean has(String name) {
			return this.members.containsKey(name);
		}

		private static <T> T cast(Class<T> type, @Nullable Object value, String name) {
			if (!type.isInstance(value)) {
				throw new IllegalArgumentException("'" + name + "' is not a " + type.getSimpleName());
			}
			return type.cast(value);
		}

	}

}
