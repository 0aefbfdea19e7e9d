package dev.seccomp.policy;

import java.util.Locale;

/**
 * How an argument of a system call is compared with a value. All comparisons are of 64
 * bits, unsigned.
 *
 * @since 0.1.0
 */
public enum Operator {

	/**
	 * Equal.
	 */
	EQ,

	/**
	 * Not equal.
	 */
	NE,

	/**
	 * Less than.
	 */
	LT,

	/**
	 * Less than or equal.
	 */
	LE,

	/**
	 * Greater than.
	 */
	GT,

	/**
	 * Greater than or equal.
	 */
	GE,

	/**
	 * Equal in the bits of a mask.
	 */
	MASKED_EQ;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
