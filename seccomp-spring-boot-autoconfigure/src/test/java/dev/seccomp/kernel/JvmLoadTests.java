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

package dev.seccomp.kernel;

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a JVM runs with each collector if its policy passes
 * {@link dev.seccomp.filter.JvmCheck}.
 */
class JvmLoadTests {

	/** A manual run may take longer, with {@code -Dseccomp.load.seconds=60}. */
	private static final String SECONDS = System.getProperty("seccomp.load.seconds", "10");

	/** The calls that {@code JvmCheck} requires on x86_64 and aarch64. */
	private static final String NEEDS = "futex,sched_yield,mmap,munmap,mprotect,mremap,brk,madvise,rt_sigreturn,"
			+ "rt_sigaction,rt_sigprocmask,sigaltstack,tgkill,gettid,getpid,set_robust_list,rseq,sched_getaffinity,"
			+ "prctl,read,write,close,getrandom,clock_gettime,clock_nanosleep,restart_syscall,exit,exit_group,clone";

	/** The calls that load classes, which {@code JvmCheck} does not require. */
	private static final String FILES = "openat,newfstatat,fstat,lseek,pread64,getdents64,fcntl";

	@ParameterizedTest
	@Tag("collectors")
	@ValueSource(strings = { "Serial", "Parallel", "G1", "Z", "Shenandoah" })
	void jvmWhenPolicyPassesCheckRuns(String collector) {
		String option = "-XX:+Use" + collector + "GC";
		Requirement.require(ChildJvm.of(JvmLoad.class).options(option, "-version").run().exitCode() == 0,
				"This JVM has no " + option);
		ChildJvm.Outcome outcome = ChildJvm.of(JvmLoad.class)
			.options(option, "-Xmx256m")
			.arguments(SECONDS, NEEDS + "," + FILES)
			.run();
		assertThat(outcome.output()).containsPattern("completed [1-9]\\d+ rounds").doesNotContain("Exception");
		assertThat(outcome.exitCode()).isZero();
	}

}
