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

package dev.seccomp.violation;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the violations of this process, and how it is found out. A process can
 * have one supervisor, so all its applications share these.
 *
 * @since 0.1.0
 */
public final class ViolationReports {

	private static @Nullable ViolationReports ofProcess;

	private final Violations violations = new Violations();

	private final Supervisor supervisor;

	private ViolationReports(Architecture architecture, boolean enforcing) {
		this.supervisor = new Supervisor(architecture, enforcing, this.violations);
	}

	/**
	 * Return the reports of this process. The first time, what it takes to make them is
	 * prepared.
	 * @param architecture the architecture of this JVM
	 * @param enforcing whether what policies deny is denied
	 * @return the reports
	 */
	public static synchronized ViolationReports ofProcess(Architecture architecture, boolean enforcing) {
		if (ofProcess == null) {
			ofProcess = new ViolationReports(architecture, enforcing);
			ofProcess.supervisor.prepare();
		}
		return ofProcess;
	}

	/**
	 * Return the violations.
	 * @return the violations
	 */
	public Violations violations() {
		return this.violations;
	}

	/**
	 * Return who answers denied calls.
	 * @return the supervisor
	 */
	public Supervisor supervisor() {
		return this.supervisor;
	}

}
