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
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C library of this process.
 */
public final class CLibrary {

	private static final String OTHER = "other libc";

	private CLibrary() {
	}

	/**
	 * Return the name of the C library, and its version if it is known.
	 * @return the name, such as {@code glibc 2.36}
	 */
	public static String version() {
		try {
			return "glibc " + JnaLibc.glibcVersion();
		}
		catch (LinkageError ex) {
			// Only glibc has the function, and JNA may not be available
			return (isMusl()) ? "musl" : OTHER;
		}
	}

	private static boolean isMusl() {
		try (var libraries = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
			return libraries.iterator().hasNext();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
