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
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.ViolationListener;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts an application under its filters for a test, before its context is refreshed. By
 * then the environment has the properties of the test.
 */
public final class TestStart {

	private TestStart() {
	}

	/**
	 * Start an application.
	 * @param application the application
	 * @param context its context, whose environment is complete
	 * @param listener the listener for all violations in this JVM
	 * @return the supervisor, or {@code null} if the application may run without a
	 * filter: on a platform without seccomp, and for ahead-of-time processing
	 * @throws SeccompStartException if violations would not be reported
	 */
	public static @Nullable Supervisor start(SpringApplication application, ConfigurableApplicationContext context,
			ViolationListener listener) {
		if (StartCheck.isAheadOfTimeProcessing()) {
			return null;
		}
		SeccompApplication started = SeccompStartup.startInTest(application, context.getEnvironment());
		started.register(context);
		SeccompState state = started.state();
		if (state.mode() == SeccompState.Mode.UNSUPPORTED) {
			new StartupReport(state).log();
			return null;
		}
		Supervisor supervisor = state.supervisor();
		String reason = (state.reason() != null) ? state.reason() : state.unsupervisedReason();
		if (supervisor == null || reason != null) {
			throw new SeccompStartException(
					"The test would find no violations:\n\n    "
							+ ((reason != null) ? reason : "seccomp.violations.report is false") + ".",
					"Change these settings for the test, or remove its annotation.", null);
		}
		supervisor.traceAll();
		supervisor.violations().addListener(listener);
		new StartupReport(state).log();
		started.publishViolations(false);
		return supervisor;
	}

}
