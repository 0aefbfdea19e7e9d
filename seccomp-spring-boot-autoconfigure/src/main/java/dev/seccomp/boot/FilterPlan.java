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
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.seccomp.boot.SeccompState.PolicyFilter;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.JvmCheck;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.kernel.FilterRequest;
import dev.seccomp.kernel.FilterRequest.Supervision;
import dev.seccomp.kernel.Installation;
import dev.seccomp.kernel.JvmOptions;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.Reporting;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * The filters of an application: the one that the developer has sealed, the one that it
 * starts under, and the one that is added when it is ready. All are made and checked
 * before the first is installed.
 *
 * @param sealed the filter that nothing outside the application changes, or {@code null}
 * @param startup the filter that it starts under
 * @param ready the filter that is added, or {@code null}
 */
record FilterPlan(@Nullable PlannedFilter sealed, PlannedFilter startup, @Nullable PlannedFilter ready) {

	static final String SEALED = FilterRequest.SEALED;

	static final String STARTUP = "startup";

	static final String STARTUP_EVENT = "ApplicationStartingEvent";

	static final String READY = "ready";

	private static final String READY_EVENT = "ApplicationReadyEvent";

	/* linux/seccomp.h, linux/prctl.h */

	private static final int SECCOMP_SET_MODE_FILTER = 1;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	static FilterPlan of(@Nullable Decided sealed, SeccompPolicy startup, @Nullable SeccompPolicy ready,
			boolean enforcing, @Nullable Supervisor supervisor) {
		return new Maker(enforcing, supervisor).make(sealed, Decided.of(startup),
				(ready != null) ? Decided.of(ready) : null);
	}

	/**
	 * Plan for an application that has no filter but the one that is sealed.
	 * @param sealed what is sealed
	 * @param supervisor who answers what it asks about, or {@code null}
	 * @return the plan
	 */
	static FilterPlan ofSealed(Decided sealed, @Nullable Supervisor supervisor) {
		return new Maker(true, supervisor).makeOnly(SEALED, sealed);
	}

	/**
	 * A policy, and what it decides about each call.
	 *
	 * @param policy the policy
	 * @param program the program that decides so
	 */
	record Decided(SeccompPolicy policy, FilterProgram program) {

		static Decided of(SeccompPolicy policy) {
			FilterProgram program = FilterCompiler.compile(policy);
			JvmCheck.check(policy, program);
			return new Decided(policy, program);
		}

		/**
		 * Require that another filter can be installed.
		 * @param another what it is called
		 * @param remedy what to do where it cannot
		 * @throws PolicyException where the policy denies what it takes
		 */
		void requireRoomFor(String another, String remedy) {
			requireAllowed(another, remedy, "seccomp", SECCOMP_SET_MODE_FILTER);
			requireAllowed(another, remedy, "prctl", PR_SET_NO_NEW_PRIVS, 1);
			requireAllowed(another, remedy, "prctl", PR_GET_NO_NEW_PRIVS);
		}

		/**
		 * Require that the calls of another filter can be answered.
		 * @param another what it is called
		 * @param remedy what to do where they cannot
		 * @throws PolicyException where the policy denies what it takes
		 */
		void requireSupervisionOf(String another, String remedy) {
			FilterRequest.supervisorCalls(this.policy.architecture())
				.forEach((call) -> requireAllowed(another, remedy, "ioctl", call));
		}

		private void requireAllowed(String another, String remedy, String syscall, long... arguments) {
			Architecture architecture = this.policy.architecture();
			requireAllowed(another, remedy, syscall, new SeccompData(
					architecture.syscalls().number(syscall).orElseThrow(), architecture.audit(), arguments));
		}

		private void requireAllowed(String another, String remedy, String syscall, SeccompData data) {
			if (this.program.run(data).denies()) {
				throw new PolicyException(this.policy.source(syscall, data.arguments()), null,
						"It denies " + syscall + ", by which " + another + " is to be installed.",
						remedy.formatted(syscall));
			}
		}

	}

	/**
	 * A filter that is to be installed.
	 *
	 * @param policy its policy
	 * @param request what the kernel is asked for
	 */
	record PlannedFilter(SeccompPolicy policy, FilterRequest request) {

		/**
		 * Return whether what is in force asks the supervisor.
		 */
		boolean isAsking(Installation installation) {
			Supervision supervision = this.request.supervision();
			return supervision != null && supervision.program().hash().equals(installation.program().hash());
		}

		PolicyFilter installed(Installation installation) {
			return new PolicyFilter(this.request.name(), this.policy, installation.program());
		}

		PlannedFilter unasking() {
			return new PlannedFilter(this.policy, this.request.unasking());
		}

	}

	private static final class Maker {

		private static final String READY_REMEDY = "Allow %s by a rule of seccomp.syscalls that stands before the"
				+ " others, and deny it in 'seccomp.ready', or remove 'seccomp.ready'.";

		private final boolean enforcing;

		private final @Nullable Supervisor supervisor;

		private final List<String> jvmOptions = JvmOptions.thatStartPrograms();

		Maker(boolean enforcing, @Nullable Supervisor supervisor) {
			this.enforcing = enforcing;
			this.supervisor = supervisor;
		}

		FilterPlan make(@Nullable Decided sealed, Decided startup, @Nullable Decided ready) {
			if (ready != null && this.enforcing) {
				startup.requireRoomFor("the filter of 'seccomp.ready'", READY_REMEDY);
			}
			SeccompPolicy asked = (sealed != null && isAsking(sealed)) ? reporting(sealed, List.of()) : null;
			Supervision startupSupervision = null;
			Supervision readySupervision = null;
			if (this.supervisor != null) {
				FilterProgram next = null;
				if (ready != null) {
					SeccompPolicy earlier = takeOver(reporting(startup, List.of()), asked);
					next = FilterCompiler.compile(takeOver(reporting(ready, rules(ready, false)), earlier));
					readySupervision = new Supervision(this.supervisor, next, null);
				}
				startupSupervision = new Supervision(this.supervisor,
						FilterCompiler.compile(takeOver(reporting(startup, rules(startup, ready != null)), asked)),
						next);
			}
			return new FilterPlan((sealed != null) ? planSealed(sealed, asked) : null,
					plan(STARTUP, STARTUP_EVENT, startup, startupSupervision, programs(sealed)), (ready != null)
							? plan(READY, READY_EVENT, ready, readySupervision, programs(sealed, startup)) : null);
		}

		FilterPlan makeOnly(String name, Decided only) {
			Supervision supervision = (isAsking(only)) ? new Supervision(this.supervisor,
					FilterCompiler.compile(reporting(only, rules(only, false))), null) : null;
			return new FilterPlan(null, plan(name, STARTUP_EVENT, only, supervision, List.of()), null);
		}

		/**
		 * A filter that asks leaves the answers to the supervisor of a filter that others
		 * configure. With a process to hand the listener to, they could be its undoing.
		 */
		private boolean isAsking(Decided sealed) {
			return this.enforcing && this.supervisor != null && sealed.policy().deniesProcesses();
		}

		private PlannedFilter planSealed(Decided sealed, @Nullable SeccompPolicy asking) {
			Supplier<FilterProgram> program = (asking != null) ? () -> FilterCompiler.compile(asking) : sealed::program;
			return new PlannedFilter(sealed.policy(),
					new FilterRequest(SEALED, STARTUP_EVENT, true, sealed.program(), program, null, List.of()));
		}

		private PlannedFilter plan(String name, String event, Decided filter, @Nullable Supervision supervision,
				List<FilterProgram> earlier) {
			return new PlannedFilter(filter.policy(), new FilterRequest(name, event, this.enforcing, filter.program(),
					() -> (this.enforcing) ? filter.program()
							: FilterCompiler.compile(Reporting.LOG_ONLY.of(filter.policy(), List.of(), List.of())),
					supervision, earlier));
		}

		private SeccompPolicy reporting(Decided filter, List<SyscallRule> rules) {
			return ((this.enforcing) ? Reporting.ENFORCE : Reporting.LOG).of(filter.policy(), rules, this.jvmOptions);
		}

		private static SeccompPolicy takeOver(SeccompPolicy policy, @Nullable SeccompPolicy earlier) {
			return (earlier != null) ? Reporting.takeOver(policy, earlier) : policy;
		}

		private List<SyscallRule> rules(Decided filter, boolean next) {
			return FilterRequest.supervisorRules(filter.policy().architecture(), this.enforcing, next);
		}

		private static List<FilterProgram> programs(@Nullable Decided... filters) {
			return Stream.of(filters).filter(Objects::nonNull).map(Decided::program).toList();
		}

	}

}
