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

import java.time.Duration;
import java.util.BitSet;
import java.util.List;

import dev.seccomp.filter.JvmCheck;
import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.SyscallGroup;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Decides for which calls the caller is searched. A search blocks the caller, and fails
 * after some time if the JVM cannot show the stack at this point.
 */
final class CallerSearches {

	/**
	 * If so many more searches failed than succeeded, only risky calls are searched. On a
	 * busy machine some fail.
	 */
	private static final int MAX_FAILURES = 20;

	private static final Duration LIMIT = Duration.ofMillis(150);

	/** A policy is judged by its risky calls, so their callers have to be known. */
	static final Duration RISKY_LIMIT = Duration.ofSeconds(1);

	/**
	 * The names of threads whose calls are not searched. The search needs the threads of
	 * this project. Those of HotSpot run no Java code, and a search can need a safepoint,
	 * which some of them delay while they wait.
	 */
	private static final List<String> WITHOUT_JAVA = List.of("seccomp-", "C1 Compiler", "C2 Compiler", "G1 ",
			"GC Thread#", "RuntimeWorker#", "Shenandoah ", "VM ", "ZDirector", "ZDriver", "ZStat", "ZUncommitter",
			"ZUnmapper", "ZWorker");

	private final Architecture architecture;

	private final RecordedProcess process;

	/** The calls that every JVM needs, many of them made where a stack is unavailable. */
	private final BitSet unexplained = new BitSet();

	private final BitSet risky = new BitSet();

	private final BitSet threadsWithoutJava = new BitSet();

	private final int clone;

	private int failures;

	CallerSearches(Architecture architecture, RecordedProcess process) {
		this.architecture = architecture;
		this.process = process;
		this.clone = architecture.syscalls().number("clone").orElseThrow();
		JvmCheck.purposes(architecture).keySet().forEach((name) -> set(this.unexplained, name));
		for (String group : Catalog.get().groups()) {
			for (SyscallGroup.Member member : Catalog.get().group(group).orElseThrow().members()) {
				set(this.risky, member.syscall());
			}
		}
	}

	private void set(BitSet calls, String name) {
		this.architecture.syscalls().number(name).ifPresent(calls::set);
	}

	/**
	 * Start the search for the caller of a call, if it is useful.
	 * @param number the number of the call
	 * @param thread the id of the calling thread
	 * @param counter the counter of the call
	 * @param phase the phase of the application
	 * @param arguments the arguments
	 * @return whether the caller is to be searched
	 */
	boolean start(int number, int thread, CallCounter counter, Phase phase, long[] arguments) {
		boolean risky = this.risky.get(number);
		if ((number == this.clone) ? ArgumentCall.isThread(this.architecture, arguments)
				: this.unexplained.get(number) || this.threadsWithoutJava.get(thread)) {
			return false;
		}
		return (risky || this.failures < MAX_FAILURES) && counter.startSearch(phase, risky) && runsJava(thread);
	}

	private boolean runsJava(int thread) {
		String name = this.process.threadName(thread);
		if (WITHOUT_JAVA.stream().anyMatch(name::startsWith)) {
			this.threadsWithoutJava.set(thread);
			return false;
		}
		return true;
	}

	/**
	 * Return the time after which a caller no longer waits for the search.
	 * @param number the number of the call
	 * @return the limit
	 */
	Duration limit(int number) {
		return (this.risky.get(number)) ? RISKY_LIMIT : LIMIT;
	}

	/**
	 * End a search.
	 * @param answer the frame that was found, or {@code null} if none was found in time
	 * @return the frame, or an empty string
	 */
	String end(@Nullable String answer) {
		if (answer == null) {
			this.failures++;
			return "";
		}
		this.failures = Math.max(0, this.failures - 1);
		return answer;
	}

}
