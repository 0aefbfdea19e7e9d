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

package dev.seccomp.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A value of an OCI profile and where it stands.
 *
 * @param location the location of the profile
 * @param pointer where the value stands in it, a JSON pointer (RFC 6901)
 * @param value the value, as a JSON parser returns it
 */
record OciValue(String location, String pointer, @Nullable Object value) {

	private static final String PROPERTY = "profile";

	/** How much of a text is shown: it may be a whole file that is no profile. */
	private static final int LONGEST = 60;

	/**
	 * Return the members of this object.
	 * @param keys the keys that it can have
	 * @return the members, without those that are null
	 */
	Map<String, OciValue> members(Collection<String> keys) {
		if (!(this.value instanceof Map<?, ?> map)) {
			throw wrongType("an object");
		}
		Map<String, OciValue> members = new LinkedHashMap<>();
		map.forEach((key, member) -> {
			String name = String.valueOf(key);
			OciValue child = child(name, member);
			if (!keys.contains(name)) {
				throw child.invalid("has a key that no OCI profile has",
						NearestNames.suggestion(name, keys) + " Correct or remove it.");
			}
			if (member != null) {
				members.put(name, child);
			}
		});
		return members;
	}

	List<OciValue> elements() {
		if (!(this.value instanceof List<?> list)) {
			throw wrongType("an array");
		}
		List<OciValue> elements = new ArrayList<>();
		for (Object element : list) {
			elements.add(child(String.valueOf(elements.size()), element));
		}
		return elements;
	}

	String string() {
		if (!(this.value instanceof String string)) {
			throw wrongType("a string");
		}
		return string;
	}

	/**
	 * Return this number.
	 * @param max the greatest that it can be, unsigned
	 * @return the number
	 */
	long number(long max) {
		if (!(this.value instanceof Number number)) {
			throw wrongType("a number");
		}
		BigInteger limit = new BigInteger(Long.toUnsignedString(max));
		BigInteger integer = integer(number)
			.filter((candidate) -> candidate.signum() >= 0 && candidate.compareTo(limit) <= 0)
			.orElseThrow(() -> invalid("is " + number + ", not a whole number from 0 to " + limit,
					"Give a number from 0 to " + limit + "."));
		return integer.longValue();
	}

	/**
	 * Return what this string names.
	 * @param kind what it is to name, such as {@code action}
	 * @param names what it can name
	 * @param <T> the type of what is named
	 * @return what it names
	 */
	<T> T named(String kind, Map<String, T> names) {
		T named = names.get(string());
		if (named == null) {
			String suggestion = NearestNames.suggestion(string(), names.keySet());
			throw invalid("is \"" + this.value + "\", and there is no " + kind + " of this name",
					(suggestion.isEmpty()) ? "Correct the name." : suggestion);
		}
		return named;
	}

	/**
	 * Return the exception that tells what is wrong with this value.
	 * @param reason what is wrong, with this value as the subject
	 * @param remedy what to do
	 * @return the exception to throw
	 */
	PolicyException invalid(String reason, String remedy) {
		String subject = (this.pointer.isEmpty()) ? "The profile" : this.pointer + " of the profile";
		return new PolicyException(PROPERTY, this.location, subject + " " + reason + ".", remedy);
	}

	private PolicyException wrongType(String wanted) {
		return invalid("is " + type() + ", not " + wanted, (this.pointer.isEmpty())
				? "Give a seccomp profile in the form of the OCI runtime specification, as Docker and Kubernetes take it."
				: "Make it " + wanted + ".");
	}

	private String type() {
		if (this.value == null) {
			return (this.pointer.isEmpty()) ? "empty" : "null";
		}
		if (this.value instanceof Map) {
			return "an object";
		}
		if (this.value instanceof List) {
			return "an array";
		}
		if (this.value instanceof String text) {
			return "the string \"" + ((text.length() > LONGEST) ? text.substring(0, LONGEST) + "..." : text) + "\"";
		}
		return String.valueOf(this.value);
	}

	private OciValue child(String key, @Nullable Object child) {
		return new OciValue(this.location, this.pointer + "/" + key.replace("~", "~0").replace("/", "~1"), child);
	}

	private static Optional<BigInteger> integer(Number number) {
		if (number instanceof BigInteger integer) {
			return Optional.of(integer);
		}
		return (number instanceof Integer || number instanceof Long)
				? Optional.of(BigInteger.valueOf(number.longValue())) : Optional.empty();
	}

}
