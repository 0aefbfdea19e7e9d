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
 * What a policy denies, in words: groups by what they are about, and calls by their
 * names, with what the caller gets.
 */
final class Denials {

	/** How many names a line of the log can take. */
	private static final int MOST_NAMES = 12;

	private final Map<String, Set<String>> actionsBySubject = new LinkedHashMap<>();

	private final Map<String, Set<String>> callsByAction = new LinkedHashMap<>();

	private final List<String> words = new ArrayList<>();

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
			denials.words.add("all but " + allowed + " calls (" + policy.defaultAction() + ")");
		}
		return denials.words();
	}

	private void add(SyscallRule rule) {
		if (!rule.action().denies()) {
			return;
		}
		String action = rule.action().toString();
		if (rule.subject().equals(rule.syscall())) {
			String call = rule.syscall() + ((rule.isUnconditional()) ? "" : " by its arguments");
			this.callsByAction.computeIfAbsent(action, (key) -> new TreeSet<>()).add(call);
		}
		else {
			this.actionsBySubject.computeIfAbsent(rule.subject(), (key) -> new TreeSet<>()).add(action);
		}
	}

	private List<String> words() {
		this.callsByAction.forEach((action, calls) -> this.words.add(names(calls) + " (" + action + ")"));
		this.actionsBySubject
			.forEach((subject, actions) -> this.words.add(subject + " (" + String.join(", ", actions) + ")"));
		return this.words;
	}

	private static String names(Set<String> calls) {
		String names = String.join(", ", calls.stream().limit(MOST_NAMES).toList());
		return (calls.size() > MOST_NAMES) ? names + " and " + (calls.size() - MOST_NAMES) + " more" : names;
	}

}
