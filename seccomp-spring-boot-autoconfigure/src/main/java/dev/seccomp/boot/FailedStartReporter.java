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

package dev.seccomp.boot;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Logs the denied calls before Spring Boot reports that a start failed. By then the
 * logging system prints, even if it was never initialized.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class FailedStartReporter implements SpringBootExceptionReporter {

	@Override
	public boolean reportException(Throwable failure) {
		if (SeccompProcess.current().supervisor() instanceof Supervisor supervisor) {
			FailedStartReport report = FailedStartReport.ofAll(supervisor);
			if (!isExplained(failure)) {
				report(report);
			}
		}
		// Spring Boot reports the failure itself
		return false;
	}

	private static boolean isExplained(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SeccompStartException own) {
				return own.hasAction();
			}
		}
		return false;
	}

	private static void report(FailedStartReport report) {
		String text = report.text();
		text = (text != null) ? text : report.hint();
		if (text == null) {
			return;
		}
		try {
			LogFactory.getLog("dev.seccomp").error(text);
		}
		catch (Throwable ex) {
			// The policy may keep the logging system from working
			System.err.println(text);
		}
	}

}
