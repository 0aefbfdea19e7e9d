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

package dev.seccomp.boot.failure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ExitCodeGenerator;

/**
 * Thrown when an application cannot start under its filters. The process then ends with
 * the exit code {@value #EXIT_CODE}.
 */
public class SeccompStartException extends RuntimeException implements ExitCodeGenerator {

	/**
	 * The exit code of a configuration error ({@code EX_CONFIG} of {@code sysexits.h}).
	 */
	public static final int EXIT_CODE = 78;

	private static final long serialVersionUID = 1L;

	private final @Nullable String action;

	/**
	 * Create a new exception.
	 * @param description the description of the failure
	 * @param action the remedy
	 * @param cause the cause, or {@code null}
	 */
	public SeccompStartException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	/**
	 * Create a new exception for a cause that Spring Boot reports.
	 * @param cause the cause
	 */
	public SeccompStartException(Throwable cause) {
		super(cause.getMessage(), cause);
		this.action = null;
	}

	/**
	 * Return the remedy.
	 * @return the remedy, or {@code null} if the report of the cause has it
	 */
	@Nullable String getAction() {
		return this.action;
	}

	/**
	 * Return whether this exception explains the failure by itself. An unexpected cause
	 * may be the consequence of a denied call.
	 * @return whether it has a remedy
	 */
	public boolean hasAction() {
		return this.action != null;
	}

	@Override
	public int getExitCode() {
		return EXIT_CODE;
	}

}
