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

import java.util.Collections;
import java.util.List;
import java.util.Set;

import dev.seccomp.policy.SeccompPolicy;

/**
 * The denied calls that the supervisor is not notified of because of an option of this
 * JVM.
 */
public final class SilencedCalls {

	private SilencedCalls() {
	}

	/**
	 * Return the silenced calls of a policy.
	 * @param policy the policy
	 * @param jvmOptions the options of this JVM that make HotSpot start programs
	 * @return the names of the calls
	 */
	public static List<String> of(SeccompPolicy policy, Set<String> jvmOptions) {
		VettedCalls calls = VettedCalls.get();
		return calls.names()
			.stream()
			.filter((syscall) -> !Collections.disjoint(calls.unless(syscall), jvmOptions) && policy.mayDeny(syscall))
			.sorted()
			.toList();
	}

}
