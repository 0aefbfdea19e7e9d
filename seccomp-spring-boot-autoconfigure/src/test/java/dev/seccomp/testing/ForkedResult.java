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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The result of a test method in another JVM.
 *
 * @param returned whether the method returned
 * @param thrown the exception that the method threw
 */
record ForkedResult(boolean returned, @Nullable Throwable thrown) {

	/**
	 * Read the result.
	 * @param file the file, which is empty if the JVM ended first
	 * @return the result
	 */
	static ForkedResult read(Path file) throws IOException, ClassNotFoundException {
		if (Files.size(file) == 0) {
			return new ForkedResult(false, null);
		}
		try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(file))) {
			Throwable thrown = (Throwable) input.readObject();
			return new ForkedResult(thrown == null, thrown);
		}
	}

	/**
	 * Writes a result to a file that is already open.
	 */
	static final class Writer implements AutoCloseable {

		private final OutputStream file;

		Writer(Path file) throws IOException {
			this.file = Files.newOutputStream(file);
			// Loads the required classes
			serialize(new IllegalStateException());
		}

		void write(@Nullable Throwable thrown) throws IOException {
			this.file.write(serialize(thrown));
		}

		private static byte[] serialize(@Nullable Throwable thrown) throws IOException {
			try {
				return bytes(thrown);
			}
			catch (IOException ex) {
				return bytes(Replacement.of(thrown));
			}
		}

		private static byte[] bytes(@Nullable Throwable thrown) throws IOException {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
				output.writeObject(thrown);
			}
			return bytes.toByteArray();
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

	/**
	 * Replaces an exception that cannot be serialized.
	 */
	private static final class Replacement extends RuntimeException {

		private Replacement(Throwable original) {
			super(original.toString(), of(original.getCause()));
			setStackTrace(original.getStackTrace());
			for (Throwable suppressed : original.getSuppressed()) {
				addSuppressed(of(suppressed));
			}
		}

		static @Nullable Replacement of(@Nullable Throwable original) {
			return (original != null) ? new Replacement(original) : null;
		}

		/** The message begins with the name of the exception. */
		@Override
		public String toString() {
			return String.valueOf(getMessage());
		}

	}

}
