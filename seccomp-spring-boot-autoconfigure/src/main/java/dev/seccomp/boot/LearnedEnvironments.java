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

import java.lang.management.ManagementFactory;
import java.util.List;

import dev.seccomp.learn.RunEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The environments in which a policy was learned.
 */
final class LearnedEnvironments {

	private LearnedEnvironments() {
	}

	/**
	 * Return the garbage collector of this JVM.
	 * @return the name as in the JVM option that selects it
	 */
	static String collector() {
		return RunEnvironment.collector(ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());
	}

	/**
	 * Return a warning if a policy was learned in other environments than this one.
	 * @param environments the environments, none for a policy that was not learned
	 * @return the warning, or {@code null} if this environment is one of them
	 */
	static @Nullable String warning(List<String> environments) {
		if (environments.isEmpty()) {
			return null;
		}
		String current = RunEnvironment.current(collector()).key();
		return (environments.contains(current)) ? null
				: "The policy was not learned in this environment, so calls of this environment may be denied: "
						+ current + ". Learned in: " + String.join("; ", environments)
						+ ". Run learn mode in this environment, too, or test the policy with 'seccomp.mode: log'.";
	}

}
