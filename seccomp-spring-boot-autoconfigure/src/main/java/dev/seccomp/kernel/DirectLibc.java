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

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.seccomp.syscall.Architecture;

/**
 * The C library by way of a native method, which costs a JVM more when it is loaded, and
 * less with each call.
 */
final class DirectLibc {

	static {
		// A library that is open keeps a thread of JNA alive
		try (NativeLibrary library = NativeLibrary.getProcess()) {
			Native.register(DirectLibc.class, library);
		}
	}

	private DirectLibc() {
	}

	/**
	 * Load it, so that the first call takes no longer than the next.
	 * @param architecture the architecture of this JVM
	 */
	static void load(Architecture architecture) {
		syscall(architecture.syscalls().number("getpid").orElseThrow(), 0, 0, 0);
	}

	static native long syscall(long number, long first, long second, long third);

}
