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

package dev.seccomp.boot;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs that the kernel itself starts. No filter of this process applies to them.
 */
final class KernelPrograms {

	/** The kernel starts the program in this file when a process crashes. */
	private static final Path CORE_PATTERN = Path.of("/proc/sys/kernel/core_pattern");

	private KernelPrograms() {
	}

	/**
	 * Return whether code in this process can set such a program. Only root can write to
	 * the file. It is not opened.
	 * @return whether it can
	 */
	static boolean canBeSet() {
		return Files.isWritable(CORE_PATTERN);
	}

}
