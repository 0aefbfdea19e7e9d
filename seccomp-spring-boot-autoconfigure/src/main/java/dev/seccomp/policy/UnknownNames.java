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

import java.util.Collection;

import dev.seccomp.syscall.SyscallTable;

/**
 * Reports unknown names of system calls, groups and presets, with the nearest valid ones.
 */
final class UnknownNames {

	private final String prefix;

	/**
	 * Create a new instance.
	 * @param prefix the prefix of the policy's properties, such as {@code seccomp.ready.}
	 */
	UnknownNames(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Report an unknown name.
	 * @param property the property of the name
	 * @param name the name
	 * @param kind the kind of thing that it should name
	 * @param candidates the valid names
	 * @return the exception to throw
	 */
	PolicyException unknown(String property, String name, String kind, Collection<String> candidates) {
		if (name.isBlank()) {
			return new PolicyException(property, name, "The name of the " + kind + " is empty.",
					"Set a name or remove the entry.");
		}
		return new PolicyException(property, name, "There is no " + kind + " of this name.", remedy(name, candidates));
	}

	private String remedy(String name, Collection<String> candidates) {
		if (SyscallTable.isKnown(name)) {
			return "It is a system call: move it to '" + this.prefix + "syscalls[].names'.";
		}
		if (Catalog.get().groups().contains(name)) {
			return "It is a group: move it to '" + this.prefix + "syscalls[].groups'.";
		}
		if (Catalog.get().presets().contains(name)) {
			return "It is a preset: move it to '" + this.prefix + "presets'.";
		}
		if (name.contains(" ")) {
			return "Use a list, or separate the names with commas.";
		}
		String suggestion = NearestNames.suggestion(name, candidates);
		return (suggestion.isEmpty()) ? "Correct the name or remove it. The manual page syscalls(2) lists the names."
				: suggestion;
	}

}
