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

import dev.seccomp.syscall.Errno;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the messages of {@link RecordedProcess} for other configurations of the kernel.
 */
class RecordedProcessTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			EPERM  | 0 | An outer filter may deny it                   | --cap-add=SYS_PTRACE
			EPERM  | 1 | An outer filter may deny it                   | --cap-add=SYS_PTRACE
			EPERM  | 2 | Yama forbids it: kernel.yama.ptrace_scope=2.    | set kernel.yama.ptrace_scope to 1
			EPERM  | 3 | Yama forbids it: kernel.yama.ptrace_scope=3.    | Boot with kernel.yama.ptrace_scope=1
			ENOSYS | 2 | This call requires Linux 5.6                           | Run learn mode on Linux 5.6 or later
			""")
	void refusalReportsReasonAndRemedy(String errno, int scope, String reason, String remedy) {
		InstallationException refusal = RecordedProcess.refusal("pidfd_getfd", Errno.number(errno).orElseThrow(),
				scope);
		assertThat(refusal).hasMessageContaining("pidfd_getfd(2) failed with " + errno + ".")
			.hasMessageContaining(reason);
		assertThat(refusal.getRemedy()).contains(remedy);
	}

}
