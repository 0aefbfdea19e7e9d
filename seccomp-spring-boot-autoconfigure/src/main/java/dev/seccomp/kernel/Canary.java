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
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * A harmless call that a filter denies. Its error shows whether the filter is really in
 * force: some sandboxes report a filter but do not enforce it.
 *
 * @param syscall the name of the call
 * @param arguments the six arguments
 */
record Canary(String syscall, long... arguments) {

	/** The number of arguments. The last one is not used by any of these calls. */
	private static final int ARGUMENTS = 6;

	private static final long MARK = 0x5ecc0bf0_5ecc0bf0L;

	/**
	 * Calls that change nothing, with any privileges: their pointers, descriptors and
	 * operations are invalid.
	 */
	private static final List<Canary> CANDIDATES = List.of(of("execve", 0, 0, 0), of("execveat", -1, 0, 0, 0, 0),
			of("bind", -1, 0, 0), of("listen", -1, 0), of("connect", -1, 0, 0), of("accept", -1, 0, 0),
			of("accept4", -1, 0, 0, 0), of("sendto", -1, 0, 0, 0, 0, 0), of("socket", -1, -1, -1),
			of("ptrace", -1, -1, 0, 0), of("bpf", -1, 0, 0), of("mount", 0, 0, 0, 0, 0), of("init_module", 0, 0, 0),
			of("keyctl", -1, 0, 0, 0, 0), of("perf_event_open", 0, 0, 0, -1, 0), of("io_uring_setup", 1, 0),
			of("memfd_create", 0, 0), of("userfaultfd", -1), of("openat", -1, 0, 0, 0), of("unlinkat", -1, 0, 0),
			of("mkdirat", -1, 0, 0));

	/** The number of a call that the architecture does not have. */
	private static final int NO_CALL = Integer.MIN_VALUE;

	private static Canary of(String syscall, long... arguments) {
		return new Canary(syscall, mark(arguments));
	}

	/** Marks a call in an argument that the kernel ignores. */
	static long[] mark(long... arguments) {
		long[] marked = Arrays.copyOf(arguments, ARGUMENTS);
		if (arguments.length < ARGUMENTS) {
			marked[ARGUMENTS - 1] = MARK;
		}
		return marked;
	}

	/**
	 * Return the numbers of these calls.
	 * @param architecture the architecture of this JVM
	 * @return the numbers
	 */
	static int[] numbers(Architecture architecture) {
		int[] numbers = new int[CANDIDATES.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = architecture.syscalls().number(CANDIDATES.get(i).syscall).orElse(NO_CALL);
		}
		return numbers;
	}

	/**
	 * Return whether a call is one of these. Allocates nothing.
	 * @param numbers the numbers of these calls
	 * @param number the number of the call
	 * @param arguments the six arguments of the call
	 * @return whether it has the same arguments
	 */
	static boolean isCanary(int[] numbers, int number, long[] arguments) {
		for (int i = 0; i < numbers.length; i++) {
			if (numbers[i] == number && Arrays.equals(CANDIDATES.get(i).arguments, arguments)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Find a call that a filter denies with an error.
	 * @param filter the filter
	 * @param earlier the earlier filters of the stack
	 * @param condition a condition on the expected error
	 * @return the first such call with its expected error, or {@code null}
	 */
	static @Nullable Expectation find(CompiledFilter filter, List<CompiledFilter> earlier,
			Predicate<Expectation> condition) {
		for (Canary canary : CANDIDATES) {
			Expectation expectation = canary.expectation(filter, earlier);
			if (expectation != null && condition.test(expectation)) {
				return expectation;
			}
		}
		return null;
	}

	private @Nullable Expectation expectation(CompiledFilter filter, List<CompiledFilter> earlier) {
		Architecture architecture = filter.program().architecture();
		OptionalInt number = architecture.syscalls().number(this.syscall);
		if (number.isEmpty()) {
			return null;
		}
		SeccompData data = new SeccompData(number.getAsInt(), architecture.audit(), this.arguments);
		Action action = effect(filter, data);
		for (CompiledFilter before : earlier) {
			Action other = before.effect(data);
			// The earlier filter would kill the caller, or give it another error
			if (other.type().compareTo(ActionType.ERRNO) <= 0 && !other.equals(action)) {
				return null;
			}
		}
		return (action.type() == ActionType.ERRNO) ? new Expectation(this, number.getAsInt(), action) : null;
	}

	/** Until the next filter is installed, the kernel fails its notifications. */
	private static Action effect(CompiledFilter filter, SeccompData data) {
		boolean failed = filter.listener() == ListenerOwner.NEXT_FILTER && filter.mode() == FilterMode.ENFORCE
				&& filter.program().run(data).type() == ActionType.NOTIFY;
		return (failed) ? Action.ENOSYS : filter.effect(data);
	}

	/**
	 * The expected error of a canary under a filter.
	 *
	 * @param canary the call
	 * @param number the number of the call
	 * @param action the action of the filter
	 */
	record Expectation(Canary canary, int number, Action action) {

		boolean isMet(Libc libc) {
			return call(libc).failedWith(this.action.data());
		}

		void verify(Libc libc) {
			Libc.Result result = call(libc);
			if (!result.failedWith(this.action.data())) {
				throw new InstallationException(
						"The kernel reports that the filter is in force, but the test call " + this.canary.syscall
								+ ", which the filter denies with " + this.action + ", returned " + result.value()
								+ ((result.value() == -1) ? " with " + Action.errno(result.errno()) : "") + ".",
						"The sandbox reports a filter but does not enforce it. Run the application directly on a Linux"
								+ " kernel, or set 'seccomp.enabled: false' to run without protection.");
			}
		}

		private Libc.Result call(Libc libc) {
			return libc.syscall(this.number, this.canary.arguments);
		}

	}

}
