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

/**
 * A classic BPF instruction: {@code struct sock_filter} of {@code linux/filter.h}.
 *
 * @param code the operation, 16 bits
 * @param jt the number of instructions to skip if a condition holds, 0 to 255
 * @param jf the number of instructions to skip if it does not hold, 0 to 255
 * @param k the constant, 32 bits
 */
public record Instruction(int code, int jt, int jf, int k) {

	/**
	 * The size of an instruction in bytes.
	 */
	public static final int BYTES = 8;

	/**
	 * The maximum distance of a conditional jump, in instructions.
	 */
	static final int FURTHEST = 255;

	/** {@code BPF_LD | BPF_W | BPF_ABS}: load a word of {@code struct seccomp_data}. */
	static final int LOAD = 0x20;

	/** {@code BPF_ALU | BPF_AND | BPF_K}. */
	static final int AND = 0x54;

	/** {@code BPF_JMP | BPF_JA}. */
	static final int JUMP = 0x05;

	/** {@code BPF_RET | BPF_K}. */
	static final int RETURN = 0x06;

	static Instruction load(int offset) {
		return new Instruction(LOAD, 0, 0, offset);
	}

	static Instruction and(int mask) {
		return new Instruction(AND, 0, 0, mask);
	}

	static Instruction jump(int distance) {
		return new Instruction(JUMP, 0, 0, distance);
	}

	static Instruction jump(Comparison comparison, int k, int jt, int jf) {
		return new Instruction(comparison.code(), jt, jf, k);
	}

	static Instruction returns(int value) {
		return new Instruction(RETURN, 0, 0, value);
	}

}
