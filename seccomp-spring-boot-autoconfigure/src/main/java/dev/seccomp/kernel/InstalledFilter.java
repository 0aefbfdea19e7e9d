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

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;

/**
 * A filter that is in force for this process.
 *
 * @param stage the stage of the filter
 * @param hash the hash of its program
 * @param instructions the number of its instructions
 * @param architecture the id of its architecture
 * @param method the method of its installation
 * @param installedAt the time of its installation
 * @param depth the number of filters of each thread after the installation, or 0 if the
 * kernel does not report it (before Linux 5.9)
 */
public record InstalledFilter(Stage stage, String hash, int instructions, String architecture, String method,
		Instant installedAt, int depth) {

	/**
	 * The method that covers all threads: {@code seccomp(2)} with
	 * {@code SECCOMP_FILTER_FLAG_TSYNC}.
	 */
	public static final String SECCOMP_TSYNC = "seccomp-tsync";

	/**
	 * The method for kernels without {@code seccomp(2)}: {@code prctl(2)}.
	 */
	public static final String PRCTL = "prctl";

	private static final String SEPARATOR = "|";

	static InstalledFilter of(CompiledFilter filter, String method, int depth) {
		return new InstalledFilter(filter.stage(), filter.hash(), filter.program().instructions().size(),
				filter.program().architecture().id(), method, Instant.now(), depth);
	}

	String toLine() {
		return String.join(SEPARATOR, this.stage.toString(), this.hash, String.valueOf(this.instructions),
				this.architecture, this.method, this.installedAt.toString(), String.valueOf(this.depth));
	}

	/** Throws an exception of any kind if the line is malformed. */
	static InstalledFilter ofLine(String line) {
		String[] fields = line.split("\\" + SEPARATOR);
		return new InstalledFilter(Stage.of(fields[0]).orElseThrow(IllegalArgumentException::new), fields[1],
				Integer.parseInt(fields[2]), fields[3], fields[4], Instant.parse(fields[5]),
				Integer.parseInt(fields[6]));
	}

}
