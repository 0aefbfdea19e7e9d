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

package dev.seccomp.violation;

import dev.seccomp.bpf.SeccompData;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForeignAbi}.
 */
class ForeignAbiTests {

	private static final int X86_64 = Architecture.X86_64.audit();

	private static final int ARM = 0x40000028;

	private final ForeignAbi foreign = new ForeignAbi(Architecture.X86_64);

	@Test
	void onlyForeignCallsHaveTheName() {
		assertThat(name(59, X86_64)).isNotEqualTo("foreign-abi");
		assertThat(name(100_000, X86_64)).isNotEqualTo("foreign-abi");
		assertThat(name(11, Architecture.I386.audit())).isEqualTo("foreign-abi");
		assertThat(name(Architecture.X32_BIT, X86_64)).isEqualTo("foreign-abi");
		assertThat(name(-1, X86_64)).isEqualTo("foreign-abi");
	}

	@Test
	void describeNamesAbiAndCall() {
		assertThat(this.foreign.describe(new SeccompData(11, Architecture.I386.audit())))
			.hasToString("{abi=i386, number=11, name=execve}");
		assertThat(this.foreign.describe(new SeccompData(Architecture.X32_BIT | 39, X86_64)))
			.hasToString("{abi=x32, number=1073741863, name=getpid}");
	}

	@Test
	void describeWhenCallIsUnknownHasNoName() {
		assertThat(this.foreign.describe(new SeccompData(-1, X86_64))).hasToString("{abi=x86_64, number=-1}");
		assertThat(this.foreign.describe(new SeccompData(11, ARM))).hasToString("{abi=0x40000028, number=11}");
		assertThat(this.foreign.describe(new SeccompData(9999, Architecture.I386.audit())))
			.hasToString("{abi=i386, number=9999}");
	}

	private static String name(int number, int arch) {
		CountedCalls calls = new CountedCalls(Architecture.X86_64);
		return calls.name(calls.index(number, arch));
	}

}
