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

package dev.seccomp.learn;

/**
 * The occurrences of a call in one phase.
 *
 * @param count the number of calls, at least 1
 * @param frame the Java code that made the first of them, which is the innermost frame
 * outside the JDK. An empty string if it was not found
 */
public record PhaseCalls(long count, String frame) {

	PhaseCalls plus(PhaseCalls other) {
		return new PhaseCalls(this.count + other.count, (this.frame.isEmpty()) ? other.frame : this.frame);
	}

}
