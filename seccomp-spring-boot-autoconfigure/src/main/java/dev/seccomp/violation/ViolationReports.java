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

import java.time.Instant;
import java.util.List;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.AuditLog;
import dev.seccomp.kernel.InstallationException;
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

	private final Architecture architecture;

	private @Nullable AuditLog log;

	private @Nullable AuditReader reader;

	private @Nullable String logReason;

	private ViolationReports(Architecture architecture, boolean enforcing) {
		this.architecture = architecture;
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
	 * Open the kernel's log, where this process may, before a filter forbids it.
	 * @throws InstallationException where JNA cannot load
	 */
	public synchronized void openLog() {
		if (this.log == null && this.reader == null) {
			this.log = AuditLog.open(this.architecture, (reason) -> this.logReason = reason);
		}
	}

	/**
	 * Begin to read the kernel's log, which tells of the calls that nobody is asked
	 * about.
	 * @param programs the programs of the filters in force
	 */
	public synchronized void readLog(List<FilterProgram> programs) {
		AuditLog log = this.log;
		if (log == null) {
			return;
		}
		this.log = null;
		Runnable loggedCall = log.loggedCall(this.architecture, programs);
		if (loggedCall == null) {
			log.close();
			this.logReason = "no call that the policy denies could show by which id the log knows this process";
			return;
		}
		this.reader = AuditReader.start(log, loggedCall,
				new AuditedCalls(this.violations, this.supervisor, Instant.now()));
	}

	/**
	 * Return why the kernel's log is not read.
	 * @return the reason, or {@code null} where it is read
	 */
	public synchronized @Nullable String logReason() {
		return (this.reader != null) ? this.reader.reason() : this.logReason;
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
