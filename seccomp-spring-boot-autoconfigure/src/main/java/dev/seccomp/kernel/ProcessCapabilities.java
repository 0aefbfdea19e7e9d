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

package dev.seccomp.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.policy.oci.Capability;

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
