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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.kernel.Notification;
import dev.seccomp.kernel.NotificationListener;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Responds to notifications as the filters decide, and counts violations. Used by the
 * supervisor's thread, while other threads add filters. Allocates nothing.
 */
final class Responder {

	/**
	 * As the kernel limits its log. In a flood, stack traces are a large part of the
	 * cost.
	 */
	private static final RateLimit.Rate TRACED_EACH = new RateLimit.Rate(20, 2);

	private static final RateLimit.Rate TRACED_OF_ALL = new RateLimit.Rate(100, 10);

	private static final RateLimit.Rate UNLIMITED = new RateLimit.Rate(Integer.MAX_VALUE, 1);

	/** Longer than the limit of a thread dump, for virtual threads. */
	private static final long CAPTURE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

	/** For a test, which must not miss a caller on a busy machine. */
	private static final long ALL_CAPTURE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final boolean enforcing;

	private final CountedCalls calls;

	private final Violations violations;

	private volatile CompiledFilter[] filters = {};

	private volatile RateLimit traced;

	private volatile long captureNanos = CAPTURE_NANOS;

	Responder(CountedCalls calls, boolean enforcing, Violations violations) {
		this.calls = calls;
		this.enforcing = enforcing;
		this.violations = violations;
		this.traced = new RateLimit(calls.size(), TRACED_EACH, TRACED_OF_ALL);
	}

	synchronized void add(CompiledFilter filter) {
		CompiledFilter[] present = this.filters;
		for (CompiledFilter known : present) {
			if (known.hash().equals(filter.hash())) {
				return;
			}
		}
		CompiledFilter[] added = Arrays.copyOf(present, present.length + 1);
		added[present.length] = filter;
		this.filters = added;
	}

	/** Removes the limits of stack traces, which a test must not miss. */
	void traceAll() {
		this.traced = new RateLimit(this.calls.size(), UNLIMITED, UNLIMITED);
		this.captureNanos = ALL_CAPTURE_NANOS;
	}

	List<CompiledFilter> filters() {
		return List.of(this.filters);
	}

	/**
	 * Respond to a notification.
	 * @param listener the listener
	 * @param call the call
	 * @param tracer traces the call, unless the rate limit is exceeded
	 * @throws IllegalStateException if the listener takes no more responses
	 */
	void respond(NotificationListener listener, Notification call, Tracer tracer) {
		if (call.purpose() == Notification.Purpose.WAKE) {
			listener.acknowledge(call);
			return;
		}
		if (call.purpose() == Notification.Purpose.INTERRUPTED) {
			this.violations.count(this.calls.interrupted(), (this.enforcing) ? ActionType.ERRNO : ActionType.LOG, 1);
			this.violations.addUnpublished(this.calls.interrupted());
			return;
		}
		CompiledFilter[] filters = this.filters;
		Action action = decide(filters, call);
		if (call.purpose() == Notification.Purpose.CANARY) {
			respond(listener, call, action);
			return;
		}
		int index = this.calls.index(call.number(), call.arch());
		boolean traced = this.traced.tryAcquire(index, System.nanoTime())
				&& tracer.capture(call, index, action, filters, this.captureNanos);
		boolean responded = false;
		try {
			respondAndCount(listener, call, index, action);
			responded = true;
		}
		finally {
			if (traced) {
				tracer.responded(responded);
			}
		}
		if (!traced) {
			this.violations.addUnpublished(index);
		}
	}

	/**
	 * Counts before the response, so that the caller finds its call counted. The call of
	 * a caller that a signal interrupted was made, so it counts too. A notification
	 * without a response is received again.
	 */
	private void respondAndCount(NotificationListener listener, Notification call, int index, Action action) {
		ActionType outcome = (this.enforcing) ? action.type() : ActionType.LOG;
		this.violations.count(index, outcome, 1);
		boolean responded = false;
		try {
			respond(listener, call, action);
			responded = true;
		}
		finally {
			if (!responded) {
				this.violations.count(index, outcome, -1);
			}
		}
	}

	private boolean respond(NotificationListener listener, Notification call, Action action) {
		return (this.enforcing) ? listener.deny(call, errno(action)) : listener.proceed(call);
	}

	/**
	 * Run the code paths of a traced call and of a counted call once, so that nothing is
	 * left to load.
	 * @param architecture the architecture of this JVM
	 * @param tracer a tracer that is prepared
	 */
	void rehearse(Architecture architecture, Tracer tracer) {
		Notification call = new Notification(0, ProcFiles.self(), new SeccompData(0, architecture.audit()));
		RateLimit limit = new RateLimit(this.calls.size(), TRACED_EACH, TRACED_OF_ALL);
		Violations rehearsed = new Violations(this.calls);
		ArgumentCondition.of(0, Operator.EQ, 0).test(0);
		Action action = decide(this.filters, call);
		int index = this.calls.index(call.number(), call.arch());
		if (limit.tryAcquire(index, System.nanoTime())
				&& tracer.capture(call, Tracer.REHEARSAL, action, this.filters, this.captureNanos)) {
			tracer.responded(false);
		}
		rehearsed.count(index, (this.enforcing) ? action.type() : ActionType.LOG, 1);
		rehearsed.addUnpublished(index);
	}

	/**
	 * Decides about a call. The most restrictive filter decides, among equals the newest.
	 */
	private static Action decide(CompiledFilter[] filters, Notification call) {
		Action decision = Action.ALLOW;
		for (CompiledFilter filter : filters) {
			Action action = filter.decide(call.number(), call.arch(), call.arguments());
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
