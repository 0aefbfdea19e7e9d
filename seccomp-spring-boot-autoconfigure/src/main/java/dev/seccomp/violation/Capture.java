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
import java.util.function.Supplier;

import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Captures the caller and the arguments of a denied call while the caller waits. Used by
 * one thread.
 */
final class Capture {

	private final Architecture architecture;

	private final boolean enforcing;

	private final Callers callers;

	private final CallArguments arguments;

	Capture(Architecture architecture, boolean enforcing, ThreadCpuClock clock, ProcessMemory memory) {
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.callers = new Callers(clock);
		this.arguments = new CallArguments(architecture, memory);
	}

	/** Executes all paths once, so that no class is left to load. */
	void warmUp() {
		this.callers.warmUp();
		this.arguments.warmUp();
	}

	void prepareForVirtualThreads() {
		this.callers.prepareForVirtualThreads();
	}

	/**
	 * Start to search the caller, which takes longest.
	 * @param call the call
	 * @param limit the limit of searches
	 * @return the search, or {@code null} if the limit is exceeded or the search fails
	 */
	@Nullable Supplier<Caller> search(Notification call, RateLimit limit) {
		if (!limit.tryAcquire(name(call), System.nanoTime())) {
			return null;
		}
		try {
			return this.callers.search(call.pid(), true);
		}
		catch (Throwable ex) {
			// The caller still waits for a response
			return null;
		}
	}

	/**
	 * Capture the arguments while the caller is searched.
	 * @param call the call
	 * @param action the action of the policy
	 * @param search the search
	 * @return the violation, or {@code null} if the capture fails
	 */
	@Nullable Violation violation(Notification call, Action action, Supplier<Caller> search) {
		int number = call.data().nr();
		try {
			Instant time = Instant.now();
			Map<String, ArgumentValue> arguments = this.arguments.decode(number, call.pid(), call.data().arguments());
			return Violation.of(time, name(call), number, action, this.enforcing, search.get(), arguments);
		}
		catch (Throwable ex) {
			// The caller still waits for a response
			return null;
		}
	}

	/**
	 * Return the name of a call.
	 * @param call the call
	 * @return the name, or the number if it has none
	 */
	String name(Notification call) {
		int number = call.data().nr();
		String name = this.architecture.syscalls().name(number);
		return (name != null) ? name : String.valueOf(number);
	}

}
