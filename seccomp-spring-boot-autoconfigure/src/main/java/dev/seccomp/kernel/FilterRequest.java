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

import java.util.List;
import java.util.function.Supplier;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * A filter that is to be installed.
 *
 * @param name what it is for, such as {@code startup}
 * @param event the event on which it is installed
 * @param enforcing whether what the policy denies is denied
 * @param decisions what the policy decides about each call
 * @param unsupervised the program for the kernel where there is no supervisor
 * @param supervision who answers for the filter, or {@code null} where nobody does
 * @param earlier what the policies of filters decide that are installed before
 * @since 0.1.0
 */
public record FilterRequest(String name, String event, boolean enforcing, FilterProgram decisions,
		Supplier<FilterProgram> unsupervised, @Nullable Supervision supervision, List<FilterProgram> earlier) {

	/**
	 * The name of the filter that nobody outside of the application may loosen. The
	 * record that it is there already is believed only where this class loader wrote it.
	 */
	public static final String SEALED = "sealed";

	/**
	 * Return a request for a filter that denies by itself.
	 * @param name what it is for
	 * @param event the event on which it is installed
	 * @param program its program
	 * @return the request
	 */
	public static FilterRequest of(String name, String event, FilterProgram program) {
		return new FilterRequest(name, event, true, program, () -> program, null, List.of());
	}

	/**
	 * Return a request for a filter that denies by itself what this one asks about.
	 * @return the request
	 */
	public FilterRequest unasking() {
		return of(this.name, this.event, this.decisions);
	}

	boolean isSealed() {
		return this.name.equals(SEALED);
	}

	/**
	 * Return the calls that no other filter may deny to a supervised one.
	 * @param architecture the architecture of this JVM
	 * @return the calls
	 */
	public static List<SeccompData> supervisorCalls(Architecture architecture) {
		return NotificationMemory.calls(architecture);
	}

	/**
	 * Return the rules that have to stand first in the program of a supervised filter.
	 * @param architecture the architecture of this JVM
	 * @param enforcing whether what the policy denies is denied
	 * @param next whether another supervised filter is to be installed later
	 * @return the rules
	 */
	public static List<SyscallRule> supervisorRules(Architecture architecture, boolean enforcing, boolean next) {
		return NotificationMemory.rules(architecture, enforcing, next);
	}

	/**
	 * Who answers for a filter.
	 *
	 * @param supervisor answers the calls that the filter asks about
	 * @param program the program for the kernel that asks
	 * @param next the program of a filter that is to be installed later, and asks the
	 * same supervisor, or {@code null}
	 */
	public record Supervision(NotificationSupervisor supervisor, FilterProgram program, @Nullable FilterProgram next) {

	}

}
