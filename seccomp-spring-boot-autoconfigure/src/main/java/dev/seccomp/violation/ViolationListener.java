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
 * Is told of violations, by the thread that publishes them.
 *
 * @since 0.1.0
 */
public interface ViolationListener {

	/**
	 * A call was made that the policy denies.
	 * @param violation the call
	 */
	void onViolation(Violation violation);

	/**
	 * More calls were made than is told of one by one.
	 * @param syscall the name of the call
	 * @param count how many calls were counted only, since the last time
	 */
	default void onUnpublished(String syscall, long count) {
	}

}
