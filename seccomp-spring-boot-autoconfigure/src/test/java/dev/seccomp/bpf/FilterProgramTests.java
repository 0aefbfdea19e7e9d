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

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.Preset;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FilterProgram}.
 */
class FilterProgramTests {

	private static final List<Instruction> INSTRUCTIONS = List.of(new Instruction(0x20, 0, 0, 4),
			new Instruction(0x15, 1, 200, 0xC000003E), new Instruction(0x06, 0, 0, 0x7fff0000));

	@Test
	void toBytesReturnsKernelStructures() {
		assertThat(HexFormat.of().formatHex(new FilterProgram(Architecture.X86_64, INSTRUCTIONS).toBytes()))
			.isEqualTo("2000" + "00" + "00" + "04000000" + "1500" + "01" + "c8" + "3e0000c0" + "0600" + "00" + "00"
					+ "0000ff7f");
	}

	@Test
	void toBytesWhenBigEndianUsesItsByteOrder() {
		assertThat(HexFormat.of().formatHex(new FilterProgram(Architecture.S390X, INSTRUCTIONS).toBytes()))
			.isEqualTo("0020" + "00" + "00" + "00000004" + "0015" + "01" + "c8" + "c000003e" + "0006" + "00" + "00"
					+ "7fff0000");
	}

	@Test
	void hashIsSha256OfBytes() throws Exception {
		FilterProgram program = new FilterProgram(Architecture.X86_64, INSTRUCTIONS);
		assertThat(program.hash()).isEqualTo(
				"sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(program.toBytes())));
		assertThat(program.hash()).hasSize(7 + 64)
			.isNotEqualTo(new FilterProgram(Architecture.S390X, INSTRUCTIONS).hash());
	}

	@Test
	void hashWhenPolicyIsEqualIsEqual() {
		assertThat(noExec(Architecture.X86_64).hash()).isEqualTo(noExec(Architecture.X86_64).hash());
	}

	@Test
	void runAppliesPolicy() {
		FilterProgram program = noExec(Architecture.X86_64);
		int audit = Architecture.X86_64.audit();
		assertThat(program.run(new SeccompData(59, audit))).hasToString("EACCES");
		assertThat(program.run(new SeccompData(0, audit))).isEqualTo(Action.ALLOW);
		assertThat(program.run(new SeccompData(56, audit, 17))).hasToString("EACCES");
		assertThat(program.run(new SeccompData(56, audit, 0x10000))).isEqualTo(Action.ALLOW);
		assertThat(program.run(new SeccompData(435, audit))).isEqualTo(Action.ENOSYS);
		assertThat(program.run(new SeccompData(11, Architecture.I386.audit()))).isEqualTo(Action.ENOSYS);
	}

	private static FilterProgram noExec(Architecture architecture) {
		return FilterCompiler.compile(SeccompPolicy.builder(architecture).presets(List.of(Preset.DEFAULT)).build());
	}

}
