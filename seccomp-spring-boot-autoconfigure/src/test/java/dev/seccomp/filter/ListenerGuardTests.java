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

package dev.seccomp.filter;

import java.util.List;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rules of {@link ListenerGuard} where this machine is another.
 */
class ListenerGuardTests {

	private static final Action DENIED = Action.errno(Errno.EPERM);

	/** The kernel takes the tag off these addresses, a filter sees it. */
	@ParameterizedTest
	@CsvSource({ "AARCH64,0x100000000000000", "AARCH64,0x7f00000000000000", "RISCV64,0x1000000000000",
			"RISCV64,0x7fff000000000000", "X86_64,0x7e00000000000000" })
	void taggedAddressIsTheSame(Architecture architecture, String tag) {
		long tagged = Long.decode(tag) | ListenerGuard.SEALED;
		assertThat(decision(architecture, "munmap", tagged, 4096)).isEqualTo(DENIED);
		assertThat(decision(architecture, "mremap", tagged, 4096, 4096, 1)).isEqualTo(DENIED);
		assertThat(decision(architecture, "munmap", ListenerGuard.END, 4096)).isEqualTo(Action.ALLOW);
		assertThat(decision(architecture, "munmap", 0x7f00_0000_0000L, 4096)).isEqualTo(Action.ALLOW);
	}

	@Test
	void powerHasAnotherWayToAttachSharedMemory() {
		long shmat = 21;
		long remap = 0x4000;
		assertThat(decision(Architecture.PPC64LE, "ipc", shmat, 1, remap, 0, ListenerGuard.SEALED)).isEqualTo(DENIED);
		assertThat(decision(Architecture.PPC64LE, "ipc", 1L << 16 | shmat, 1, remap, 0, ListenerGuard.SEALED))
			.isEqualTo(DENIED);
		assertThat(decision(Architecture.PPC64LE, "ipc", shmat, 1, 0, 0, ListenerGuard.SEALED)).isEqualTo(Action.ALLOW);
		assertThat(decision(Architecture.PPC64LE, "ipc", shmat, 1, remap, 0, ListenerGuard.END))
			.isEqualTo(Action.ALLOW);
	}

	private static Action decision(Architecture architecture, String syscall, long... arguments) {
		SeccompPolicy policy = SeccompPolicy.builder(architecture).presets(List.of("no-exec")).build();
		FilterProgram program = NotifyingPrograms.of(policy, true, false);
		return program.run(new SeccompData(architecture.syscalls().number(syscall).orElseThrow(), architecture.audit(),
				arguments));
	}

}
