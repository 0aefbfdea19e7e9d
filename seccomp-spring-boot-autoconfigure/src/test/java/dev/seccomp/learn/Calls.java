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
import java.util.Map;

import dev.seccomp.syscall.Architecture;

/**
 * The calls of a run, identified by name.
 */
public final class Calls {

	private final Architecture architecture;

	private final CallTally tally;

	public Calls(Architecture architecture) {
		this.architecture = architecture;
		this.tally = new CallTally(architecture);
	}

	public Calls make(String syscall, long... arguments) {
		this.tally.add(this.architecture.syscalls().number(syscall).orElseThrow(), Arrays.copyOf(arguments, 6));
		return this;
	}

	public Calls make(int times, String syscall) {
		for (int i = 0; i < times; i++) {
			make(syscall, 0);
		}
		return this;
	}

	public Architecture architecture() {
		return this.architecture;
	}

	public CallTally tally() {
		return this.tally;
	}

	Map<RecordedCall, Long> recorded() {
		return this.tally.total().asMap();
	}

}
