package dev.seccomp.bpf;

import java.util.Locale;

/**
 * How a conditional jump compares the accumulator with its constant, unsigned.
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
