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

package dev.seccomp.attack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.seccomp.kernel.Platform;
import dev.seccomp.syscall.Architecture;

/**
 * The library of {@code attacker.c}, which is for x86_64.
 */
final class NativeAttacker {

	private static final int SIGCHLD = 17;

	private static final int CLONE_ARGS_BYTES = 64;

	private static final int CLONE_ARGS_EXIT_SIGNAL = 32;

	private static final int ARGUMENTS = 5;

	private final NativeLibrary library;

	private NativeAttacker(NativeLibrary library) {
		this.library = library;
	}

	/**
	 * Compile the library. A second copy can be loaded a second time.
	 * @param folder the folder for the library
	 */
	static void compile(Path folder) throws IOException, InterruptedException {
		Path source = folder.resolve("attacker.c");
		try (InputStream input = Objects
			.requireNonNull(NativeAttacker.class.getResourceAsStream(source.getFileName().toString()))) {
			Files.copy(input, source);
		}
		Path library = file(folder);
		Process compiler = new ProcessBuilder("gcc", "-shared", "-fPIC", "-O1", "-pthread", "-o", library.toString(),
				source.toString())
			.inheritIO()
			.start();
		if (compiler.waitFor() != 0) {
			throw new IllegalStateException("gcc failed with exit code " + compiler.exitValue());
		}
		Files.copy(library, copy(folder));
	}

	static NativeAttacker load(Path folder) {
		return new NativeAttacker(NativeLibrary.getInstance(file(folder).toString()));
	}

	private static Path file(Path folder) {
		return folder.resolve("attacker.so");
	}

	/** Return the library as another file, which is not loaded yet. */
	static Path copy(Path folder) {
		return folder.resolve("attacker-copy.so");
	}

	long run(String how, Path effect) {
		return this.library.getFunction("run").invokeLong(new Object[] { how, effect.toString() });
	}

	long raw(long number, Object... arguments) {
		return call("raw", number, arguments);
	}

	long spawn(long number, Object... arguments) {
		return call("spawn", number, arguments);
	}

	long spawn3(long flags) {
		Memory clone = new Memory(CLONE_ARGS_BYTES);
		clone.clear();
		clone.setLong(0, flags);
		clone.setLong(CLONE_ARGS_EXIT_SIGNAL, SIGCHLD);
		long number = Platform.architecture().syscalls().number("clone3").orElseThrow();
		return call("spawn", number, Pointer.nativeValue(clone), (long) CLONE_ARGS_BYTES);
	}

	long int80(String syscall, Object... arguments) {
		return call("int80", Architecture.I386.syscalls().number(syscall).orElseThrow(), arguments);
	}

	long int80Fork() {
		return call("int80_fork", 0);
	}

	private long call(String function, long number, Object... arguments) {
		Object[] all = new Object[ARGUMENTS + 1];
		for (int i = 0; i < all.length; i++) {
			all[i] = (i == 0) ? Long.valueOf(number) : (i <= arguments.length) ? arguments[i - 1] : Long.valueOf(0);
		}
		return this.library.getFunction(function).invokeLong(all);
	}

	/** Set a variable in the environment that native code sees. */
	static void setEnvironment(String name, String value) {
		function("setenv").invokeInt(new Object[] { name, value, 1 });
	}

	static String environment(String name) {
		return String.valueOf(function("getenv").invokeString(new Object[] { name }, false));
	}

	static Function function(String name) {
		return NativeLibrary.getProcess().getFunction(name);
	}

}
