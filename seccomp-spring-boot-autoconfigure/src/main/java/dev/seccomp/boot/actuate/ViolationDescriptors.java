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

package dev.seccomp.boot.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.violation.ArgumentValue;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.Violation.Denial;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Describes denied calls without the secrets of command lines. An option such as
 * {@code --db.password=…} is sanitized like the property of this name.
 */
final class ViolationDescriptors {

	private final Sanitizer sanitizer;

	ViolationDescriptors(Iterable<SanitizingFunction> functions) {
		List<SanitizingFunction> all = new ArrayList<>();
		functions.forEach(all::add);
		all.add(SanitizingFunction.sanitizeValue().ifLikelySensitive());
		this.sanitizer = new Sanitizer(all);
	}

	ViolationDescriptor describe(Violation violation) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		violation.arguments().forEach((name, value) -> arguments.put(name, sanitize(value)));
		Denial denial = violation.denial();
		return new ViolationDescriptor(violation.time(), violation.syscall(), violation.number(), violation.outcome(),
				violation.errno(), (denial != null) ? denial.filter() : null, (denial != null) ? denial.rule() : null,
				violation.caller().thread(), violation.caller().process(), arguments,
				violation.caller().stackTrace().stream().map(StackTraceElement::toString).toList());
	}

	private Object sanitize(ArgumentValue value) {
		if (value instanceof ArgumentValue.TextList list) {
			return list.texts().stream().map(this::sanitize).toList();
		}
		return (value instanceof ArgumentValue.Number number) ? number.number() : value.toString();
	}

	private String sanitize(String word) {
		int equals = word.indexOf('=');
		if (equals == -1) {
			return word;
		}
		String key = word.substring(0, equals);
		Object value = this.sanitizer.sanitize(new SanitizableData(null, key, word.substring(equals + 1)), true);
		return key + "=" + value;
	}

}
