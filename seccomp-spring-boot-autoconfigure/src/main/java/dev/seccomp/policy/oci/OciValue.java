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

package dev.seccomp.policy.oci;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.seccomp.policy.NearestNames;
import dev.seccomp.policy.PolicyException;
import org.jspecify.annotations.Nullable;

/**
 * A value of an OCI profile with its position.
 *
 * @param location the location of the profile
 * @param pointer the position of the value, as a JSON pointer (RFC 6901)
 * @param value the value, as a JSON parser returns it
 */
record OciValue(String location, String pointer, @Nullable Object value) {

	private static final String PROPERTY = "profile";

	/** The maximum length of a quoted text, which may be a whole file. */
	private static final int MAX_LENGTH = 60;

	/**
	 * Return the members of this object.
	 * @param keys the valid keys
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
				throw child.invalid("is not a known key of OCI profiles",
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
	 * @param max the maximum, unsigned
	 * @return the number
	 */
	long number(long max) {
		if (!(this.value instanceof Number number)) {
			throw wrongType("a number");
		}
		BigInteger limit = new BigInteger(Long.toUnsignedString(max));
		BigInteger integer = integer(number)
			.filter((candidate) -> candidate.signum() >= 0 && candidate.compareTo(limit) <= 0)
			.orElseThrow(() -> invalid(
					"is " + excerpt(number.toString()) + ", which is not a whole number from 0 to " + limit,
					"Use a number from 0 to " + limit + "."));
		return integer.longValue();
	}

	/**
	 * Return the object that this string identifies.
	 * @param kind the kind of object, such as {@code action}
	 * @param names the objects by name
	 * @param <T> the type of the objects
	 * @return the object
	 */
	<T> T named(String kind, Map<String, T> names) {
		T named = names.get(string());
		if (named == null) {
			String suggestion = NearestNames.suggestion(string(), names.keySet());
			throw invalid("is \"" + excerpt(string()) + "\", which is not a known " + kind,
					(suggestion.isEmpty()) ? "Correct the name." : suggestion);
		}
		return named;
	}

	/**
	 * Return an exception for an invalid value.
	 * @param reason the reason, with this value as the grammatical subject
	 * @param remedy the recommended action
	 * @return the exception to throw
	 */
	PolicyException invalid(String reason, String remedy) {
		String subject = (this.pointer.isEmpty()) ? "The profile" : excerpt(this.pointer) + " of the profile";
		return new PolicyException(PROPERTY, this.location, subject + " " + reason + ".", remedy);
	}

	private PolicyException wrongType(String expected) {
		return invalid("is " + type() + " instead of " + expected, (this.pointer.isEmpty())
				? "Use a seccomp profile in the OCI runtime specification's format, as Docker and Kubernetes do."
				: "Change it to " + expected + ".");
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
			return "the string \"" + excerpt(text) + "\"";
		}
		return excerpt(String.valueOf(this.value));
	}

	private static String excerpt(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
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
