package dev.seccomp.policy;

import java.util.Map;

/**
 * A ready-made policy.
 *
 * @param name the name
 * @param description what it does
 * @param groups the groups that it denies, with what a denied call gets
 * @since 0.1.0
 */
public record Preset(String name, String description, Map<SyscallGroup, Action> groups) {

	/**
	 * The name of the preset that is in force where nothing else is asked for.
	 */
	public static final String DEFAULT = "no-exec";

}
