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

package dev.seccomp.filter;

import java.util.List;
import java.util.Set;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.policy.SeccompPolicy;

/**
 * Programs that notify, with the rules that guard the listener or without.
 */
public final class NotifyingPrograms {

	private NotifyingPrograms() {
	}

	/**
	 * Compile a program with a listener.
	 * @param policy the policy
	 * @param guarded whether the rules guard the listener
	 * @param next whether another program with a listener follows
	 * @param earlier the policy of the earlier program, if any
	 * @return the program
	 */
	public static FilterProgram of(SeccompPolicy policy, boolean guarded, boolean next, SeccompPolicy... earlier) {
		SeccompPolicy notifying = Reporting.SUPERVISOR_ENFORCE.of(policy,
				ListenerGuard.rules(policy.architecture(), guarded, next), Set.of());
		for (SeccompPolicy before : earlier) {
			notifying = Reporting.includeNotifications(notifying,
					Reporting.SUPERVISOR_ENFORCE.of(before, List.of(), Set.of()));
		}
		return FilterCompiler.compile(notifying);
	}

}
