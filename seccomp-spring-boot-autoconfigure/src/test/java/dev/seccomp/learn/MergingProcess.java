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

package dev.seccomp.learn;

import java.io.IOException;
import java.nio.file.Path;

import dev.seccomp.syscall.Architecture;

/**
 * Merges runs into a file many times, concurrently with other processes.
 */
final class MergingProcess {

	static final int MERGES = 10;

	private MergingProcess() {
	}

	public static void main(String[] args) throws IOException {
		merge(Path.of(args[0]), args[1]);
	}

	static void merge(Path output, String name) throws IOException {
		Calls calls = new Calls(Architecture.X86_64);
		for (int i = 0; i < MERGES; i++) {
			calls.make("getpid").make("socket", 2, 1, 0).mergeInto(output, name);
		}
	}

}
