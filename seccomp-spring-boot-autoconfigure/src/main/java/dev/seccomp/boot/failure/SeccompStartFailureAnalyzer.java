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

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a {@link SeccompStartException}, unless Spring Boot has a report for its cause.
 */
class SeccompStartFailureAnalyzer extends AbstractFailureAnalyzer<SeccompStartException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SeccompStartException cause) {
		String action = cause.getAction();
		return (action != null) ? new FailureAnalysis(String.valueOf(cause.getMessage()), action, rootFailure) : null;
	}

}
