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

package dev.seccomp.filter;

import java.util.Locale;

/**
 * Whether a filter enforces its policy.
 *
 * @since 0.1.0
 */
public enum FilterMode {

	/**
	 * Deny each call that the policy denies.
	 */
	ENFORCE,

	/**
	 * Deny no call. Report each call that the policy would deny.
	 */
	LOG,

	/**
	 * Deny no call, ignore the policy, and write a policy that allows the recorded calls.
	 */
	LEARN;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
