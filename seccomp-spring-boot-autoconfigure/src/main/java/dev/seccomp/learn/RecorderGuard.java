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
import java.nio.file.Path;

/**
 * The main class of the process that monitors the recorder. If the recorder dies, the
 * application blocks in its next call, and can neither end nor report the reason. The
 * guard reports the reason and kills the application. If the guard is killed, too, the
 * kernel kills the application.
 */
final class RecorderGuard {

	private RecorderGuard() {
	}

	/**
	 * Monitor a recorder through its messages on the standard input.
	 * @param args the process ID of the application, the output file, and the folder of
	 * unpacked jars if there is one
	 */
	public static void main(String[] args) throws IOException {
		RecordingEnd.await(Thread.currentThread());
		ProcessHandle application = ProcessHandle.of(Long.parseLong(args[0])).orElse(null);
		BufferedReader recorder = RecorderMessage.reader(System.in);
		StringBuilder noise = new StringBuilder();
		RecorderMessage message = RecorderMessage.next(recorder, noise);
		if (message == null) {
			message = RecorderMessage.failed(noise);
		}
		// From then on, the kernel kills the application when this output is closed
		message.send();
		if (application == null || message.kind() != RecorderMessage.Kind.READY) {
			return;
		}
		while ((message = RecorderMessage.next(recorder, noise)) != null
				&& message.kind() == RecorderMessage.Kind.WARNING) {
			System.err.println("seccomp: " + message.text());
		}
		if (message == null) {
			message = RecorderMessage.failed(noise);
		}
		if (message.kind() == RecorderMessage.Kind.FAILED && application.isAlive()) {
			System.err.println("seccomp: " + message.text()
					+ " Without the recorder no system call can continue, so the application (process "
					+ application.pid() + ") is killed. The calls of the last seconds are lost. The others are in "
					+ args[1] + ".");
			application.destroyForcibly();
			if (args.length > 2) {
				RecorderFolder.delete(Path.of(args[2]));
			}
		}
	}

}
