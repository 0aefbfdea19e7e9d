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
 * What the recorder says, a line each: its guard hears it and, until the recorder is
 * ready, passes it on to the application.
 *
 * @param kind what it is about
 * @param text the details
 * @param remedy what to do
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
						"Tell the authors of this project.");
	}

	static RecorderMessage failed(StringBuilder noise) {
		return new RecorderMessage(Kind.FAILED,
				"The recorder of learn mode has died" + ((noise.isEmpty()) ? "" : ", and said:" + noise) + ".",
				"See whether it was killed, for want of memory for example.");
	}

	static RecorderMessage warning(String text) {
		return new RecorderMessage(Kind.WARNING, text, "");
	}

	static BufferedReader reader(InputStream stream) {
		return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
	}

	/**
	 * Read the next message.
	 * @param reader where messages arrive
	 * @param noise takes what the JVM says itself, before or after it dies
	 * @return the message, or {@code null} where there are no more
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

	/** Returns {@code null} for what the JVM says itself. */
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
	 * What a message is about.
	 */
	enum Kind {

		/**
		 * The filter can be installed.
		 */
		READY,

		/**
		 * There is no recorder, or no more.
		 */
		FAILED,

		/**
		 * Something went wrong, and it goes on.
		 */
		WARNING,

		/**
		 * The application has ended, and what it did is written.
		 */
		ENDED

	}

}
