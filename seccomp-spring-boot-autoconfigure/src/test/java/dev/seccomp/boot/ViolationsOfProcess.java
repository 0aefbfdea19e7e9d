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

import java.util.List;

import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violations;

/**
 * The violations of this process, for tests in a JVM of their own.
 */
final class ViolationsOfProcess {

	private ViolationsOfProcess() {
	}

	static Violations violations() {
		return supervisor().violations();
	}

	static Supervisor supervisor() {
		return SeccompProcess.current().supervisor(Supervisor.class, true, () -> {
			throw new IllegalStateException("No supervisor");
		});
	}

	/**
	 * Return what the supervisor and the application share.
	 * @return the objects and their classes
	 */
	static List<Object> monitors() {
		return List.of(violations(), Violations.class, supervisor(), Supervisor.class, SeccompProcess.class);
	}

	/**
	 * Return how many calls of execve were denied.
	 * @return the number, once it has stopped growing
	 */
	static long countExecve() throws InterruptedException {
		long count;
		long before = -1;
		while ((count = violations().count("execve", "errno")) != before) {
			before = count;
			Thread.sleep(100);
		}
		return count;
	}

}
