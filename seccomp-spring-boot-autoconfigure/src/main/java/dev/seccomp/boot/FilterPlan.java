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

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.JvmCheck;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.kernel.FilterRequest;
import dev.seccomp.kernel.FilterRequest.Supervision;
import dev.seccomp.kernel.JvmOptions;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.Reporting;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * The filters of an application: the one that it starts under, and the one that is added
 * when it is ready. Both are made and checked before the first is installed.
 *
 * @param startup the filter that it starts under
 * @param ready the filter that is added, or {@code null}
 */
record FilterPlan(PlannedFilter startup, @Nullable PlannedFilter ready) {

	static final String STARTUP = "startup";

	static final String STARTUP_EVENT = "ApplicationStartingEvent";

	static final String READY = "ready";

	/* linux/seccomp.h, linux/prctl.h */

	private static final int SECCOMP_SET_MODE_FILTER = 1;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	static FilterPlan of(SeccompPolicy startup, @Nullable SeccompPolicy ready, boolean enforcing,
			@Nullable Supervisor supervisor) {
		return new Maker(enforcing, supervisor).make(startup, ready);
	}

	/**
	 * A filter that is to be installed.
	 *
	 * @param policy its policy
	 * @param request what the kernel is asked for
	 */
	record PlannedFilter(SeccompPolicy policy, FilterRequest request) {

	}

	private static final class Maker {

		private final boolean enforcing;

		private final @Nullable Supervisor supervisor;

		Maker(boolean enforcing, @Nullable Supervisor supervisor) {
			this.enforcing = enforcing;
			this.supervisor = supervisor;
		}

		FilterPlan make(SeccompPolicy startup, @Nullable SeccompPolicy ready) {
			FilterProgram startupDecisions = decisions(startup);
			FilterProgram readyDecisions = (ready != null) ? decisions(ready) : null;
			if (ready != null) {
				requireRoomForAnother(startup, startupDecisions);
			}
			Supervision startupSupervision = null;
			Supervision readySupervision = null;
			if (this.supervisor != null) {
				List<String> jvmOptions = JvmOptions.thatStartPrograms();
				boolean asks = canBeGuarded(startup);
				FilterProgram next = null;
				if (ready != null && (asks || canBeGuarded(ready))) {
					SeccompPolicy reporting = reporting().of(ready, rules(ready, false), jvmOptions);
					next = FilterCompiler
						.compile((asks) ? Reporting.takeOver(reporting, reporting().of(startup, List.of(), jvmOptions))
								: reporting);
					readySupervision = new Supervision(this.supervisor, next, null);
				}
				if (asks) {
					startupSupervision = new Supervision(this.supervisor,
							FilterCompiler.compile(reporting().of(startup, rules(startup, ready != null), jvmOptions)),
							next);
				}
				else if (next == null) {
					this.supervisor.unavailable("the policy lets programs or processes be started, which could answer"
							+ " calls in the supervisor's place");
				}
			}
			return new FilterPlan(
					new PlannedFilter(startup,
							request(STARTUP, STARTUP_EVENT, startup, startupDecisions, startupSupervision)),
					(ready != null && readyDecisions != null)
							? new PlannedFilter(ready,
									request(READY, "ApplicationReadyEvent", ready, readyDecisions, readySupervision))
							: null);
		}

		/**
		 * What has a memory of its own can put there what it likes, so no rule about
		 * addresses keeps it from answering with the listener of its parent. Where
		 * nothing is denied there is nothing to guard.
		 */
		private boolean canBeGuarded(SeccompPolicy policy) {
			return !this.enforcing || policy.deniesProcesses();
		}

		private static FilterProgram decisions(SeccompPolicy policy) {
			FilterProgram program = FilterCompiler.compile(policy);
			JvmCheck.check(policy, program);
			return program;
		}

		private Reporting reporting() {
			return (this.enforcing) ? Reporting.ENFORCE : Reporting.LOG;
		}

		private List<SyscallRule> rules(SeccompPolicy policy, boolean next) {
			return FilterRequest.supervisorRules(policy.architecture(), this.enforcing, next);
		}

		private FilterRequest request(String name, String event, SeccompPolicy policy, FilterProgram decisions,
				@Nullable Supervision supervision) {
			return new FilterRequest(name, event, this.enforcing, decisions, () -> (this.enforcing) ? decisions
					: FilterCompiler.compile(Reporting.LOG_ONLY.of(policy, List.of(), List.of())), supervision);
		}

		private void requireRoomForAnother(SeccompPolicy policy, FilterProgram decisions) {
			requireAllowed(policy, decisions, "seccomp", SECCOMP_SET_MODE_FILTER);
			requireAllowed(policy, decisions, "prctl", PR_SET_NO_NEW_PRIVS, 1);
			requireAllowed(policy, decisions, "prctl", PR_GET_NO_NEW_PRIVS);
		}

		private void requireAllowed(SeccompPolicy policy, FilterProgram decisions, String syscall, long... arguments) {
			Architecture architecture = policy.architecture();
			SeccompData data = new SeccompData(architecture.syscalls().number(syscall).orElseThrow(),
					architecture.audit(), arguments);
			if (this.enforcing && decisions.run(data).denies()) {
				throw new PolicyException(policy.source(syscall, arguments), null,
						"It denies " + syscall + ", by which the filter of 'seccomp.ready' is to be installed.",
						"Allow " + syscall
								+ " by a rule of seccomp.syscalls that stands before the others, and deny it in"
								+ " 'seccomp.ready', or remove 'seccomp.ready'.");
			}
		}

	}

}
