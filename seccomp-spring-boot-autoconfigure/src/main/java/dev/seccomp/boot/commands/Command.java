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
import java.util.Set;

/**
 * A command.
 */
interface Command {

	/**
	 * Return the name of this command.
	 * @return the name
	 */
	String name();

	/**
	 * Return a description of this command.
	 * @return a sentence
	 */
	String summary();

	/**
	 * Return a description of the arguments.
	 * @return lines, the first of which lists all arguments
	 */
	String usage();

	/**
	 * Return the names of the options.
	 * @return the names, without dashes
	 */
	Set<String> options();

	/**
	 * Return the maximum number of arguments that are not options.
	 * @return the number
	 */
	int maxValues();

	/**
	 * Run this command.
	 * @param arguments the arguments
	 * @param out the output
	 * @param err the output for notes
	 * @return the exit code
	 */
	int run(CommandLine arguments, PrintStream out, PrintStream err);

}
