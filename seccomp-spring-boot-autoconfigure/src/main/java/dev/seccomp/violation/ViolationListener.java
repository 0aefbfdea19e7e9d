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

/**
 * Receives violations, in the thread that publishes them.
 */
public interface ViolationListener {

	/**
	 * Called for a violation that is published.
	 * @param violation the violation
	 */
	void onViolation(Violation violation);

	/**
	 * Called for violations that were counted but not published.
	 * @param syscall the name of the call
	 * @param count the number of violations since the last time
	 */
	default void onUnpublished(String syscall, long count) {
	}

}
