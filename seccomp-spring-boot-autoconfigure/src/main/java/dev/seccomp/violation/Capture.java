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
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;

/**
 * Captures the caller and the arguments of a denied call while the caller waits. Used by
 * one thread.
 */
final class Capture {

	private final boolean enforcing;

	private final Callers callers;

	private final CallArguments arguments;

	private final ForeignAbi foreign;

	Capture(Architecture architecture, boolean enforcing, ThreadCpuClock clock, ProcessMemory memory) {
		this.enforcing = enforcing;
		this.callers = new Callers(clock);
		this.arguments = new CallArguments(architecture, memory);
		this.foreign = new ForeignAbi(architecture);
	}

	/** Executes all paths once, so that no class is left to load. */
	void warmUp() {
		this.callers.warmUp();
		this.arguments.warmUp();
		this.foreign.describe(new SeccompData(-1, Architecture.I386.audit()));
		this.foreign.describe(new SeccompData(-1, 0));
		Notification call = new Notification();
		Violation.of(Instant.now(), call, "", Action.ENOSYS, this.enforcing,
				Violation.Denial.of(new CompiledFilter[0], call), this.callers.find(ProcFiles.self(), false), Map.of());
	}

	void prepareForVirtualThreads() {
		this.callers.prepareForVirtualThreads();
	}

	/**
	 * Capture a call.
	 * @param call the call
	 * @param syscall the name of the call
	 * @param action the action of the policy
	 * @param filters the filters in force, oldest first
	 * @param waiting whether the caller still waits. Otherwise its stack and memory may
	 * have changed
	 * @return the violation, without the parts that were captured too late
	 */
	Violation violation(Notification call, String syscall, Action action, CompiledFilter[] filters,
			BooleanSupplier waiting) {
		Instant time = Instant.now();
		Map<String, ArgumentValue> arguments = (syscall.equals(ForeignAbi.NAME))
				? this.foreign.describe(new SeccompData(call.number(), call.arch()))
				: this.arguments.decode(call.number(), call.pid(), call.arguments());
		arguments = (waiting.getAsBoolean()) ? arguments : Map.of();
		Caller caller = this.callers.find(call.pid(), true);
		caller = (waiting.getAsBoolean()) ? caller : caller.withoutStackTrace();
		return Violation.of(time, call, syscall, action, this.enforcing, Violation.Denial.of(filters, call), caller,
				arguments);
	}

}
