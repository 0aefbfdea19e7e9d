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
 * Whether this process can use user notification, by which a denied call is reported with
 * its caller.
 */
public enum NotificationSupport {

	/**
	 * This process can have a listener, or has one.
	 */
	AVAILABLE,

	/**
	 * The listener of this process belongs to another class loader, which installed its
	 * filter.
	 */
	OTHER_CLASS_LOADER,

	/**
	 * No listener is available. The kernel alone denies calls, and logs them.
	 */
	NONE

}
