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

import org.jspecify.annotations.Nullable;

/**
 * Calls a test method. The arguments are the file of the call and the file of the result.
 */
final class ForkedJvmMain {

	private ForkedJvmMain() {
	}

	public static void main(String[] args) throws Exception {
		ForkedCall call = ForkedCall.read(Path.of(args[0]));
		// Opened first, since the test may install a filter that denies it
		try (ForkedResult.Writer result = new ForkedResult.Writer(Path.of(args[1]))) {
			result.write(call(call));
		}
		// Threads of the test may still run
		System.exit(0);
	}

	private static @Nullable Throwable call(ForkedCall call) {
		try {
			call.invoke();
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

}
