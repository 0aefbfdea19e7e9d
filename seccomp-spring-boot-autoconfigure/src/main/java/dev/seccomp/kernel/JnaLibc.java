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

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The C library through JNA.
 */
final class JnaLibc implements Libc {

	private static final String PLATFORM_PATH = "jna.platform.library.path";

	private final Function syscall;

	private JnaLibc(Function syscall) {
		this.syscall = syscall;
	}

	/**
	 * Load the library. Not thread-safe: all callers share one library of JNA, and this
	 * method closes it, since an open library keeps a thread of JNA alive.
	 * @param architecture the architecture of this JVM
	 * @return the library
	 * @throws LinkageError if JNA cannot load its native library
	 * @throws IllegalCallerException if this JVM denies native access
	 */
	static JnaLibc load(Architecture architecture) {
		return withPlatformPath(architecture, () -> {
			try (NativeLibrary library = NativeLibrary.getProcess()) {
				return new JnaLibc(library.getFunction("syscall"));
			}
		});
	}

	/**
	 * Return the version of glibc.
	 * @return the version
	 * @throws LinkageError if JNA cannot load its native library, or the C library is not
	 * glibc
	 */
	static String glibcVersion() {
		try (NativeLibrary library = NativeLibrary.getProcess()) {
			return library.getFunction("gnu_get_libc_version").invokeString(new Object[0], false);
		}
	}

	static InstallationException failure(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = (root.getMessage() != null) ? root.getMessage() : root.toString();
		if (root instanceof ClassNotFoundException) {
			return new InstallationException(
					"JNA is not on the class path. It is required for system calls. Missing class: " + message + ".",
					"Add the dependency net.java.dev.jna:jna, or remove its exclusion from the starter.", ex);
		}
		if (root instanceof IllegalCallerException) {
			return new InstallationException(
					"This JVM does not allow native access, which system calls require: " + message + ".",
					"Start the JVM with --enable-native-access=ALL-UNNAMED, or add the line"
							+ " 'Enable-Native-Access: ALL-UNNAMED' to the manifest of the application's jar.",
					ex);
		}
		return new InstallationException("JNA cannot load its native library: " + message + ".",
				"JNA unpacks a library to the temporary folder and loads it from there. A read-only or 'noexec' file"
						+ " system prevents that. Set -Djna.tmpdir=/some/folder to a folder on another file system. Or"
						+ " unpack libjnidispatch.so from the JNA jar, and set -Djna.nounpack=true and"
						+ " -Djna.boot.library.path=/its/folder. Java 22 and later need no such folder.",
				ex);
	}

	/**
	 * Names the library folders while JNA loads. Without them, JNA runs {@code ldconfig}.
	 */
	private static JnaLibc withPlatformPath(Architecture architecture, Supplier<JnaLibc> loader) {
		if (System.getProperty(PLATFORM_PATH) != null) {
			return loader.get();
		}
		System.setProperty(PLATFORM_PATH, platformPath(architecture));
		try {
			return loader.get();
		}
		finally {
			System.clearProperty(PLATFORM_PATH);
		}
	}

	private static String platformPath(Architecture architecture) {
		String triplet = ((architecture == Architecture.PPC64LE) ? "powerpc64le" : architecture.id()) + "-linux-gnu";
		return Stream.of("/usr/lib/" + triplet, "/lib/" + triplet, "/usr/lib64", "/lib64", "/usr/lib", "/lib")
			.filter((folder) -> Files.isDirectory(Path.of(folder)))
			.collect(Collectors.joining(File.pathSeparator));
	}

	@Override
	public Result syscall(int number, long... arguments) {
		Object[] invocation = new Object[arguments.length + 1];
		invocation[0] = (long) number;
		for (int i = 0; i < arguments.length; i++) {
			invocation[i + 1] = arguments[i];
		}
		long value = this.syscall.invokeLong(invocation);
		return new Result(value, (value == -1) ? Native.getLastError() : 0);
	}

	@Override
	public long direct(int number, long first, long second, long third) {
		long value = DirectLibc.syscall(number, first, second, third);
		return (value == -1) ? -Native.getLastError() : value;
	}

	@Override
	public long address(ByteBuffer buffer) {
		return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
	}

	@Override
	public ByteBuffer at(long address, int bytes) {
		return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
	}

}
