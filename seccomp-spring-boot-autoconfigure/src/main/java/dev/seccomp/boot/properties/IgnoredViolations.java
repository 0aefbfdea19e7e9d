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

package dev.seccomp.boot.properties;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.seccomp.policy.NearestNames;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.SyscallTable;
import dev.seccomp.violation.Violation;

/**
 * The violations that known callers make without harm.
 */
public final class IgnoredViolations {

	/**
	 * No violations.
	 */
	public static final IgnoredViolations NONE = new IgnoredViolations(List.of());

	private static final String BASE_MODULE = "java.base";

	private static final String JNA = "com.sun.jna.";

	private static final Pattern PACKAGE = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
			+ "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

	private final List<SeccompProperties.Ignore> rules;

	private IgnoredViolations(List<SeccompProperties.Ignore> rules) {
		this.rules = rules;
	}

	/**
	 * Create the violations that properties specify.
	 * @param properties the properties
	 * @return the violations
	 * @throws PolicyException if a rule is incomplete or has an invalid name
	 */
	public static IgnoredViolations of(SeccompProperties.Violations properties) {
		for (int i = 0; i < properties.ignore().size(); i++) {
			check("violations.ignore[" + i + "]", properties.ignore().get(i));
		}
		return new IgnoredViolations(properties.ignore());
	}

	private static void check(String property, SeccompProperties.Ignore rule) {
		if (rule.packages().isEmpty()) {
			throw new PolicyException(property + ".packages", null, "The rule has no packages.",
					"Set the packages of the callers, or remove the rule.");
		}
		if (rule.syscalls().isEmpty()) {
			throw new PolicyException(property + ".syscalls", null, "The rule has no system calls.",
					"Set the names of the calls, or remove the rule.");
		}
		for (int i = 0; i < rule.packages().size(); i++) {
			checkPackage(property + ".packages[" + i + "]", rule.packages().get(i));
		}
		for (int i = 0; i < rule.syscalls().size(); i++) {
			checkSyscall(property + ".syscalls[" + i + "]", rule.syscalls().get(i));
		}
	}

	private static void checkPackage(String property, String name) {
		if (!PACKAGE.matcher(name).matches()) {
			throw new PolicyException(property, name, "This is not the name of a package.",
					"Set the name without wildcards, such as org.example. Subpackages are included.");
		}
		if ((name + ".").startsWith(JNA)) {
			throw new PolicyException(property, name, "JNA makes calls for other code and is never the caller.",
					"Set the package of the code that uses JNA.");
		}
	}

	private static void checkSyscall(String property, String name) {
		if (SyscallTable.isKnown(name)) {
			return;
		}
		Set<String> names = new TreeSet<>();
		for (Architecture architecture : Architecture.values()) {
			names.addAll(architecture.syscalls().names());
		}
		String suggestion = NearestNames.suggestion(name, names);
		throw new PolicyException(property, name, "There is no system call of this name.", (suggestion.isEmpty())
				? "Correct the name or remove it. The manual page syscalls(2) lists the names." : suggestion);
	}

	/**
	 * Return whether a violation is one of these. Without a stack trace it is not, since
	 * the caller is unknown.
	 * @param violation the violation
	 * @return whether a rule matches its caller and its call
	 */
	public boolean contains(Violation violation) {
		if (this.rules.isEmpty()) {
			return false;
		}
		Optional<String> caller = violation.caller()
			.stackTrace()
			.stream()
			.filter((frame) -> !BASE_MODULE.equals(frame.getModuleName()) && !frame.getClassName().startsWith(JNA))
			.map(StackTraceElement::getClassName)
			.findFirst();
		return caller.isPresent() && this.rules.stream()
			.anyMatch((rule) -> rule.syscalls().contains(violation.syscall())
					&& rule.packages().stream().anyMatch((name) -> caller.get().startsWith(name + ".")));
	}

}
