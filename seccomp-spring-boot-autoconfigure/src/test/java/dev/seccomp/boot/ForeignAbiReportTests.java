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

import dev.seccomp.kernel.MachineCode;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.PrintedOutput;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls of a foreign ABI, as an attacker makes them with machine code, are
 * denied, counted and reported under one name.
 */
class ForeignAbiReportTests {

	private static final int EXECVE = 11;

	private static final int X32_GETPID = Architecture.X32_BIT | 39;

	private static final String CALLER = " thread 'main' at dev\\.seccomp\\.kernel\\.MachineCode\\.call\\(.*\\."
			+ " The rule 'foreign-abi' denies it\\.";

	@BeforeEach
	void requireX86() {
		Requirement.require(Platform.architecture() == Architecture.X86_64, "The machine code is for x86_64.");
	}

	/** Not even CI can meet this requirement on each machine. */
	private static void requireInt80() throws Exception {
		Assumptions.assumeTrue(MachineCode.canMakeInt80(), MachineCode.NO_INT80);
	}

	@Test
	@ForkedJvm
	void foreignCallsAreCountedAndReported() throws Exception {
		MachineCode syscall = MachineCode.syscall();
		ModesApplication application = ModesApplication.start("--seccomp.presets=no-exec");
		assertThat(syscall.call(X32_GETPID)).isEqualTo(-Errno.ENOSYS);
		assertThat(syscall.call(-1)).isEqualTo(-Errno.ENOSYS);
		application.awaitEvents();
		assertThat(application.events()).hasSize(2).containsOnly("foreign-abi errno");
		assertThat(application.meters()).contains("seccomp.violations {action=errno, syscall=foreign-abi} 2.0");
		assertThat(application.endpoint().all().violations().bySyscall()).hasToString("{foreign-abi=2}");
		assertThat(application.endpoint().recent().toString()).contains("abi=x32, number=1073741863, name=getpid")
			.contains("abi=x86_64, number=-1");
		assertThat(PrintedOutput.read()).containsPattern(
				"WARN .* Denied foreign-abi \\(ENOSYS\\) abi=x32 number=1073741863 name=getpid, called by" + CALLER);
		assertThat(application.endpoint().all().allowingRules()).isNull();
	}

	@Test
	@ForkedJvm
	void callOfI386IsCountedAndReported() throws Exception {
		requireInt80();
		MachineCode int80 = MachineCode.int80();
		assertThat(int80.call(EXECVE, 0)).as("without the filter").isEqualTo(-Errno.EFAULT);
		ModesApplication application = ModesApplication.start("--seccomp.presets=no-exec");
		assertThat(int80.call(EXECVE, 0)).isEqualTo(-Errno.ENOSYS);
		application.awaitEvents();
		assertThat(application.events()).containsExactly("foreign-abi errno");
		assertThat(application.endpoint().recent().toString()).contains("abi=i386, number=11, name=execve");
		assertThat(PrintedOutput.read()).containsPattern(
				"WARN .* Denied foreign-abi \\(ENOSYS\\) abi=i386 number=11 name=execve, called by" + CALLER);
	}

	@Test
	@ForkedJvm
	void withoutReportsForeignCallsFailInTheKernel() throws Exception {
		requireInt80();
		MachineCode int80 = MachineCode.int80();
		ModesApplication application = ModesApplication.start("--seccomp.presets=no-exec",
				"--seccomp.violations.report=false");
		assertThat(int80.call(EXECVE, 0)).isEqualTo(-Errno.ENOSYS);
		assertThat(application.events()).isEmpty();
	}

	@Test
	@ForkedJvm
	void inLogModeForeignCallsFailInTheKernel() throws Exception {
		requireInt80();
		MachineCode int80 = MachineCode.int80();
		ModesApplication application = ModesApplication.start("--seccomp.presets=no-exec", "--seccomp.mode=log");
		assertThat(int80.call(EXECVE, 0)).isEqualTo(-Errno.ENOSYS);
		assertThat(application.events()).isEmpty();
	}

}
