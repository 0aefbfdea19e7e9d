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

package dev.seccomp.violation;

import java.time.Duration;

import dev.seccomp.kernel.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes test calls to a supervisor that may not respond. A thread of its own makes them,
 * one at a time, and each wait is limited.
 */
final class Probe {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private @Nullable AssistantThread thread;

	/**
	 * Wake the supervisor.
	 * @param listener the listener
	 * @return the outcome
	 */
	synchronized Outcome wake(NotificationListener listener) {
		if (this.thread == null) {
			this.thread = AssistantThread.start("seccomp-probe", TIMEOUT);
		}
		Boolean responded = this.thread.call(listener::wake);
		return (responded == null) ? Outcome.TIMEOUT : (responded) ? Outcome.RESPONSE : Outcome.CLOSED;
	}

	/**
	 * The outcome of a test call.
	 */
	enum Outcome {

		/** The supervisor responded. */
		RESPONSE,

		/** The supervisor did not respond to this call or to an earlier one. */
		TIMEOUT,

		/** The listener was closed. */
		CLOSED

	}

}
