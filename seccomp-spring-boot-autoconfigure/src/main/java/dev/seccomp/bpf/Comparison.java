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

import java.util.Locale;

/**
 * An unsigned comparison of the accumulator with the constant of a conditional jump.
 */
enum Comparison {

	/** {@code BPF_JMP | BPF_JEQ | BPF_K}. */
	EQ(0x15),

	/** {@code BPF_JMP | BPF_JGT | BPF_K}. */
	GT(0x25),

	/** {@code BPF_JMP | BPF_JGE | BPF_K}. */
	GE(0x35),

	/** {@code BPF_JMP | BPF_JSET | BPF_K}: any bit of the constant is set. */
	SET(0x45);

	private final int code;

	Comparison(int code) {
		this.code = code;
	}

	String mnemonic() {
		return name().toLowerCase(Locale.ROOT);
	}

	int code() {
		return this.code;
	}

	boolean test(int accumulator, int k) {
		return switch (this) {
			case EQ -> accumulator == k;
			case GT -> Integer.compareUnsigned(accumulator, k) > 0;
			case GE -> Integer.compareUnsigned(accumulator, k) >= 0;
			case SET -> (accumulator & k) != 0;
		};
	}

	static Comparison of(int code) {
		for (Comparison comparison : values()) {
			if (comparison.code == code) {
				return comparison;
			}
		}
		throw new IllegalArgumentException("Not a conditional jump: 0x" + Integer.toHexString(code));
	}

}
