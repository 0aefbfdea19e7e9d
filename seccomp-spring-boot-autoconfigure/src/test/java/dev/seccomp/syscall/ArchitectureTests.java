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

package dev.seccomp.syscall;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Architecture}.
 */
class ArchitectureTests {

	/** The values of {@code AUDIT_ARCH_*} as {@code linux/audit.h} computes them. */
	@ParameterizedTest
	@CsvSource({ "amd64, X86_64, 0xC000003E", "x86_64, X86_64, 0xC000003E", "aarch64, AARCH64, 0xC00000B7",
			"arm64, AARCH64, 0xC00000B7", "riscv64, RISCV64, 0xC00000F3", "s390x, S390X, 0x80000016",
			"ppc64le, PPC64LE, 0xC0000015", "loongarch64, LOONGARCH64, 0xC0000102" })
	void ofWhenOsArchIsSupportedReturnsArchitecture(String osArch, Architecture architecture, String audit) {
		assertThat(Architecture.of(osArch)).contains(architecture);
		assertThat(architecture.audit()).isEqualTo((int) (long) Long.decode(audit));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "i386", "x86", "arm", "ppc64", "sparcv9", "AMD64" })
	void ofWhenOsArchHasNoTableReturnsEmpty(String osArch) {
		assertThat(Architecture.of(osArch)).isEmpty();
	}

	@Test
	void supportedDoesNotContainI386() {
		assertThat(Architecture.supported()).hasSize(6).doesNotContain(Architecture.I386);
		assertThat(Architecture.I386.audit()).isEqualTo(0x40000003);
		assertThat(Architecture.I386.syscalls().number("execve")).hasValue(11);
	}

	@Test
	void isBigEndianAndCloneFlagsIndexDifferOnS390xOnly() {
		for (Architecture architecture : Architecture.supported()) {
			boolean different = architecture == Architecture.S390X;
			assertThat(architecture.isBigEndian()).isEqualTo(different);
			assertThat(architecture.cloneFlagsIndex()).isEqualTo((different) ? 1 : 0);
		}
	}

	@Test
	void auditIsUnique() {
		assertThat(Arrays.stream(Architecture.values()).map(Architecture::audit)).doesNotHaveDuplicates();
	}

}
