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

package dev.seccomp.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.seccomp.syscall.Architecture;

/**
 * The membership of a call in a group of the preset {@code hardened}.
 *
 * @param group the group
 * @param member the call
 */
public record Risk(SyscallGroup group, SyscallGroup.Member member) {

	/** Each thread of a JVM is created by it. */
	private static final Set<String> THREADS = Set.of("clone", "clone3");

	/**
	 * Return the risks of a call with any arguments.
	 * @param syscall the name of the call
	 * @return the memberships in groups
	 */
	public static List<Risk> of(String syscall) {
		return Catalog.get()
			.preset("hardened")
			.orElseThrow()
			.denials()
			.stream()
			.map(Preset.Denial::group)
			.distinct()
			.flatMap((group) -> group.members()
				.stream()
				.filter((member) -> member.syscall().equals(syscall))
				.map((member) -> new Risk(group, member)))
			.toList();
	}

	/**
	 * Return the risks of a call with certain arguments.
	 * @param architecture the architecture
	 * @param syscall the name of the call
	 * @param arguments the six arguments
	 * @return the memberships in groups
	 */
	public static List<Risk> of(Architecture architecture, String syscall, long... arguments) {
		return of(syscall).stream()
			.filter((risk) -> risk.member()
				.conditions(architecture)
				.stream()
				.allMatch((condition) -> condition.test(arguments[condition.index()])))
			.toList();
	}

	/**
	 * Return a warning about an allowed call.
	 * @param syscall the name of the call
	 * @return the warning, or an empty string if only some of its arguments are risky
	 */
	public static String warning(String syscall) {
		Stream<Risk> risks = (THREADS.contains(syscall)) ? Stream.empty() : of(syscall).stream();
		return warning(risks.filter((risk) -> risk.member().conditions().isEmpty()));
	}

	/**
	 * Return a warning about a call that is allowed with some arguments.
	 * @param architecture the architecture
	 * @param syscall the name of the call
	 * @param conditions the conditions under which it is allowed
	 * @return the warning, or an empty string
	 */
	public static String warning(Architecture architecture, String syscall, List<ArgumentCondition> conditions) {
		long[] arguments = new long[6];
		conditions.forEach((condition) -> arguments[condition.index()] = condition.value());
		return warning(
				of(architecture, syscall, arguments).stream().filter((risk) -> !risk.member().conditions().isEmpty()));
	}

	private static String warning(Stream<Risk> risks) {
		String text = risks.map(Risk::toString).distinct().collect(Collectors.joining("; "));
		return (text.isEmpty()) ? "" : "   RISKY: " + text;
	}

	/**
	 * Return the operation that the call performs, and the reason why it is risky.
	 */
	@Override
	public String toString() {
		return this.group.subject() + " (" + this.member.reason() + ")";
	}

}
