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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Describes the denials of a policy. Groups are described by their subject and calls by
 * their name, each with its action.
 */
final class Denials {

	/** The maximum number of names in a log line. */
	private static final int MAX_NAMES = 12;

	private final Map<String, Set<String>> actionsBySubject = new LinkedHashMap<>();

	private final Map<String, Set<String>> callsByAction = new LinkedHashMap<>();

	private final List<String> descriptions = new ArrayList<>();

	private Denials() {
	}

	static List<String> of(SeccompPolicy policy) {
		Denials denials = new Denials();
		int allowed = 0;
		for (List<SyscallRule> rules : policy.rulesByNumber().values()) {
			boolean allows = false;
			for (SyscallRule rule : rules) {
				allows |= !rule.action().denies();
				denials.add(rule);
			}
			allowed += (allows) ? 1 : 0;
		}
		if (policy.defaultAction().denies()) {
			denials.descriptions
				.add("all but " + allowed + ((allowed == 1) ? " call (" : " calls (") + policy.defaultAction() + ")");
		}
		return denials.descriptions();
	}

	private void add(SyscallRule rule) {
		if (!rule.action().denies()) {
			return;
		}
		String action = rule.action().toString();
		if (rule.subject().equals(rule.syscall())) {
			String call = rule.syscall() + ((rule.isUnconditional()) ? "" : " with some arguments");
			this.callsByAction.computeIfAbsent(action, (key) -> new TreeSet<>()).add(call);
		}
		else {
			this.actionsBySubject.computeIfAbsent(rule.subject(), (key) -> new TreeSet<>()).add(action);
		}
	}

	private List<String> descriptions() {
		this.callsByAction.forEach((action, calls) -> this.descriptions.add(names(calls) + " (" + action + ")"));
		this.actionsBySubject
			.forEach((subject, actions) -> this.descriptions.add(subject + " (" + String.join(", ", actions) + ")"));
		return this.descriptions;
	}

	private static String names(Set<String> calls) {
		String names = String.join(", ", calls.stream().limit(MAX_NAMES).toList());
		return (calls.size() > MAX_NAMES) ? names + " and " + (calls.size() - MAX_NAMES) + " more" : names;
	}

}
