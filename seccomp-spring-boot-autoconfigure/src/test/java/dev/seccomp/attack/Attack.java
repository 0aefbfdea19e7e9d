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

package dev.seccomp.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A row of {@code attacks.txt}.
 *
 * @param name the name
 * @param method the method of the attack, such as {@code call}
 * @param subject the call or the code
 * @param arguments the arguments
 * @param outcomes the expected outcome by preset
 * @param limit the part of a documented sentence if no preset denies the attack,
 * {@code -} if it is no attack
 */
record Attack(String name, String method, String subject, List<String> arguments, Map<String, String> outcomes,
		String limit) {

	static final List<String> PRESETS = List.of("no-exec", "hardened", "web-service");

	/** The expected outcome of a call that a preset allows. */
	static final String ALLOWED = "=";

	private static final String LEGITIMATE = "-";

	/** The attack cannot be made on this JVM or machine. */
	static final String IMPOSSIBLE = "impossible";

	/** The outcome of an attack that created a file. */
	static final String RAN = "ran";

	/** The outcome of an attack that created a process. */
	static final String CREATED = "created";

	/** The outcome of a call without an error. */
	static final String DONE = "done";

	static Attack parse(String line) {
		String[] columns = line.split(" *\\| +", -1);
		String[] words = columns[1].split(" +");
		return new Attack(columns[0].strip(), words[0], words[1], Arrays.asList(words).subList(2, words.length), Map
			.of(PRESETS.get(0), columns[2], PRESETS.get(1), columns[3].strip(), PRESETS.get(2), columns[4].strip()),
				(columns.length > 5) ? columns[5].strip() : "");
	}

	/** Whether no preset denies the attack, which the documentation says. */
	boolean isDocumentedLimit() {
		return !this.limit.isEmpty() && !isLegitimate();
	}

	/** Whether this is a call that each preset has to allow. */
	boolean isLegitimate() {
		return this.limit.equals(LEGITIMATE);
	}

	boolean needsInt80() {
		return this.method.equals("int80") || this.subject.endsWith("-int80");
	}

	boolean isDeniedBy(String preset) {
		return !this.outcomes.get(preset).equals(ALLOWED);
	}

	/** Whether the outcome without a filter has to be this one. */
	boolean hasEffect() {
		return !this.method.equals("call") && !this.method.equals("raw")
				&& (!this.method.equals("int80") || this.subject.equals("fork"));
	}

	/**
	 * Return whether an outcome is the expected one.
	 * @param preset the preset
	 * @param control the outcome without a filter
	 * @param outcome the outcome under the preset
	 * @return whether it is the expected one
	 */
	boolean isExpected(String preset, String control, String outcome) {
		return (isDeniedBy(preset)) ? List.of(this.outcomes.get(preset).split("/")).contains(outcome)
				: control.equals(outcome);
	}

}
