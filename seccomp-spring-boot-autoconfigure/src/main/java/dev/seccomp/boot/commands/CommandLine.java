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
import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;

/**
 * The arguments of a command.
 *
 * @param command the command
 * @param values the arguments that are not options
 * @param options the options
 * @param properties the arguments for the configuration of the application
 */
record CommandLine(Command command, List<String> values, Map<String, String> options, List<String> properties) {

	/** An option of each command. */
	private static final String ARCHITECTURE = "arch";

	static CommandLine parse(Command command, List<String> args) {
		List<String> values = new ArrayList<>();
		Map<String, String> options = new LinkedHashMap<>();
		List<String> properties = new ArrayList<>();
		for (String arg : args) {
			if (arg.startsWith("--spring.") || arg.startsWith("--seccomp.")) {
				properties.add(arg);
			}
			else if (arg.startsWith("-")) {
				String[] option = arg.replaceFirst("^--", "").split("=", 2);
				if (!command.options().contains(option[0]) && !option[0].equals(ARCHITECTURE)) {
					throw new UsageException(command, "There is no option '" + arg + "'.");
				}
				options.put(option[0], (option.length == 1) ? "" : option[1]);
			}
			else {
				values.add(arg);
			}
		}
		if (values.size() > command.maxValues()) {
			throw new UsageException(command, "Unexpected argument: " + values.get(command.maxValues()) + ".");
		}
		return new CommandLine(command, values, options, properties);
	}

	/**
	 * Return the value of an option that has one of some values.
	 * @param name the name of the option
	 * @param valid the valid values, the first of which is the default
	 * @return the value
	 */
	String choice(String name, List<String> valid) {
		String value = this.options.getOrDefault(name, valid.get(0));
		if (!valid.contains(value)) {
			throw new UsageException(this.command,
					"--" + name + " is '" + value + "'. Valid values: " + String.join(", ", valid) + ".");
		}
		return value;
	}

	/**
	 * Return the architecture, which is that of this JVM unless an option sets it.
	 * @return the architecture
	 */
	Architecture architecture() {
		String id = this.options.get(ARCHITECTURE);
		if (id == null) {
			return Architecture.of(System.getProperty("os.arch", "")).orElseThrow(() -> unknown("this machine"));
		}
		return Architecture.supported()
			.stream()
			.filter((architecture) -> architecture.id().equals(id))
			.findFirst()
			.orElseThrow(() -> unknown("'" + id + "'"));
	}

	private UsageException unknown(String architecture) {
		return new UsageException(this.command,
				"There is no system call table for " + architecture + ". Set --arch to one of "
						+ Architecture.supported().stream().map(Architecture::id).collect(Collectors.joining(", "))
						+ ".");
	}

	/**
	 * Return the reader of the policies.
	 * @param application whether the policy of the application is read, too
	 * @return the reader
	 */
	PolicyReader policies(boolean application) {
		if (!application && !this.properties.isEmpty()) {
			throw new UsageException(this.command,
					this.properties.get(0) + " applies to the policy of the application only.");
		}
		return new PolicyReader(architecture(), this.properties);
	}

}
