package dev.seccomp.policy;

import java.util.List;

/**
 * A ready-made policy.
 *
 * @param name the name
 * @param description what it does
 * @param denials what it denies
 * @since 0.1.0
 */
public record Preset(String name, String description, List<Denial> denials) {

	/**
	 * The name of the preset that is in force where nothing else is asked for.
	 */
	public static final String DEFAULT = "no-exec";

	public Preset {
		denials = List.copyOf(denials);
	}

	/**
	 * A group that a preset denies.
	 *
	 * @param group the group
	 * @param action what a denied call gets
	 */
	public record Denial(SyscallGroup group, Action action) {

	}

}
