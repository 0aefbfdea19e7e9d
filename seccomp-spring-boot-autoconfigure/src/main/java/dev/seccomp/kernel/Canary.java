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

package dev.seccomp.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A denied call with arguments that do no harm, whose error tells whether a filter really
 * is in force: some runtimes pretend to install one.
 */
final class Canary {

	/**
	 * Calls that change nothing, whatever the caller's privileges: with pointers to
	 * nowhere, descriptors that are not open, and operations that do not exist.
	 */
	private static final List<Canary> CANDIDATES = List.of(new Canary("execve", 0, 0, 0),
			new Canary("execveat", -1, 0, 0, 0, 0), new Canary("bind", -1, 0, 0), new Canary("listen", -1, 0),
			new Canary("connect", -1, 0, 0), new Canary("accept", -1, 0, 0), new Canary("accept4", -1, 0, 0, 0),
			new Canary("sendto", -1, 0, 0, 0, 0, 0), new Canary("socket", -1, -1, -1),
			new Canary("ptrace", -1, -1, 0, 0), new Canary("bpf", -1, 0, 0), new Canary("mount", 0, 0, 0, 0, 0),
			new Canary("init_module", 0, 0, 0), new Canary("keyctl", -1, 0, 0, 0, 0),
			new Canary("perf_event_open", 0, 0, 0, -1, 0), new Canary("io_uring_setup", 1, 0),
			new Canary("memfd_create", 0, 0), new Canary("userfaultfd", -1), new Canary("openat", -1, 0, 0, 0),
			new Canary("unlinkat", -1, 0, 0), new Canary("mkdirat", -1, 0, 0));

	/**
	 * Wakes the supervisor, which alone answers it: no driver knows the request, and the
	 * descriptor is not open.
	 */
	private static final Canary WAKE = new Canary("ioctl", -1, NotificationMemory.WAKE);

	/** Those that a supervisor is asked about, by the name of the call. */
	private static final Map<String, Canary> ANSWERED = new HashMap<>();

	static {
		for (Canary canary : CANDIDATES) {
			ANSWERED.put(canary.syscall, canary);
		}
		ANSWERED.put(WAKE.syscall, WAKE);
	}

	/**
	 * What the supervisor answers it.
	 */
	static final int AWAKE = Errno.ECANCELED;

	/** What none of these calls looks at, to tell them from those of others. */
	private static final int MARKED = 5;

	private static final long MARK = 0x5ecc0bf0_5ecc0bf0L;

	private final String syscall;

	private final long[] arguments;

	private Canary(String syscall, long... arguments) {
		this.syscall = syscall;
		this.arguments = Arrays.copyOf(arguments, MARKED + 1);
		if (arguments.length <= MARKED) {
			this.arguments[MARKED] = MARK;
		}
	}

	/**
	 * Tell one of these calls from those of others.
	 * @param architecture the architecture of this JVM
	 * @param data the call
	 */
	static Notification.Purpose purpose(Architecture architecture, SeccompData data) {
		String syscall = architecture.syscalls().name(data.nr());
		Canary canary = (syscall != null) ? ANSWERED.get(syscall) : null;
		if (canary == null || !Arrays.equals(canary.arguments, data.arguments())) {
			return Notification.Purpose.CALLER;
		}
		return (canary == WAKE) ? Notification.Purpose.WAKE : Notification.Purpose.CANARY;
	}

	/**
	 * Make a call that arrives at the supervisor, whatever it answers.
	 * @param architecture the architecture of this JVM
	 * @param libc the C library
	 */
	static Libc.Result nudge(Architecture architecture, Libc libc) {
		return libc.syscall(architecture.syscalls().number(WAKE.syscall).orElseThrow(), WAKE.arguments);
	}

	/**
	 * Require that the supervisor answers.
	 * @param architecture the architecture of this JVM
	 * @param libc the C library
	 * @throws InstallationException where it does not
	 */
	static void requireSupervisor(Architecture architecture, Libc libc) {
		Libc.Result result = nudge(architecture, libc);
		if (!result.failedWith(AWAKE)) {
			throw new InstallationException(
					"The supervisor that is to answer denied calls did not answer: " + WAKE.syscall + " returned "
							+ result.value() + " with " + Errno.name(result.errno()) + ".",
					"Set 'seccomp.violations.report: false' to do without it, and tell the authors of this project.");
		}
	}

	/**
	 * Find a call that a filter answers with an error; what it asks about where nobody
	 * answers yet fails with {@code ENOSYS}.
	 * @param request the filter
	 * @param program its program
	 * @param condition what is asked of it besides
	 * @return the first call that serves and what it must get, or {@code null}
	 */
	static @Nullable Expectation find(FilterRequest request, FilterProgram program, Predicate<Expectation> condition) {
		for (Canary canary : CANDIDATES) {
			Expectation expectation = canary.expectation(request, program);
			if (expectation != null && condition.test(expectation)) {
				return expectation;
			}
		}
		return null;
	}

	private @Nullable Expectation expectation(FilterRequest request, FilterProgram program) {
		Architecture architecture = program.architecture();
		OptionalInt number = architecture.syscalls().number(this.syscall);
		if (number.isEmpty()) {
			return null;
		}
		SeccompData data = new SeccompData(number.getAsInt(), architecture.audit(), this.arguments);
		Action action = program.run(data);
		if (action.type() == ActionType.NOTIFY && request.enforcing()) {
			action = (request.supervision() != null) ? request.decisions().run(data) : Action.ENOSYS;
		}
		for (FilterProgram earlier : request.earlier()) {
			Action before = earlier.run(data);
			// It would be killed, or get the other error
			if (before.type().compareTo(ActionType.ERRNO) <= 0 && !before.equals(action)) {
				return null;
			}
		}
		return (action.type() == ActionType.ERRNO) ? new Expectation(this, number.getAsInt(), action) : null;
	}

	/**
	 * What a canary must get once the filter is in force.
	 *
	 * @param canary the call
	 * @param number its number
	 * @param action what the filter does with it
	 */
	record Expectation(Canary canary, int number, Action action) {

		boolean isMet(Libc libc) {
			return call(libc).failedWith(this.action.data());
		}

		void verify(Libc libc) {
			Libc.Result result = call(libc);
			if (!result.failedWith(this.action.data())) {
				throw new InstallationException(
						"The kernel says that the filter is in force, but " + this.canary.syscall
								+ ", which it denies with " + this.action + ", returned " + result.value()
								+ ((result.value() == -1) ? " with " + Action.errno(result.errno()) : "") + ".",
						"The runtime seems to pretend to have seccomp. Run the application on a Linux kernel of its own,"
								+ " or set 'seccomp.enabled: false' and do not rely on a filter.");
			}
		}

		private Libc.Result call(Libc libc) {
			return libc.syscall(this.number, this.canary.arguments);
		}

	}

}
