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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.SilencedCalls;

/**
 * The denied calls that are not reported because of an option of this JVM. A supervisor
 * in the same JVM could not respond to them without the risk of a deadlock.
 */
final class UnreportedCalls {

	private static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";

	private static final String FORK = "FORK";

	private static final String CLONE = "clone";

	private UnreportedCalls() {
	}

	/**
	 * Return the calls with their reasons.
	 * @param specifications the filters
	 * @param jvmOptions the options of this JVM that make HotSpot start programs
	 * @return a phrase for each reason
	 */
	static List<String> of(List<FilterSpecification> specifications, Set<String> jvmOptions) {
		List<String> reasons = new ArrayList<>();
		Set<String> silenced = new TreeSet<>();
		specifications
			.forEach((specification) -> silenced.addAll(SilencedCalls.of(specification.policy(), jvmOptions)));
		if (!silenced.isEmpty()) {
			reasons.add(String.join(", ", silenced) + " (with " + String.join(", ", new TreeSet<>(jvmOptions))
					+ ", HotSpot makes these calls itself while all threads are stopped)");
		}
		if (FORK.equalsIgnoreCase(System.getProperty(LAUNCH_MECHANISM))
				&& specifications.stream().anyMatch((specification) -> specification.policy().mayDeny(CLONE))
				&& !silenced.contains(CLONE)) {
			reasons.add(CLONE + " (with -D" + LAUNCH_MECHANISM + "=" + FORK
					+ ", the C library makes this call while it holds the locks of its memory)");
		}
		return reasons;
	}

}
