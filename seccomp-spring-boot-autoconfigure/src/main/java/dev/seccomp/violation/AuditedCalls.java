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
import java.util.Objects;
import java.util.function.Consumer;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.violation.Caller.CallingProcess;
import dev.seccomp.violation.Caller.CallingThread;

/**
 * Makes violations of what the kernel's log tells. It knows neither the arguments nor the
 * error, and of the thread only its name.
 */
class AuditedCalls implements Consumer<AuditRecord> {

	private static final int REPORTED_AT_ONCE = 20;

	private static final int REPORTED_PER_SECOND = 2;

	private final Violations violations;

	private final Supervisor supervisor;

	private final Instant since;

	private final RateLimit reported = new RateLimit(REPORTED_AT_ONCE, REPORTED_PER_SECOND);

	private final CallingProcess process = process();

	/**
	 * Create audited calls.
	 * @param violations where they are counted and published
	 * @param supervisor knows what the policies say
	 * @param since when the filters had been verified, which takes calls that they deny
	 */
	AuditedCalls(Violations violations, Supervisor supervisor, Instant since) {
		this.violations = violations;
		this.supervisor = supervisor;
		this.since = since;
	}

	private static CallingProcess process() {
		int pid = ProcFiles.self();
		String comm = ProcFiles.comm(pid);
		return new CallingProcess(pid, (comm != null) ? comm : "");
	}

	@Override
	public void accept(AuditRecord record) {
		String syscall = syscall(record);
		Action action = action(record);
		Instant time = record.time();
		if (time != null && time.isBefore(this.since)) {
			return;
		}
		Violation violation = new Violation((time != null) ? time : Instant.now(), syscall, record.number(), action,
				!record.isLoggedOnly(), caller(record), Map.of());
		this.violations.increment(syscall, violation.outcome());
		if (this.reported.tryAcquire(syscall, System.nanoTime())) {
			this.violations.publish(violation);
		}
		else {
			this.violations.leaveUnpublished(syscall);
		}
	}

	private static String syscall(AuditRecord record) {
		String name = record.syscall();
		return (name != null) ? name : String.valueOf(record.number());
	}

	/**
	 * The log tells neither the error nor what would be denied, so it is what the
	 * policies say where they can say but one thing, whatever the arguments were.
	 */
	private Action action(AuditRecord record) {
		// The kernel kills on actions that it does not know
		ActionType type = Objects.requireNonNullElse(record.type(), ActionType.KILL_PROCESS);
		List<Action> candidates = this.supervisor.outcomes(record.number(), record.arch())
			.stream()
			.filter((action) -> (type == ActionType.LOG) ? action.denies() : action.type() == type)
			.toList();
		return (candidates.size() == 1) ? candidates.get(0) : Action.of(type);
	}

	private Caller caller(AuditRecord record) {
		String comm = record.comm();
		return new Caller(CallingThread.ofLog((comm != null) ? comm : ""), this.process, List.of());
	}

}
