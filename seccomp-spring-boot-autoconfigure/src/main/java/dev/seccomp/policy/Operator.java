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

import java.util.Locale;

/**
 * A comparison of a system call's argument with a value, unsigned 64 bits.
 *
 * @since 0.1.0
 */
public enum Operator {

	/**
	 * Equal.
	 */
	EQ,

	/**
	 * Not equal.
	 */
	NE,

	/**
	 * Less than.
	 */
	LT,

	/**
	 * Less than or equal.
	 */
	LE,

	/**
	 * Greater than.
	 */
	GT,

	/**
	 * Greater than or equal.
	 */
	GE,

	/**
	 * Equal in the masked bits.
	 */
	MASKED_EQ;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
