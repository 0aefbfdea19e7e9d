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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import dev.seccomp.kernel.InstallationException;
import org.jspecify.annotations.Nullable;

/**
 * A message of the recorder, one per line. The guard reads it, and forwards it to the
 * application until the recorder is ready.
 *
 * @param kind the kind
 * @param text the details
 * @param remedy the recommended action
 */
record RecorderMessage(Kind kind, String text, String remedy) {

	private static final String SEPARATOR = "\t";

	static RecorderMessage of(Kind kind) {
		return new RecorderMessage(kind, "", "");
	}

	static RecorderMessage failed(Throwable failure) {
		return (failure instanceof InstallationException expected)
				? new RecorderMessage(Kind.FAILED, String.valueOf(expected.getMessage()), expected.getRemedy())
				: new RecorderMessage(Kind.FAILED, "The recorder of learn mode failed: " + failure,
						"Please report this as a bug.");
	}

	static RecorderMessage failed(StringBuilder noise) {
		return new RecorderMessage(Kind.FAILED,
				"The recorder of learn mode terminated unexpectedly."
						+ ((noise.isEmpty()) ? "" : " Output:" + noise + "."),
				"Check whether it was killed, for example because memory ran out.");
	}

	static RecorderMessage warning(String text) {
		return new RecorderMessage(Kind.WARNING, text, "");
	}

	static BufferedReader reader(InputStream stream) {
		return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
	}

	/**
	 * Read the next message.
	 * @param reader the source of the messages
	 * @param noise receives other output of the JVM
	 * @return the message, or {@code null} at the end of the input
	 */
	static @Nullable RecorderMessage next(BufferedReader reader, StringBuilder noise) throws IOException {
		String line;
		while ((line = reader.readLine()) != null) {
			RecorderMessage message = parse(line);
			if (message != null) {
				return message;
			}
			noise.append(" ").append(line);
		}
		return null;
	}

	/** Returns {@code null} for other output of the JVM. */
	private static @Nullable RecorderMessage parse(String line) {
		String[] parts = line.split(SEPARATOR, -1);
		for (Kind kind : Kind.values()) {
			if (parts.length == 3 && parts[0].equals(kind.name())) {
				return new RecorderMessage(kind, parts[1], parts[2]);
			}
		}
		return null;
	}

	void send() {
		byte[] line = (this + "\n").getBytes(StandardCharsets.UTF_8);
		System.out.write(line, 0, line.length);
		System.out.flush();
	}

	@Override
	public String toString() {
		return String.join(SEPARATOR, this.kind.name(), flat(this.text), flat(this.remedy));
	}

	private static String flat(String text) {
		return text.replaceAll("\\s+", " ");
	}

	/**
	 * The kind of a message.
	 */
	enum Kind {

		/**
		 * The filter can be installed.
		 */
		READY,

		/**
		 * The recorder could not start, or has failed.
		 */
		FAILED,

		/**
		 * A problem that does not stop the recording.
		 */
		WARNING,

		/**
		 * The application has ended, and its calls are written.
		 */
		ENDED

	}

}
