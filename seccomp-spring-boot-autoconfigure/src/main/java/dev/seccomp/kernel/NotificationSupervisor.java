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

import dev.seccomp.filter.CompiledFilter;
import org.jspecify.annotations.Nullable;

/**
 * Responds to the notifications of this process.
 */
public interface NotificationSupervisor {

	/**
	 * Return whether the supervisor denies the calls that it is notified of.
	 * @return whether it denies them; otherwise it lets them through
	 */
	boolean isEnforcing();

	/**
	 * Consider the decisions of a filter from now on.
	 * @param filter the filter, which is about to be installed
	 */
	void add(CompiledFilter filter);

	/**
	 * Wait until the supervisor is prepared to respond. A filter could deny calls with
	 * which it prepares itself.
	 */
	void awaitPrepared();

	/**
	 * Start to respond.
	 * @param listener the listener
	 */
	void start(NotificationListener listener);

	/**
	 * Close the listener and respond to the notifications of another one from then on. A
	 * process can have only one at a time.
	 * @param next creates the other listener
	 */
	void exchange(Supplier<NotificationListener> next);

	/**
	 * Give up: no listener is available.
	 * @param reason the reason, without a full stop
	 */
	void unavailable(String reason);

	/**
	 * Return the reason why no listener is available.
	 * @return the reason, or {@code null} if the supervisor responds or will respond
	 */
	@Nullable String unavailableReason();

}
