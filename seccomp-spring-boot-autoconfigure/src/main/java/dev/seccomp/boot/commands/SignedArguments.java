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

package dev.seccomp.boot.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites the rules of an OCI profile without numbers above the range of {@code long},
 * which a {@code SeccompProfile} cannot contain. The rules then ignore the highest bit of
 * the arguments. The kernel ignores it too in arguments of the type {@code int}.
 */
final class SignedArguments {

	private static final String ARGUMENTS = "args";

	private static final String OPERATOR = "op";

	private static final String VALUE = "value";

	private static final String MASKED_VALUE = "valueTwo";

	private static final String EQUAL = "SCMP_CMP_EQ";

	private static final String MASKED_EQUAL = "SCMP_CMP_MASKED_EQ";

	private SignedArguments() {
	}

	static List<?> of(List<Map<?, ?>> rules) {
		if (rules.stream().flatMap((rule) -> arguments(rule).stream()).noneMatch(SignedArguments::isUnsigned)) {
			return rules;
		}
		List<Map<?, ?>> result = new ArrayList<>();
		for (Map<?, ?> rule : rules) {
			List<Map<?, ?>> arguments = new ArrayList<>();
			for (Map<?, ?> argument : arguments(rule)) {
				Map<?, ?> signed = signed(argument);
				if (signed != null) {
					arguments.add(signed);
				}
			}
			// Without the highest bit, another rule decides
			if (arguments.size() == arguments(rule).size()) {
				Map<Object, Object> rewritten = new LinkedHashMap<>(rule);
				rewritten.computeIfPresent(ARGUMENTS, (key, value) -> arguments);
				result.add(rewritten);
			}
		}
		return result;
	}

	private static List<Map<?, ?>> arguments(Map<?, ?> rule) {
		Object arguments = rule.get(ARGUMENTS);
		return (arguments == null) ? List.of()
				: ((List<?>) arguments).stream().<Map<?, ?>>map((argument) -> (Map<?, ?>) argument).toList();
	}

	private static boolean isUnsigned(Map<?, ?> argument) {
		return number(argument, VALUE) < 0 || number(argument, MASKED_VALUE) < 0;
	}

	private static long number(Map<?, ?> argument, String name) {
		Object number = argument.get(name);
		return (number != null) ? ((Number) number).longValue() : 0;
	}

	/** Returns the condition without the highest bit, or null if it requires that bit. */
	private static @Nullable Map<?, ?> signed(Map<?, ?> argument) {
		Object operator = Objects.requireNonNull(argument.get(OPERATOR));
		boolean masked = operator.equals(MASKED_EQUAL);
		if (!masked && !operator.equals(EQUAL)) {
			if (isUnsigned(argument)) {
				throw new CommandException("A SeccompProfile cannot contain the value " + argument.get(VALUE)
						+ " of a rule. Export the policy as an OCI profile.");
			}
			return argument;
		}
		long mask = (masked) ? number(argument, VALUE) : -1;
		long value = number(argument, (masked) ? MASKED_VALUE : VALUE);
		if (value < 0) {
			return null;
		}
		Map<Object, Object> signed = new LinkedHashMap<>(argument);
		signed.put(OPERATOR, MASKED_EQUAL);
		signed.put(VALUE, mask & Long.MAX_VALUE);
		signed.put(MASKED_VALUE, value);
		return signed;
	}

}
