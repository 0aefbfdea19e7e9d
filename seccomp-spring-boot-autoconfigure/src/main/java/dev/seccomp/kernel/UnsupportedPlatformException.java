package dev.seccomp.kernel;

import java.util.stream.Collectors;

import dev.seccomp.syscall.Architecture;

/**
 * Thrown on a platform that has no seccomp, or that there is no system call table for.
 *
 * @since 0.1.0
 */
public class UnsupportedPlatformException extends InstallationException {

	private static final long serialVersionUID = 1L;

	UnsupportedPlatformException(String reason) {
		super(reason,
				"Run the application on Linux on one of "
						+ Architecture.supported().stream().map(Architecture::id).collect(Collectors.joining(", "))
						+ ". To start without a filter where there can be none, set 'seccomp.on-unsupported: warn'.");
	}

}
