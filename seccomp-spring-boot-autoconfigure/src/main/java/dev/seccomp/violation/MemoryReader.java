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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.seccomp.kernel.ProcessMemory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the memory that arguments point to. The caller controls the addresses and the
 * contents, so sizes are bounded and text is escaped for a log.
 */
final class MemoryReader {

	private static final String ELLIPSIS = "...";

	private static final int MAX_STRING = 4096;

	private static final int MAX_STRINGS = 64;

	private static final int MAX_LISTED = 256;

	private static final int MAX_LIST = 4096;

	private static final byte[] SAMPLE = { 0, '\\', (byte) 0xc3, (byte) 0xa9, (byte) 0xf0, (byte) 0x9f, (byte) 0x98,
			(byte) 0x80, (byte) 0xe2, (byte) 0x80, (byte) 0xa8, (byte) 0xff };

	private final @Nullable ProcessMemory memory;

	private final boolean bigEndian;

	/**
	 * Create a reader.
	 * @param memory the memory, or {@code null} if it must not be read
	 * @param bigEndian whether the more significant bytes of a number come first
	 */
	MemoryReader(@Nullable ProcessMemory memory, boolean bigEndian) {
		this.memory = memory;
		this.bigEndian = bigEndian;
	}

	static void warmUp() {
		escape(SAMPLE, SAMPLE.length);
	}

	/**
	 * Return the text for an unreadable address.
	 */
	static String unreadable(long address) {
		return (address == 0) ? "NULL" : "unreadable 0x".concat(Long.toHexString(address));
	}

	/**
	 * Return the readable bytes at an address.
	 * @return the bytes up to the first unreadable one
	 */
	byte[] bytes(long address, int length) {
		return (this.memory != null && address != 0) ? this.memory.read(address, length) : new byte[0];
	}

	/**
	 * Return the 64-bit number at an address, or {@code null} if it is unreadable.
	 */
	@Nullable Long number(long address) {
		byte[] bytes = bytes(address, Long.BYTES);
		return (bytes.length == Long.BYTES) ? number(bytes, 0, Long.BYTES) : null;
	}

	/**
	 * Return a number in a byte array, in the byte order of this architecture.
	 */
	long number(byte[] bytes, int start, int length) {
		long number = 0;
		for (int i = 0; i < length; i++) {
			number = (number << Byte.SIZE) | (bytes[start + ((this.bigEndian) ? i : length - 1 - i)] & 0xff);
		}
		return number;
	}

	/**
	 * Return the string at an address.
	 */
	String string(long address) {
		return string(address, MAX_STRING);
	}

	private String string(long address, int limit) {
		byte[] bytes = bytes(address, limit);
		if (bytes.length == 0) {
			return unreadable(address);
		}
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				return escape(bytes, i);
			}
		}
		return escape(bytes, bytes.length).concat(ELLIPSIS);
	}

	/**
	 * Return the strings of a list of pointers terminated by {@code NULL}, such as
	 * {@code argv}.
	 */
	List<String> strings(long address) {
		List<String> strings = new ArrayList<>();
		int left = MAX_LIST;
		for (int i = 0; i < MAX_STRINGS && left > 0; i++) {
			long slot = address + (long) i * Long.BYTES;
			Long pointer = number(slot);
			if (pointer == null) {
				strings.add(unreadable(slot));
				return strings;
			}
			if (pointer == 0) {
				return strings;
			}
			String string = string(pointer, Math.min(left, MAX_LISTED));
			strings.add(string);
			left -= string.length();
		}
		strings.add(ELLIPSIS);
		return strings;
	}

	/**
	 * Return bytes as text. Invalid UTF-8 becomes <code>&#92;xNN</code>, and invisible
	 * characters become <code>&#92;u{N}</code>.
	 */
	static String escape(byte[] bytes, int length) {
		StringBuilder text = new StringBuilder(length);
		int i = 0;
		while (i < length) {
			int size = size(bytes[i]);
			int codePoint = (i + size <= length) ? codePoint(bytes, i, size) : -1;
			if (codePoint == -1) {
				size = 1;
				hex(text.append("\\x"), bytes[i] & 0xff);
			}
			else if (codePoint < ' ' || codePoint == 0x7f) {
				hex(text.append("\\x"), codePoint);
			}
			else if (codePoint == '\\') {
				text.append("\\\\");
			}
			else if (isVisible(codePoint)) {
				text.appendCodePoint(codePoint);
			}
			else {
				hex(text.append("\\u{"), codePoint);
				text.append('}');
			}
			i += size;
		}
		return text.toString();
	}

	/**
	 * Return a text with the same escapes, which cannot forge or hide lines of a log.
	 */
	static String escape(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character < ' ' || character == 0x7f || character == '\\' || !isVisible(character)) {
				byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
				return escape(bytes, bytes.length);
			}
		}
		return text;
	}

	private static void hex(StringBuilder text, int number) {
		String hex = Integer.toHexString(number);
		if (hex.length() == 1) {
			text.append('0');
		}
		text.append(hex);
	}

	private static int size(byte first) {
		int lead = first & 0xff;
		return (lead < 0xc0) ? 1 : (lead < 0xe0) ? 2 : (lead < 0xf0) ? 3 : 4;
	}

	/** Returns the character of these bytes, or -1 if they are invalid UTF-8. */
	private static int codePoint(byte[] bytes, int start, int size) {
		if (size == 1) {
			return (bytes[start] >= 0) ? bytes[start] : -1;
		}
		String character = new String(bytes, start, size, StandardCharsets.UTF_8);
		int codePoint = character.codePointAt(0);
		// U+FFFD is the replacement of invalid bytes
		return (codePoint != 0xfffd && character.length() == Character.charCount(codePoint)) ? codePoint : -1;
	}

	private static boolean isVisible(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}
