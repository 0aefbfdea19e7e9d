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

package dev.seccomp.testing;

import java.nio.file.Path;

import org.awaitility.Awaitility;

/**
 * The recorders of learn mode that tests start.
 */
public final class Recorders {

	private Recorders() {
	}

	/**
	 * Wait until no recorder writes to a folder. A recorder writes its files until after
	 * the application has ended.
	 * @param folder the folder, which is about to be deleted
	 */
	public static void awaitEnd(Path folder) {
		Awaitility.await().until(() -> ProcessHandle.allProcesses().noneMatch((process) -> writes(process, folder)));
	}

	private static boolean writes(ProcessHandle process, Path folder) {
		return process.info().commandLine().filter((line) -> line.contains(folder.toString())).isPresent();
	}

}
