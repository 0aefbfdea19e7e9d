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

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.seccomp.policy.NearestNames;

import org.springframework.boot.logging.LoggingSystem;

/**
 * The commands for policies. Exit codes: 0 for success, 1 for a difference, 2 for an
 * error.
 */
public final class SeccompCommands {

	static final int SUCCESS = 0;

	static final int DIFFERENCE = 1;

	static final int ERROR = 2;

	private static final String HELP = "help";

	private static final Map<String, Command> COMMANDS = List
		.<Command>of(new DiffCommand(), new ExplainCommand(), new ExportCommand(), new ExposureCommand())
		.stream()
		.collect(Collectors.toMap(Command::name, Function.identity(), (first, second) -> first, TreeMap::new));

	private final PrintStream out;

	private final PrintStream err;

	SeccompCommands(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/**
	 * Run a command and end this process with its exit code.
	 * @param args the name of the command and its arguments
	 */
	public static void main(String[] args) {
		// Logback would write debug messages of Spring Boot to the output
		LoggingSystem.get(SeccompCommands.class.getClassLoader()).beforeInitialize();
		int exitCode = new SeccompCommands(System.out, System.err).run(List.of(args));
		System.out.flush();
		System.exit(exitCode);
	}

	int run(List<String> args) {
		if (args.isEmpty()) {
			this.err.print(help());
			return ERROR;
		}
		try {
			return run(args.get(0), args.subList(1, args.size()));
		}
		catch (UsageException ex) {
			this.err.println(ex.getMessage());
			Command command = ex.getCommand();
			this.err.print("\n" + ((command != null) ? usage(command) : help()));
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			// The launcher would end with the exit code of a difference
			this.err.println(FailureReport.of(ex));
		}
		return ERROR;
	}

	private int run(String name, List<String> args) {
		boolean isHelp = name.equals(HELP) || name.equals("--help") || name.equals("-h");
		if (isHelp && args.isEmpty()) {
			this.out.print(help());
			return SUCCESS;
		}
		Command command = command((isHelp) ? args.get(0) : name);
		if (isHelp || args.contains("--help")) {
			this.out.print(usage(command));
			return SUCCESS;
		}
		return command.run(CommandLine.parse(command, args), this.out, this.err);
	}

	private static Command command(String name) {
		Command command = COMMANDS.get(name);
		if (command == null) {
			throw new UsageException(null,
					("There is no command '" + name + "'. " + NearestNames.suggestion(name, COMMANDS.keySet()))
						.strip());
		}
		return command;
	}

	private static String help() {
		StringBuilder text = new StringBuilder("""
				Shows, compares and exports seccomp policies without running the application.

				Usage:
				  java -Djarmode=seccomp -jar app.jar COMMAND [ARGUMENTS]
				  java -cp CLASSPATH dev.seccomp.boot.commands.SeccompCommands COMMAND [ARGUMENTS]

				Commands:
				""");
		COMMANDS.values().forEach((command) -> text.append("  %-10s%s%n".formatted(command.name(), command.summary())));
		return text.append("""
				  help      Shows the arguments of a command.

				POLICY is one of:
				  a preset            no-exec, hardened or web-service
				  FILE.yml            a file with a 'seccomp' block: a learned or sealed policy, or application.yml
				  FILE.properties     a file with seccomp.* properties
				  FILE.json           an OCI profile, as Docker and Kubernetes use it
				Without it, the command uses the policy that the application on the class path has.
				Its configuration can be set with --spring.* and --seccomp.* arguments.

				Exit codes: 0 success, 1 difference, 2 error.
				""").toString();
	}

	private static String usage(Command command) {
		return command.summary() + "\n\nUsage: " + command.name() + " " + command.usage();
	}

}
