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

import dev.seccomp.policy.oci.Host;
import dev.seccomp.policy.oci.KernelVersion;
import dev.seccomp.syscall.Architecture;

/**
 * The operating system and architecture that this JVM runs on.
 */
public final class Platform {

	private Platform() {
	}

	/**
	 * Return the architecture of this JVM.
	 * @return the architecture
	 * @throws UnsupportedPlatformException if this is not Linux, or the project has no
	 * system call table for the architecture
	 */
	public static Architecture architecture() {
		String name = System.getProperty("os.name", "");
		if (!name.equals("Linux")) {
			throw new UnsupportedPlatformException(
					"Only Linux has seccomp, and this is '" + name + "' (system property os.name).");
		}
		String arch = System.getProperty("os.arch", "");
		return Architecture.of(arch)
			.orElseThrow(() -> new UnsupportedPlatformException(
					"There is no system call table for the architecture '" + arch + "' (system property os.arch)."));
	}

	/**
	 * Return the host of this process.
	 * @param architecture the architecture of this JVM
	 * @return the host
	 */
	public static Host host(Architecture architecture) {
		return new Host(architecture, ProcessCapabilities.permitted(),
				KernelVersion.of(System.getProperty("os.version", "")));
	}

}
