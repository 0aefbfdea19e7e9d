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

import dev.seccomp.violation.Violation;

import org.springframework.context.ApplicationEvent;

/**
 * Event published after this process made a system call that the policy denies. A flood
 * of calls yields fewer events than calls. A thread of its own publishes the event, after
 * the call has failed.
 *
 * @since 0.1.0
 */
public class SeccompViolationEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // as all of an event's source, it is not serialized
	private final Violation violation;

	/**
	 * Create a new event.
	 * @param source the publisher
	 * @param violation the denied call
	 */
	public SeccompViolationEvent(Object source, Violation violation) {
		super(source);
		this.violation = violation;
	}

	/**
	 * Return the denied call.
	 * @return the violation
	 */
	public Violation getViolation() {
		return this.violation;
	}

}
