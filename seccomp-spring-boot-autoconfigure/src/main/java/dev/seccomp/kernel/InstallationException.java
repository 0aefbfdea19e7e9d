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

package dev.seccomp.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a filter cannot be installed or is not in force.
 */
public class InstallationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Create a new exception.
	 * @param reason the failure and its reason
	 * @param remedy the action that resolves the failure
	 * @param cause the cause, or {@code null}
	 */
	public InstallationException(String reason, String remedy, @Nullable Throwable cause) {
		super(reason, cause);
		this.remedy = remedy;
	}

	InstallationException(String reason, String remedy) {
		this(reason, remedy, null);
	}

	/**
	 * Return the action that resolves the failure.
	 * @return the remedy
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
