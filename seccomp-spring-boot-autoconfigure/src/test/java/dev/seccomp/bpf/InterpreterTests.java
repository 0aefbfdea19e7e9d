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

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Interpreter}, instruction by instruction.
 */
class InterpreterTests {

	private static final SeccompData CALL = new SeccompData(59, 0xC000003E, 0x1111111122222222L, 2, 3, 4, 5,
			0xAAAAAAAABBBBBBBBL);

	@Test
	void loadWhenLittleEndianReturnsWord() {
		assertThat(load(Architecture.X86_64, 0)).isEqualTo(59);
		assertThat(load(Architecture.X86_64, 4)).isEqualTo(0xC000003E);
		assertThat(load(Architecture.X86_64, 8)).isZero();
		assertThat(load(Architecture.X86_64, 16)).isEqualTo(0x22222222);
		assertThat(load(Architecture.X86_64, 20)).isEqualTo(0x11111111);
		assertThat(load(Architecture.X86_64, 56)).isEqualTo(0xBBBBBBBB);
		assertThat(load(Architecture.X86_64, 60)).isEqualTo(0xAAAAAAAA);
	}

	@Test
	void loadWhenBigEndianReturnsWord() {
		assertThat(load(Architecture.S390X, 0)).isEqualTo(59);
		assertThat(load(Architecture.S390X, 16)).isEqualTo(0x11111111);
		assertThat(load(Architecture.S390X, 20)).isEqualTo(0x22222222);
		assertThat(load(Architecture.S390X, 56)).isEqualTo(0xAAAAAAAA);
	}

	@Test
	void loadWhenOffsetIsInvalidThrowsException() {
		for (int offset : new int[] { -4, 2, 64, 1 << 20 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> load(Architecture.X86_64, offset));
		}
	}

	@Test
	void jumpComparesUnsigned() {
		assertThat(jumps(0x15, 59)).isTrue();
		assertThat(jumps(0x15, 58)).isFalse();
		assertThat(jumps(0x25, 58)).isTrue();
		assertThat(jumps(0x25, 59)).isFalse();
		assertThat(jumps(0x25, -1)).isFalse();
		assertThat(jumps(0x35, 59)).isTrue();
		assertThat(jumps(0x35, 0x80000000)).isFalse();
		assertThat(jumps(0x45, 0x20)).isTrue();
		assertThat(jumps(0x45, 0x40)).isFalse();
	}

	@Test
	void runMasksAndJumpsAndCountsSteps() {
		Interpreter.Result result = run(Architecture.X86_64, new Instruction(0x20, 0, 0, 0),
				new Instruction(0x54, 0, 0, 0x0F), new Instruction(0x05, 0, 0, 1), new Instruction(0x06, 0, 0, 1),
				new Instruction(0x15, 0, 1, 0x0B), new Instruction(0x06, 0, 0, 2), new Instruction(0x06, 0, 0, 3));
		assertThat(result).isEqualTo(new Interpreter.Result(2, 5));
	}

	@Test
	void runWhenInstructionIsUnsupportedThrowsException() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> run(Architecture.X86_64, new Instruction(0x16, 0, 0, 0), new Instruction(0x06, 0, 0, 0)));
	}

	/** Reads a word by a test of each bit. */
	private static int load(Architecture architecture, int offset) {
		int word = 0;
		for (int bit = 0; bit < 32; bit++) {
			Interpreter.Result result = run(architecture, new Instruction(0x20, 0, 0, offset),
					new Instruction(0x45, 0, 1, 1 << bit), new Instruction(0x06, 0, 0, 1),
					new Instruction(0x06, 0, 0, 0));
			word |= result.value() << bit;
		}
		return word;
	}

	private static boolean jumps(int code, int k) {
		return run(Architecture.X86_64, new Instruction(0x20, 0, 0, 0), new Instruction(code, 1, 0, k),
				new Instruction(0x06, 0, 0, 0), new Instruction(0x06, 0, 0, 1))
			.value() == 1;
	}

	private static Interpreter.Result run(Architecture architecture, Instruction... instructions) {
		return new Interpreter(new FilterProgram(architecture, List.of(instructions))).run(CALL);
	}

}
