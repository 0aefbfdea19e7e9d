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

package dev.seccomp.learn;

import java.time.Instant;
import java.util.UUID;

import dev.seccomp.syscall.Architecture;

/**
 * A run that is being recorded.
 */
final class RunInProgress {

	private static final String UNPRINTABLE = "[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]";

	private final String id = UUID.randomUUID().toString();

	private final Instant started = Instant.now();

	private final ApplicationDescription application;

	private final CallTally tally;

	private volatile boolean ready;

	private volatile boolean childProcesses;

	RunInProgress(Architecture architecture, ApplicationDescription application) {
		this.tally = new CallTally(architecture);
		this.application = application;
	}

	CallTally tally() {
		return this.tally;
	}

	Phase phase() {
		return (this.ready) ? Phase.SERVING : Phase.STARTING;
	}

	void ready() {
		this.ready = true;
	}

	void childProcess() {
		this.childProcesses = true;
	}

	/**
	 * Return the recording of the run so far.
	 */
	RecordedRun recorded() {
		return new RecordedRun(this.id, printable(this.application.name()), printable(this.application.mainClass()),
				this.started, this.ready, this.childProcesses, RunEnvironment.current(this.application.collector()),
				this.tally.calls());
	}

	private static String printable(String text) {
		return text.replaceAll(UNPRINTABLE, "?").strip();
	}

}
