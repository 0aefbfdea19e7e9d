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

package dev.seccomp.boot.actuate;

import java.util.List;
import java.util.Set;

import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SyscallDescriptor}.
 */
class SyscallDescriptorTests {

	private static final int EXECVE = 59;

	private final FilterSpecification sealed = specify(Stage.SEALED, FilterMode.ENFORCE, "execve", Errno.EACCES);

	@Test
	void ofWhenTwoFiltersDenyReturnsTheNewest() {
		SyscallDescriptor descriptor = describe(this.sealed,
				specify(Stage.STARTUP, FilterMode.ENFORCE, "execve", Errno.EPERM));
		assertThat(descriptor.filter()).isEqualTo("startup");
		assertThat(descriptor.errno()).isEqualTo("EPERM");
	}

	@Test
	void ofWhenOnlySealedFilterIsEnforcedReturnsIt() {
		SyscallDescriptor descriptor = describe(this.sealed,
				specify(Stage.STARTUP, FilterMode.LOG, "execve", Errno.EPERM));
		assertThat(descriptor.filter()).isEqualTo("sealed");
		assertThat(descriptor.errno()).isEqualTo("EACCES");
	}

	@Test
	void ofWhenSealedFilterAllowsReturnsTheLoggedDenial() {
		SyscallDescriptor descriptor = describe(specify(Stage.SEALED, FilterMode.ENFORCE, "bind", Errno.EACCES),
				specify(Stage.STARTUP, FilterMode.LOG, "execve", Errno.EPERM));
		assertThat(descriptor.filter()).isEqualTo("startup");
		assertThat(descriptor.rule()).isEqualTo("syscalls[0]");
	}

	private static SyscallDescriptor describe(FilterSpecification... specifications) {
		return SyscallDescriptor.of("execve", EXECVE,
				FilterStack.of(List.of(specifications), NotificationSupport.NONE, Set.of()).filters());
	}

	private static FilterSpecification specify(Stage stage, FilterMode mode, String syscall, int errno) {
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of(syscall), List.of(), List.of(), Action.errno(errno))
			.build();
		return new FilterSpecification(stage, mode, policy, false);
	}

}
