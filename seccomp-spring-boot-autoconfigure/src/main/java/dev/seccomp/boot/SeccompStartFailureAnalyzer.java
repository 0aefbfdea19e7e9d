package dev.seccomp.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a {@link SeccompStartException}, unless Boot has a report for its cause.
 */
class SeccompStartFailureAnalyzer extends AbstractFailureAnalyzer<SeccompStartException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SeccompStartException cause) {
		String action = cause.getAction();
		return (action != null) ? new FailureAnalysis(String.valueOf(cause.getMessage()), action, rootFailure) : null;
	}

}
