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

import dev.seccomp.policy.PolicyException;

/**
 * Thrown when the policy of one stage is invalid.
 */
public class InvalidFilterException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Stage stage;

	private final PolicyException problem;

	InvalidFilterException(Stage stage, PolicyException problem) {
		super(stage + ": " + problem.getMessage(), problem);
		this.stage = stage;
		this.problem = problem;
	}

	/**
	 * Return the stage of the invalid policy.
	 * @return the stage
	 */
	public Stage getStage() {
		return this.stage;
	}

	/**
	 * Return the problem.
	 * @return the problem, with the property at fault
	 */
	public PolicyException getProblem() {
		return this.problem;
	}

}
