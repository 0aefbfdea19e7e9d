package dev.seccomp.testing;

import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine: elsewhere it is skipped with the reason, in CI it
 * fails, since nothing may be skipped there.
 */
public final class Requirement {

	private Requirement() {
	}

	/**
	 * Require something of the machine.
	 * @param met whether the machine has it
	 * @param reason what is missing, a sentence
	 */
	public static void require(boolean met, String reason) {
		if (!met && "true".equals(System.getenv("CI"))) {
			throw new AssertionError("Not to be skipped in CI: " + reason);
		}
		Assumptions.assumeTrue(met, reason);
	}

}
