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

import org.jspecify.annotations.Nullable;

/**
 * Exception for a policy that is invalid, ambiguous or harmful.
 */
public class PolicyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final @Nullable String value;

	private final String reason;

	private final String remedy;

	/**
	 * Create a new exception.
	 * @param property the invalid property, relative to the policy, such as
	 * {@code syscalls[0].names[1]}
	 * @param value the value of the property, or {@code null} if it has none
	 * @param reason the reason, as a sentence
	 * @param remedy the recommended action, as a sentence
	 */
	public PolicyException(String property, @Nullable String value, String reason, String remedy) {
		super(property + ((value != null) ? " '" + PolicyLimits.excerpt(value) + "'" : "") + ": " + reason);
		this.property = property;
		this.value = (value != null) ? PolicyLimits.excerpt(value) : null;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Return this exception for a policy in another block of properties.
	 * @param prefix the prefix of the block, such as {@code ready.}
	 * @return the exception
	 */
	public PolicyException within(String prefix) {
		return new PolicyException(prefix + this.property, this.value, this.reason, this.remedy);
	}

	/**
	 * Return the invalid property.
	 * @return the property, relative to the policy
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * Return the value of the invalid property.
	 * @return the value, or {@code null} if the property has none
	 */
	public @Nullable String getValue() {
		return this.value;
	}

	/**
	 * Return the reason.
	 * @return the reason, a sentence
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return the recommended action.
	 * @return the remedy, a sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
