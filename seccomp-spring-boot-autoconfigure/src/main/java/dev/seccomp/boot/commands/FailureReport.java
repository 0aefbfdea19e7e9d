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

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.policy.PolicyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Describes the failure of a command. An invalid policy has the report that Spring Boot
 * prints if the start fails.
 */
final class FailureReport {

	private FailureReport() {
	}

	static String of(Throwable failure) {
		if (failure instanceof CommandException) {
			return String.valueOf(failure.getMessage());
		}
		if (failure instanceof PolicyException problem) {
			return problem.getValue() + ": " + problem.getReason() + " " + problem.getRemedy();
		}
		FailureAnalysis analysis = analyze(failure);
		if (analysis != null) {
			String action = analysis.getAction();
			return analysis.getDescription().strip() + ((action != null) ? "\n\nAction:\n\n" + action.strip() : "");
		}
		return (failure instanceof SeccompStartException) ? String.valueOf(failure.getMessage())
				: "The command failed: " + failure;
	}

	private static @Nullable FailureAnalysis analyze(Throwable failure) {
		for (FailureAnalyzer analyzer : SpringFactoriesLoader
			.forDefaultResourceLocation(FailureReport.class.getClassLoader())
			.load(FailureAnalyzer.class, (type, name, ex) -> {
			})) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

}
