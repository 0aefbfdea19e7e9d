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

import java.util.List;

/**
 * A Java thread.
 *
 * @param id the ID from {@link Thread}
 * @param name the name
 * @param stackTrace the stack trace, innermost frame first; empty if it was not requested
 */
record JavaThread(long id, String name, List<StackTraceElement> stackTrace) {

	/**
	 * Return whether a virtual thread is mounted on this thread and has the actual stack.
	 */
	boolean isCarrier() {
		for (StackTraceElement frame : this.stackTrace) {
			if (frame.getClassName().equals("jdk.internal.vm.Continuation")) {
				return true;
			}
		}
		return false;
	}

}
