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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;

/**
 * The calls of a run, made by a test.
 */
public final class Calls {

	private final Architecture architecture;

	private final CallTally tally;

	private Phase phase = Phase.STARTING;

	private boolean ready;

	private String frame = "";

	public Calls(Architecture architecture) {
		this.architecture = architecture;
		this.tally = new CallTally(architecture);
	}

	/** The calls after this one belong to the serving phase. */
	public Calls ready() {
		this.ready = true;
		this.phase = Phase.SERVING;
		return this;
	}

	/** The calls after this one are made by this Java code. */
	Calls by(String frame) {
		this.frame = frame;
		return this;
	}

	public Calls make(String syscall, long... arguments) {
		CallCounter counter = this.tally.counter(this.architecture.syscalls().number(syscall).orElseThrow(),
				Arrays.copyOf(arguments, 6));
		Objects.requireNonNull(counter)
			.add((CallerFrame.isOfTestFramework(this.frame)) ? Phase.TESTING : this.phase, this.frame);
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

	/** Returns the calls that libraries use in place of these ones. */
	public static Set<String> alternatives(Set<String> syscalls) {
		return syscalls.stream()
			.flatMap((syscall) -> CallFamilies.of(RecordedCall.of(syscall)).stream())
			.flatMap((family) -> family.calls().stream())
			.map(RecordedCall::syscall)
			.collect(Collectors.toSet());
	}

	Map<RecordedCall, Long> counts() {
		Map<RecordedCall, Long> counts = new TreeMap<>();
		this.tally.calls()
			.forEach((call, occurrences) -> counts.put(call,
					occurrences.phases().values().stream().mapToLong(PhaseCalls::count).sum()));
		return counts;
	}

	RecordedRun run(String id) {
		return new RecordedRun(id, "shop", "com.example.ShopApplication", Instant.parse("2026-11-22T10:00:00Z"),
				this.ready, false,
				new RunEnvironment("17.0.15", "Debian", "glibc 2.36", "G1", "6.1.0", this.architecture),
				this.tally.calls());
	}

	public Calls mergeInto(Path output, String id) throws IOException {
		new LearnedFiles(output).merge(List.of(run(id)));
		return this;
	}

}
