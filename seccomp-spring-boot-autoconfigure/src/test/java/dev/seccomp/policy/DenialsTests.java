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

package dev.seccomp.policy;

import java.util.List;
import java.util.stream.IntStream;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Denials}.
 */
class DenialsTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	@Test
	void ofWhenPolicyIsPresetReturnsSubjects() {
		assertThat(policy().presets(List.of("no-exec")).build().denials())
			.containsExactly("starting a program or a process (EACCES, ENOSYS)");
	}

	@Test
	void ofWhenRulesNameCallsReturnsNames() {
		assertThat(policy().rule("syscalls[0]", List.of("ptrace", "bpf"), List.of(), List.of(), EPERM)
			.rule("syscalls[1]", List.of("socket"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, 16)), EPERM)
			.rule("syscalls[2]", List.of("mount"), List.of(), List.of(), Action.of(ActionType.KILL_PROCESS))
			.rule("syscalls[3]", List.of("read"), List.of(), List.of(), Action.ALLOW)
			.build()
			.denials()).containsExactly("bpf, ptrace, socket with some arguments (EPERM)", "mount (kill_process)",
					"io_uring, which could make socket (ENOSYS)");
	}

	@Test
	void ofWhenPolicyIsAllowlistReturnsNumberOfCalls() {
		assertThat(policy().defaultAction(EPERM)
			.rule("syscalls[0]", List.of("read", "write"), List.of(), List.of(), Action.ALLOW)
			.build()
			.denials()).containsExactly("all but 2 calls (EPERM)");
	}

	@Test
	void ofWhenNamesAreManyTruncatesThem() {
		assertThat(policy().rule("syscalls[0]", names(20), List.of(), List.of(), EPERM).build().denials()).first()
			.asString()
			.endsWith(" and 8 more (EPERM)");
		assertThat(policy().rule("syscalls[0]", names(12), List.of(), List.of(), EPERM).build().denials()).first()
			.asString()
			.doesNotContain("more");
	}

	private static List<String> names(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> String.valueOf(Architecture.X86_64.syscalls().name(number)))
			.toList();
	}

	private static PolicyBuilder policy() {
		return SeccompPolicy.builder(Architecture.X86_64);
	}

}
