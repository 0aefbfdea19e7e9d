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

package dev.seccomp.bpf;

import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PseudoCode}.
 */
class PseudoCodeTests {

	@Test
	void ofWritesRulesByNumber() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("socket"), List.of(),
					List.of(ArgumentCondition.of(0, Operator.EQ, 38), ArgumentCondition.masked(1, 15, 2)),
					Action.of(ActionType.KILL_PROCESS))
			.rule("syscalls[1]", List.of("socket", "ioctl"), List.of(), List.of(), Action.errno(Errno.EACCES))
			.build();
		assertThat(PseudoCode.of(policy)).isEqualTo("""
				# filter for arch x86_64
				if ($arch != 0xc000003e)
				  action ERRNO(ENOSYS);
				if ($syscall >= 0x40000000)
				  action ERRNO(ENOSYS);
				# ioctl
				if ($syscall == 16)
				  action ERRNO(EACCES);  # syscalls[1]
				# socket
				if ($syscall == 41)
				  if ($arg0 == 38)
				    if ($arg1 & 0xf == 0x2)
				      action KILL_PROCESS;  # syscalls[0]
				  action ERRNO(EACCES);  # syscalls[1]
				# io_uring_setup
				if ($syscall == 425)
				  action ERRNO(ENOSYS);  # syscalls[0]: io_uring could make socket
				# default action
				action ALLOW;
				""");
	}

	@Test
	void ofWhenDefaultActionDeniesWritesNumbersAboveTheTable() {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.defaultAction(Action.errno(Errno.EPERM))
			.rule("syscalls[0]", List.of("read"), List.of(), List.of(), Action.ALLOW)
			.build();
		assertThat(PseudoCode.of(policy)).endsWith("""
				# read
				if ($syscall == 0)
				  action ALLOW;  # syscalls[0]
				# calls newer than the system call table
				if ($syscall > %d)
				  action ERRNO(ENOSYS);
				# default action
				action ERRNO(EPERM);
				""".formatted(Architecture.X86_64.syscalls().last()));
	}

}
