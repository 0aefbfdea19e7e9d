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

package dev.seccomp.filter;

/**
 * The owner of the listener that receives the notifications of a filter.
 */
public enum ListenerOwner {

	/**
	 * The filter sends no notifications.
	 */
	NONE,

	/**
	 * The next filter of the stack, which sends the notifications of this one too. Until
	 * it is installed, the calls fail with {@code ENOSYS}.
	 */
	NEXT_FILTER,

	/**
	 * The supervisor thread of this process.
	 */
	SUPERVISOR,

	/**
	 * The recorder of learn mode, another process.
	 */
	RECORDER

}
