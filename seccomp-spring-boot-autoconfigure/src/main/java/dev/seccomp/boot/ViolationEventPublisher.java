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

import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes a {@link SeccompViolationEvent} for each violation while the application
 * context runs.
 */
public class ViolationEventPublisher implements SmartLifecycle, ViolationListener {

	private final @Nullable Violations violations;

	private final ApplicationEventPublisher publisher;

	private volatile boolean running;

	/**
	 * Create a new publisher.
	 * @param state the state of the application
	 * @param publisher the publisher of the application context
	 */
	public ViolationEventPublisher(SeccompState state, ApplicationEventPublisher publisher) {
		Supervisor supervisor = state.supervisor();
		this.violations = (supervisor != null) ? supervisor.violations() : null;
		this.publisher = publisher;
	}

	@Override
	public void onViolation(Violation violation) {
		this.publisher.publishEvent(new SeccompViolationEvent(this, violation));
	}

	@Override
	public void start() {
		this.running = true;
		if (this.violations != null) {
			this.violations.addListener(this);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.violations != null) {
			this.violations.awaitPublished();
			this.violations.removeListener(this);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Starts before the web server, so that no violation of a request is missed. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
