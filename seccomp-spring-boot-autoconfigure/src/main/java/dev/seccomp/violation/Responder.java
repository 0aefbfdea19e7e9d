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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Responds to notifications as the filters decide, and counts violations. Used by the
 * supervisor's thread, while other threads add filters.
 */
final class Responder {

	private static final int TRACED_AT_ONCE = 20;

	/**
	 * As the kernel limits its log. In a flood, stack traces are a large part of the
	 * cost.
	 */
	private static final int TRACED_PER_SECOND = 2;

	private static final int ARGUMENTS = 6;

	private final Architecture architecture;

	private final boolean enforcing;

	private final Violations violations;

	private final List<CompiledFilter> filters = new CopyOnWriteArrayList<>();

	private final RateLimit traced = new RateLimit(TRACED_AT_ONCE, TRACED_PER_SECOND);

	Responder(Architecture architecture, boolean enforcing, Violations violations) {
		this.architecture = architecture;
		this.enforcing = enforcing;
		this.violations = violations;
	}

	void add(CompiledFilter filter) {
		if (this.filters.stream().noneMatch((known) -> known.hash().equals(filter.hash()))) {
			this.filters.add(filter);
		}
	}

	List<CompiledFilter> filters() {
		return this.filters;
	}

	/**
	 * Respond to a notification.
	 * @param listener the listener
	 * @param call the call
	 * @param capture captures the caller
	 * @throws IllegalStateException if the listener takes no more responses
	 */
	void respond(NotificationListener listener, Notification call, Capture capture) {
		if (call.purpose() == Notification.Purpose.WAKE) {
			listener.acknowledge(call);
			return;
		}
		if (call.purpose() == Notification.Purpose.CANARY) {
			respond(listener, call, decide(call.data()));
			return;
		}
		Supplier<Caller> search = capture.search(call, this.traced);
		Action action = decide(call.data());
		Violation violation = (search != null) ? capture.violation(call, action, search) : null;
		if (respondAndCount(listener, call, capture.name(call), action)) {
			publish(capture.name(call), violation, this.violations);
		}
	}

	/**
	 * Counts before the response, so that the caller finds its call counted. A caller
	 * that no longer waits is not counted.
	 */
	private boolean respondAndCount(NotificationListener listener, Notification call, String syscall, Action action) {
		String outcome = outcome(action);
		this.violations.increment(syscall, outcome);
		boolean waiting = false;
		try {
			waiting = respond(listener, call, action);
		}
		finally {
			if (!waiting) {
				this.violations.decrement(syscall, outcome);
			}
		}
		return waiting;
	}

	private boolean respond(NotificationListener listener, Notification call, Action action) {
		return (this.enforcing) ? listener.deny(call, errno(action)) : listener.proceed(call);
	}

	/**
	 * Run the code paths of a traced call and of a counted call once, so that all classes
	 * are loaded.
	 * @param capture captures the caller
	 */
	void rehearse(Capture capture) {
		Notification call = new Notification(0, ProcFiles.self(),
				new SeccompData(0, this.architecture.audit(), new long[ARGUMENTS]), Notification.Purpose.CALLER);
		RateLimit limit = new RateLimit(1, 1);
		Violations violations = new Violations();
		for (int i = 0; i < 2; i++) {
			Supplier<Caller> search = capture.search(call, limit);
			Action action = decide(call.data());
			Violation violation = (search != null) ? capture.violation(call, action, search) : null;
			violations.increment(capture.name(call), outcome(action));
			publish(capture.name(call), violation, violations);
		}
	}

	private String outcome(Action action) {
		return (this.enforcing) ? action.type().toString() : "log";
	}

	private static void publish(String syscall, @Nullable Violation violation, Violations violations) {
		if (violation == null) {
			violations.addUnpublished(syscall);
			return;
		}
		// The caller waits for this processor
		Thread.yield();
		violations.publish(violation);
	}

	/**
	 * Decides about a call. The most restrictive filter decides, among equals the newest.
	 */
	private Action decide(SeccompData data) {
		Action decision = Action.ALLOW;
		for (CompiledFilter filter : this.filters) {
			Action action = filter.decide(data);
			if (action.type().compareTo(decision.type()) <= 0) {
				decision = action;
			}
		}
		return decision;
	}

	private static int errno(Action action) {
		return (action.type() == ActionType.ERRNO) ? action.data() : Errno.EPERM;
	}

}
