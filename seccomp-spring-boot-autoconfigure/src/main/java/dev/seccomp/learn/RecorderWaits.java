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

import java.util.Arrays;

import dev.seccomp.syscall.Architecture;

/**
 * The calls with which the JVM of the application waits for the end of the recorder and
 * its guard. They start before the filter, so whether the filter receives these calls
 * differs between runs. No application makes them outside learn mode.
 */
final class RecorderWaits {

	private final int wait4;

	private final long[] processes;

	/**
	 * Create the calls.
	 * @param architecture the architecture
	 * @param processes the IDs of the recorder and its guard
	 */
	RecorderWaits(Architecture architecture, long... processes) {
		this.wait4 = architecture.syscalls().number("wait4").orElseThrow();
		this.processes = processes.clone();
	}

	/**
	 * Return whether a call is one of them.
	 * @param number the number of the call
	 * @param arguments its arguments
	 * @return whether it waits for one of the processes
	 */
	boolean contains(int number, long[] arguments) {
		return number == this.wait4
				&& Arrays.stream(this.processes).anyMatch((process) -> process == (int) arguments[0]);
	}

}
