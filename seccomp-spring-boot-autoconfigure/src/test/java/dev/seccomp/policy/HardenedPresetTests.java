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

import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kernel denies the calls of {@code hardened}, and no others.
 */
class HardenedPresetTests {

	private static ChildJvm.Outcome process;

	@BeforeAll
	static void makeCalls() {
		process = ChildJvm.of(AttackedProcess.class).run();
		assertThat(process.exitCode()).as(process.output()).isZero();
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.policy.Attack#all")
	void hardenedWhenCallIsAttackDeniesIt(Attack attack) {
		assertThat(process.line("after " + attack)).isEqualTo(attack.error());
		String before = process.line("before " + attack);
		Requirement.require(!before.equals(attack.error()),
				"The kernel itself says " + before + " where it lacks the call or the caller the privilege.");
	}

	@Test
	void hardenedDeniesNamespaces() {
		assertThat(process.line("after namespace then")).isEqualTo(process.line("after namespace"));
		Requirement.require(!process.line("before namespace then").equals(process.line("before namespace")),
				"Making a namespace takes CAP_SYS_ADMIN.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "socketpair" })
	void hardenedAllowsSocketsOfApplications(String family) {
		for (String when : List.of("before", "after")) {
			assertThat(process.line(when + " " + family)).isEqualTo("true");
		}
	}

}
