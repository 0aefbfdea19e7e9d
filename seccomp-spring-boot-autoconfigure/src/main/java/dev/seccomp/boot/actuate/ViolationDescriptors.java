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

import dev.seccomp.violation.Caller;
import dev.seccomp.violation.Violation;
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
		return new ViolationDescriptor(violation.time(), violation.syscall(), violation.number(), violation.outcome(),
				violation.errno(), violation.caller().thread(), violation.caller().process(), arguments,
				violation.caller().stackTrace().stream().map(StackTraceElement::toString).toList());
	}

	private Object sanitize(Object value) {
		if (!(value instanceof List<?> words)) {
			return value;
		}
		return words.stream().map(String::valueOf).map(this::sanitize).toList();
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

	/**
	 * Description of a denied call.
	 *
	 * @param time the time of the call
	 * @param syscall the name of the call
	 * @param number the number of the call
	 * @param action the action, or {@code log} if the policy is not enforced
	 * @param errno the error that the policy gives, or {@code null} if it gives none
	 * @param thread the calling thread
	 * @param process the calling process
	 * @param arguments the arguments by name
	 * @param stackTrace the stack trace of the caller, the innermost frame first
	 * @since 0.1.0
	 */
	public record ViolationDescriptor(Instant time, String syscall, int number, String action, @Nullable String errno,
			Caller.CallingThread thread, Caller.CallingProcess process, Map<String, Object> arguments,
			List<String> stackTrace) {

	}

}
