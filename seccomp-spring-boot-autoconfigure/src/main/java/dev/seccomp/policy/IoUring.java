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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The system calls that io_uring can make. A filter does not see the operations of a
 * ring, so a rule for such a call is incomplete while a ring can be created.
 */
final class IoUring {

	/**
	 * The call that creates a ring.
	 */
	static final String SETUP = "io_uring_setup";

	private static final String RESOURCE = "io-uring.txt";

	private static final String CALLS = " : ";

	private IoUring() {
	}

	/**
	 * Return the calls that a ring can make.
	 * @return the names, in the order of the opcodes
	 */
	static Set<String> calls() {
		Set<String> calls = new LinkedHashSet<>();
		for (String line : Catalog.lines(RESOURCE)) {
			int start = line.indexOf(CALLS);
			if (start != -1 && !line.startsWith("#")) {
				calls.addAll(List.of(line.substring(start + CALLS.length()).split(", ")));
			}
		}
		return calls;
	}

	/**
	 * Return the calls that a policy denies, at least with some arguments, and that a
	 * ring can make nevertheless.
	 * @param policy the policy
	 * @return the sources of the rules by the name of the call. It is empty if no ring
	 * can be created
	 */
	static Map<String, String> bypassed(SeccompPolicy policy) {
		if (policy.architecture().syscalls().number(SETUP).isEmpty() || policy.deniesAlways(SETUP)) {
			return Map.of();
		}
		Map<String, List<SyscallRule>> rules = new HashMap<>();
		policy.rulesByNumber().values().forEach((chain) -> rules.put(chain.get(0).syscall(), chain));
		Map<String, String> bypassed = new LinkedHashMap<>();
		for (String call : calls()) {
			if (policy.architecture().syscalls().number(call).isPresent()) {
				denial(policy, rules.getOrDefault(call, List.of())).ifPresent((source) -> bypassed.put(call, source));
			}
		}
		return bypassed;
	}

	private static Optional<String> denial(SeccompPolicy policy, List<SyscallRule> chain) {
		for (SyscallRule rule : chain) {
			if (rule.action().denies()) {
				return Optional.of(rule.source());
			}
		}
		return (policy.defaultAction().denies() && chain.stream().noneMatch(SyscallRule::isUnconditional))
				? Optional.of(policy.defaultSource()) : Optional.empty();
	}

	/**
	 * Deny the creation of rings if a ring could make a call that the policy denies.
	 * @param policy the policy
	 * @param userRules the rules of the user, one of which may allow rings by name
	 * @return the policy, with a rule for {@value #SETUP} if necessary
	 */
	static SeccompPolicy denyRings(SeccompPolicy policy, List<SyscallRule> userRules) {
		if (userRules.stream().anyMatch(IoUring::allowsByName)) {
			return policy;
		}
		return bypassed(policy).entrySet()
			.stream()
			.findFirst()
			.map((denial) -> with(policy,
					new SyscallRule(SETUP, List.of(), Action.ENOSYS,
							denial.getValue() + ": io_uring could make " + denial.getKey(),
							"io_uring, which could make " + denial.getKey())))
			.orElse(policy);
	}

	private static boolean allowsByName(SyscallRule rule) {
		return rule.syscall().equals(SETUP) && rule.subject().equals(SETUP) && !rule.action().denies();
	}

	/** A denial of the policy keeps its own error. */
	private static SeccompPolicy with(SeccompPolicy policy, SyscallRule denial) {
		List<SyscallRule> rules = new ArrayList<>(policy.rules());
		int index = 0;
		while (index < rules.size()
				&& (!rules.get(index).syscall().equals(SETUP) || rules.get(index).action().denies())) {
			index++;
		}
		rules.add(index, denial);
		return policy.with(policy.defaultAction(), rules);
	}

}
