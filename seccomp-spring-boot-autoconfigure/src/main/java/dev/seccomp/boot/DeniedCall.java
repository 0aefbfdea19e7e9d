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

import java.util.List;

import dev.seccomp.violation.Violation;

/**
 * Carries the stack trace of the caller into a log or a report.
 */
final class DeniedCall extends Exception {

	private static final long serialVersionUID = 1L;

	private final int omitted;

	DeniedCall(Violation violation) {
		this(violation, violation.caller().stackTrace().size());
	}

	DeniedCall(Violation violation, int frames) {
		super(violation.syscall(), null, false, true);
		List<StackTraceElement> stackTrace = violation.caller().stackTrace();
		setStackTrace(stackTrace.subList(0, frames).toArray(StackTraceElement[]::new));
		this.omitted = stackTrace.size() - frames;
	}

	@Override
	public String toString() {
		return "Call of " + getMessage()
				+ ((this.omitted > 0) ? " (without the outermost " + this.omitted + " frames)" : "");
	}

}
