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

import java.time.Instant;

/**
 * A filter that is in force for this process.
 *
 * @param name what it is for, such as {@code startup}
 * @param hash the hash of its program
 * @param instructions how many instructions its program has
 * @param architecture the architecture it is for
 * @param method how it was installed
 * @param installedOn the event that it was installed on
 * @param installedAt when it was installed
 * @param depth how many filters each thread bears from then on, or 0 where the kernel
 * does not tell (before Linux 5.9)
 * @since 0.1.0
 */
public record InstalledFilter(String name, String hash, int instructions, String architecture, String method,
		String installedOn, Instant installedAt, int depth) {

	/**
	 * The method that covers all threads, {@code seccomp(2)} with
	 * {@code SECCOMP_FILTER_FLAG_TSYNC}.
	 */
	public static final String SECCOMP_TSYNC = "seccomp-tsync";

	/**
	 * The method of kernels that lack {@code seccomp(2)}, {@code prctl(2)}.
	 */
	public static final String PRCTL = "prctl";

	private static final String SEPARATOR = "|";

	String toLine() {
		return String.join(SEPARATOR, this.name, this.hash, String.valueOf(this.instructions), this.architecture,
				this.method, this.installedOn, this.installedAt.toString(), String.valueOf(this.depth));
	}

	static InstalledFilter ofLine(String line) {
		String[] fields = line.split("\\" + SEPARATOR);
		return new InstalledFilter(fields[0], fields[1], Integer.parseInt(fields[2]), fields[3], fields[4], fields[5],
				Instant.parse(fields[6]), Integer.parseInt(fields[7]));
	}

}
