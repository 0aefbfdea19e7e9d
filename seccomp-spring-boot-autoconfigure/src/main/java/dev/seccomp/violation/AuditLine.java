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
 * The parsed text of an audit record. The text is untrusted, so it is parsed in one pass
 * and without regular expressions.
 */
final class AuditLine {

	/** The kernel's limit is 8970 ({@code linux/audit.h}); names may be appended. */
	private static final int MAX_LENGTH = 32 * 1024;

	private static final int QUOTED_LENGTH = 60;

	/** The separator that the audit daemon writes before the names that it adds. */
	private static final char ENRICHED = '\u001d';

	private static final String STAMP = "audit(";

	private static final String MESSAGE = "msg=";

	/** The notations of the type, 1326, before the record. */
	private static final List<String> TYPES = List.of("type=SECCOMP", "type=1326");

	/** The journal's notation of the type, instead of the stamp. */
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
			throw malformed("It has " + this.line.length() + " characters, more than " + MAX_LENGTH);
		}
		if (this.line.indexOf('\n') != -1 || this.line.indexOf('\r') != -1) {
			throw malformed("The text has more than one line");
		}
		int enriched = this.line.indexOf(ENRICHED);
		int end = (enriched != -1) ? enriched : this.line.length();
		readFields(readType(end), end);
		if (enriched != -1) {
			readFields(enriched + 1, this.line.length());
		}
	}

	/**
	 * Read the type and stamp before the fields.
	 * @return the index of the first field
	 */
	private int readType(int end) {
		int stamp = this.line.indexOf(STAMP);
		if (stamp == -1 || stamp > end) {
			int type = this.line.indexOf(JOURNAL_TYPE);
			if (type == -1 || type > end) {
				throw malformed("It contains neither 'type=1326 audit(' nor 'SECCOMP'");
			}
			return type + JOURNAL_TYPE.length();
		}
		String type = this.line.substring(0, stamp).strip();
		if (type.endsWith(MESSAGE)) {
			type = type.substring(0, type.length() - MESSAGE.length()).strip();
		}
		// A netlink listener gets records without their type
		if (!type.isEmpty() && TYPES.stream().noneMatch(type::endsWith)) {
			throw malformed("Its type is not SECCOMP");
		}
		int close = this.line.indexOf("):", stamp);
		if (close == -1) {
			throw malformed("It ends before its serial number");
		}
		readStamp(this.line.substring(stamp + STAMP.length(), close));
		return close + 2;
	}

	/** Reads a stamp such as {@code 1710000000.123:456}. */
	private void readStamp(String stamp) {
		int dot = stamp.indexOf('.');
		int colon = stamp.indexOf(':', dot);
		if (dot == -1 || colon == -1) {
			throw malformed("Its time is '" + quote(stamp) + "', expected 'seconds.milliseconds:serial'");
		}
		long seconds = parse("time", stamp.substring(0, dot), 10, MAX_SECONDS);
		long millis = parse("time", stamp.substring(dot + 1, colon), 10, 999);
		this.time = Instant.ofEpochSecond(seconds).plusMillis(millis);
		this.serial = parse("serial number", stamp.substring(colon + 1), 10, Long.MAX_VALUE);
	}

	/**
	 * Read the fields. A value extends to the next key, as in AppArmor's
	 * {@code subj=docker-default (enforce)}.
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

	/** Removes and returns the number of a required field. */
	long decimal(String key, long max) {
		return parse(key, take(key), 10, max);
	}

	/** Removes and returns a 32-bit number that may be negative. */
	int signed(String key) {
		String value = take(key);
		return (value.startsWith("-")) ? (int) -parse(key, value.substring(1), 10, 1L << 31)
				: (int) parse(key, value, 10, 0xffffffffL);
	}

	/** Removes and returns a number in hexadecimal with a prefix. */
	long hex(String key, String prefix, int digits) {
		String value = take(key);
		if (!value.startsWith(prefix)) {
			throw malformed("Its field " + key + " is '" + quote(value) + "', which does not start with " + prefix);
		}
		return parse(key, value.substring(prefix.length()), 16, -1L >>> (Long.SIZE - digits * 4));
	}

	/**
	 * Remove and return the action. The kernel writes it without its data, except for an
	 * error number. Other actions with data are truncated numbers.
	 */
	int code() {
		int code = (int) hex("code", "0x", 8);
		if ((code & RET_DATA) != 0 && (code & ~RET_DATA) != RET_ERRNO) {
			throw malformed("Its field code is '0x" + Integer.toHexString(code)
					+ "', which is not an action. The line may be truncated");
		}
		return code;
	}

	/** Removes and returns a string chosen by the process, quoted or in hexadecimal. */
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
			throw malformed("Its field " + key + " is '" + quote(value) + "', which is neither quoted nor hexadecimal");
		}
	}

	boolean has(String key) {
		return this.fields.containsKey(key);
	}

	/** Removes and returns a string chosen by the kernel. */
	@Nullable String trusted(String key) {
		String value = take(key);
		return (value.equals("?")) ? null : printable(value);
	}

	/** Returns the remaining fields. */
	Map<String, String> others() {
		Map<String, String> others = new LinkedHashMap<>();
		this.fields.forEach((key, value) -> others.put(printable(key), printable(unquote(value))));
		return Collections.unmodifiableMap(others);
	}

	private String take(String key) {
		String value = this.fields.remove(key);
		if (value == null) {
			throw malformed("Its field " + key + " is missing. The line may be truncated");
		}
		return value;
	}

	private long parse(String name, String digits, int radix, long max) {
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
			// Too large, like a value above the maximum
		}
		throw malformed("Its " + name + " is '" + quote(digits) + "', which is not a valid number");
	}

	private static String decode(String hex) {
		return printable(new String(HEX.parseHex(hex), StandardCharsets.UTF_8));
	}

	private static String unquote(String value) {
		return (value.length() > 1 && value.startsWith("\"") && value.endsWith("\""))
				? value.substring(1, value.length() - 1) : value;
	}

	/**
	 * Escape characters that could forge or hide a line of a log.
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

	private IllegalArgumentException malformed(String reason) {
		return new IllegalArgumentException("Not a SECCOMP audit record: '" + quote(this.line) + "'. " + reason
				+ ". Use one line of type SECCOMP (1326) from audit.log, dmesg or the journal: type=1326"
				+ " audit(...): auid=... code=...");
	}

}
