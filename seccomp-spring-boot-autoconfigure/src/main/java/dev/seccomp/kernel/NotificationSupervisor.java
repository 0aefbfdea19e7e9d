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

package dev.seccomp.kernel;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Answers the calls that a filter asks about.
 *
 * @since 0.1.0
 */
public interface NotificationSupervisor {

	/**
	 * Return whether it denies what the policy denies.
	 * @return whether, or all calls are made
	 */
	boolean isEnforcing();

	/**
	 * Begin to answer.
	 * @param listener where the calls arrive
	 */
	void start(NotificationListener listener);

	/**
	 * Answer from now on what arrives at another listener: close the one in use, and only
	 * then get the other, as there can be only one.
	 * @param next gets the other listener
	 */
	void exchange(Supplier<NotificationListener> next);

	/**
	 * Nobody can answer.
	 * @param reason why
	 */
	void unavailable(String reason);

	/**
	 * Return why nobody can answer.
	 * @return the reason, or {@code null} where somebody does or will
	 */
	@Nullable String reason();

}
