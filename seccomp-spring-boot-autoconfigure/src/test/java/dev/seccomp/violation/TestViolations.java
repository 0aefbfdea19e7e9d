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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Caller.CallingProcess;
import dev.seccomp.violation.Caller.CallingThread;

/**
 * Violations for tests, as the supervisor creates them.
 */
public final class TestViolations {

	/** No call of the architecture has it. */
	private static final int NUMBER = 10_000;

	private TestViolations() {
	}

	/**
	 * Create a violation of this process.
	 * @param filters the filters in force
	 * @param syscall the name of the call
	 * @param action the action
	 * @param stackTrace the stack trace of the caller
	 * @param arguments the first arguments of the call
	 * @return the violation
	 */
	public static Violation of(List<CompiledFilter> filters, String syscall, Action action,
			List<StackTraceElement> stackTrace, long... arguments) {
		return of(filters, syscall, action, (int) ProcessHandle.current().pid(), stackTrace, arguments);
	}

	/**
	 * Create a violation.
	 * @param filters the filters in force
	 * @param syscall the name of the call
	 * @param action the action
	 * @param process the id of the calling process
	 * @param stackTrace the stack trace of the caller
	 * @param arguments the first arguments of the call
	 * @return the violation
	 */
	public static Violation of(List<CompiledFilter> filters, String syscall, Action action, int process,
			List<StackTraceElement> stackTrace, long... arguments) {
		Architecture architecture = Platform.architecture();
		boolean foreign = syscall.equals(ForeignAbi.NAME);
		Notification call = new Notification(0, 1,
				new SeccompData(architecture.syscalls().number(syscall).orElse((foreign) ? -1 : NUMBER),
						architecture.audit(), arguments));
		Caller caller = new Caller(new CallingThread(1, "caller"), new CallingProcess(process, "java"), stackTrace);
		return Violation.of(Instant.now(), call, syscall, action, true,
				Violation.Denial.of(filters.toArray(CompiledFilter[]::new), call), caller, Map.of());
	}

}
