package dev.seccomp.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.policy.Capability;

/**
 * The capabilities of this process (see {@code capabilities(7)}).
 */
final class ProcessCapabilities {

	private static final Path STATUS = Path.of("/proc/self/status");

	private ProcessCapabilities() {
	}

	/**
	 * Return the permitted set: what the process has or can raise. Docker looks at the
	 * bounding set of the container instead, since a program in it may gain what the
	 * first one lacks. A process under a filter cannot, as it has {@code no_new_privs},
	 * and outside a container the bounding set of anyone holds everything.
	 * @return the capabilities
	 */
	static Set<Capability> permitted() {
		try {
			return parse(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Set<Capability> parse(String status) {
		long set = Long.parseUnsignedLong(ThreadStatus.value(status, 0, "\nCapPrm:\t"), 16);
		return Arrays.stream(Capability.values())
			.filter((capability) -> capability.isIn(set))
			.collect(Collectors.toUnmodifiableSet());
	}

}
