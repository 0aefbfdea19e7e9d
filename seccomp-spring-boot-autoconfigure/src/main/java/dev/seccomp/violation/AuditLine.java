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
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The text of an audit record, taken apart. It comes from anywhere, so it is read in one
 * pass and without regular expressions.
 */
final class AuditLine {

	/** The kernel's own limit is 8970 ({@code linux/audit.h}), names may follow. */
	private static final int MAX_LENGTH = 32 * 1024;

	private static final int QUOTED_LENGTH = 60;

	/** What the audit daemon puts before the names that it adds. */
	private static final char ENRICHED = '\u001d';

	private static final String STAMP = "audit(";

	private static final String MESSAGE = "msg=";

	/** How the number 1326 is written before the record. */
	private static final List<String> TYPES = List.of("type=SECCOMP", "type=1326");

	/** How the journal writes it, in place of the stamp. */
	private static final String JOURNAL_TYPE = ": SECCOMP ";

	/** The last second of the year 9999. */
	private static final long MAX_SECONDS = 253402300799L;

	/* linux/seccomp.h */

	private static final int RET_ERRNO = 0x00050000;

	private static final int RET_DATA = 0xffff;

	private static final HexFormat HEX = HexFormat.of();

	private final String line;

	private final Map<String, String> fields = new LinkedHashMap<>();

	private @Nullable Instant time;

	private @Nullable Long serial;

	AuditLine(String line) {
		this.line = line.strip();
		if (this.line.length() > MAX_LENGTH) {
			throw mistake("It has " + this.line.length() + " characters");
		}
		if (this.line.indexOf('\n') != -1 || this.line.indexOf('\r') != -1) {
			throw mistake("There is more than one line");
		}
		int enriched = this.line.indexOf(ENRICHED);
		int end = (enriched != -1) ? enriched : this.line.length();
		readFields(readType(end), end);
		if (enriched != -1) {
			readFields(enriched + 1, this.line.length());
		}
	}

	/**
	 * Read what stands before the fields.
	 * @return where they begin
	 */
	private int readType(int end) {
		int stamp = this.line.indexOf(STAMP);
		if (stamp == -1 || stamp > end) {
			int type = this.line.indexOf(JOURNAL_TYPE);
			if (type == -1 || type > end) {
				throw mistake("It has neither 'type=1326 audit(' nor 'SECCOMP'");
			}
			return type + JOURNAL_TYPE.length();
		}
		String type = this.line.substring(0, stamp).strip();
		if (type.endsWith(MESSAGE)) {
			type = type.substring(0, type.length() - MESSAGE.length()).strip();
		}
		// The kernel hands out records without their type
		if (!type.isEmpty() && TYPES.stream().noneMatch(type::endsWith)) {
			throw mistake("Its type is another");
		}
		int close = this.line.indexOf("):", stamp);
		if (close == -1) {
			throw mistake("It ends before its serial number");
		}
		readStamp(this.line.substring(stamp + STAMP.length(), close));
		return close + 2;
	}

	/** Such as {@code 1710000000.123:456}. */
	private void readStamp(String stamp) {
		int dot = stamp.indexOf('.');
		int colon = stamp.indexOf(':', dot);
		if (dot == -1 || colon == -1) {
			throw mistake("Its time is '" + quote(stamp) + "', where 'seconds.milliseconds:serial' is due");
		}
		long seconds = parse("time", stamp.substring(0, dot), 10, MAX_SECONDS);
		long millis = parse("time", stamp.substring(dot + 1, colon), 10, 999);
		this.time = Instant.ofEpochSecond(seconds).plusMillis(millis);
		this.serial = parse("serial number", stamp.substring(colon + 1), 10, Long.MAX_VALUE);
	}

	/**
	 * A value goes on to the next key, as in AppArmor's subj=docker-default (enforce).
	 */
	private void readFields(int start, int end) {
		String key = null;
		int valueStart = start;
		for (int word = start; word < end;) {
			int space = this.line.indexOf(' ', word);
			int wordEnd = (space != -1 && space < end) ? space : end;
			int equals = this.line.indexOf('=', word);
			if (equals > word && equals < wordEnd) {
				put(key, valueStart, word);
				key = this.line.substring(word, equals);
				valueStart = equals + 1;
			}
			word = wordEnd + 1;
		}
		put(key, valueStart, end);
	}

	private void put(@Nullable String key, int start, int end) {
		if (key != null) {
			this.fields.putIfAbsent(key, this.line.substring(start, end).stripTrailing());
		}
	}

	@Nullable Instant time() {
		return this.time;
	}

	@Nullable Long serial() {
		return this.serial;
	}

	/** Take a number of a field that each record has. */
	long decimal(String key, long max) {
		return parse(key, take(key), 10, max);
	}

	/** Take a 32-bit number that may be negative. */
	int signed(String key) {
		String value = take(key);
		return (value.startsWith("-")) ? (int) -parse(key, value.substring(1), 10, 1L << 31)
				: (int) parse(key, value, 10, 0xffffffffL);
	}

	/** Take a number that the kernel writes in hexadecimal behind a prefix. */
	long hex(String key, String prefix, int digits) {
		String value = take(key);
		if (!value.startsWith(prefix)) {
			throw mistake("Its field " + key + " is '" + quote(value) + "', which does not begin with " + prefix);
		}
		return parse(key, value.substring(prefix.length()), 16, -1L >>> (Long.SIZE - digits * 4));
	}

	/**
	 * Take the action. The kernel leaves out its data, but for an error number it would
	 * mean something: elsewhere the number has lost its end.
	 */
	int code() {
		int code = (int) hex("code", "0x", 8);
		if ((code & RET_DATA) != 0 && (code & ~RET_DATA) != RET_ERRNO) {
			throw mistake("Its field code is '0x" + Integer.toHexString(code)
					+ "', which is no action, so it may have been cut off");
		}
		return code;
	}

	/** Take a string that the process chose: in quotes, or in hexadecimal. */
	@Nullable String untrusted(String key) {
		String value = take(key);
		if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
			return printable(value.substring(1, value.length() - 1));
		}
		// (null), (none)
		if (value.equals("?") || value.startsWith("(")) {
			return null;
		}
		try {
			return decode(value);
		}
		catch (IllegalArgumentException ex) {
			throw mistake("Its field " + key + " is '" + quote(value) + "', neither in quotes nor in hexadecimal");
		}
	}

	boolean has(String key) {
		return this.fields.containsKey(key);
	}

	/** Take a string of the kernel's own. */
	@Nullable String trusted(String key) {
		String value = take(key);
		return (value.equals("?")) ? null : printable(value);
	}

	/** Return what has not been taken. */
	Map<String, String> others() {
		Map<String, String> others = new LinkedHashMap<>();
		this.fields.forEach((key, value) -> others.put(printable(key), printable(unquote(value))));
		return Collections.unmodifiableMap(others);
	}

	private String take(String key) {
		String value = this.fields.remove(key);
		if (value == null) {
			throw mistake("It has no field " + key + ", so it may have been cut off");
		}
		return value;
	}

	private long parse(String what, String digits, int radix, long max) {
		try {
			if (!digits.isEmpty()
					&& digits.chars().allMatch((digit) -> Character.digit(digit, radix) != -1 && digit < 128)) {
				long value = Long.parseUnsignedLong(digits, radix);
				if (Long.compareUnsigned(value, max) <= 0) {
					return value;
				}
			}
		}
		catch (NumberFormatException ex) {
			// Too large, as is what exceeds the maximum
		}
		throw mistake("Its " + what + " is '" + quote(digits) + "', which is no such number");
	}

	private static String decode(String hex) {
		return printable(new String(HEX.parseHex(hex), StandardCharsets.UTF_8));
	}

	private static String unquote(String value) {
		return (value.length() > 1 && value.startsWith("\"") && value.endsWith("\""))
				? value.substring(1, value.length() - 1) : value;
	}

	/**
	 * Escape what would forge a line of a log, or hide in it.
	 */
	private static String printable(String text) {
		StringBuilder printable = new StringBuilder(text.length());
		text.codePoints().forEach((point) -> {
			if (isPrintable(point)) {
				printable.appendCodePoint(point);
			}
			else {
				printable.append(String.format("\\u%04x", point));
			}
		});
		return printable.toString();
	}

	private static boolean isPrintable(int point) {
		return switch (Character.getType(point)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	private static String quote(String text) {
		return printable((text.length() > QUOTED_LENGTH) ? text.substring(0, QUOTED_LENGTH) + "..." : text);
	}

	private IllegalArgumentException mistake(String reason) {
		return new IllegalArgumentException("This is no record of seccomp: '" + quote(this.line) + "'. " + reason
				+ ". Give one line of type SECCOMP (1326), as audit.log, dmesg or the journal has it: type=1326"
				+ " audit(...): auid=... code=...");
	}

}
