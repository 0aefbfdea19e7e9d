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

/**
 * The limits of a policy and of its messages. They are far above the needs of any policy,
 * and keep the time bounded in which one is checked.
 */
public final class PolicyLimits {

	/**
	 * The maximum number of calls that all rules of a policy name together, groups and
	 * presets included. An architecture has less than 500 calls.
	 */
	public static final int CALLS = 10_000;

	/**
	 * The maximum number of conditions for one call, including those of rules without
	 * effect. A filter has at most 1024 of the others.
	 */
	public static final int CONDITIONS = 2048;

	/**
	 * The maximum length of a name for which similar names are searched.
	 */
	static final int NAME = 64;

	private static final int TEXT = 300;

	/** The length of the addition, so that an excerpt is not shortened again. */
	private static final int SUFFIX = 30;

	private PolicyLimits() {
	}

	/**
	 * Return a text for a message, without the end of a long one.
	 * @param text the text
	 * @return the text, or its first {@value #TEXT} characters and its length
	 */
	public static String excerpt(String text) {
		return (text.length() <= TEXT + SUFFIX) ? text
				: text.substring(0, TEXT) + "... (" + text.length() + " characters)";
	}

	static PolicyException tooManyCalls(String property) {
		return new PolicyException(property, null,
				"The rules of the policy name more than " + CALLS + " system calls in total.",
				"Name each call once in a rule, and remove repeated names, groups, presets and rules.");
	}

	static PolicyException tooManyConditions(String property, String call) {
		return new PolicyException(property, call,
				"The rules for the call have more than " + CONDITIONS + " conditions on its arguments in total.",
				"Use fewer conditions. 'ge', 'le' and 'masked-eq' cover several values at once.");
	}

}
