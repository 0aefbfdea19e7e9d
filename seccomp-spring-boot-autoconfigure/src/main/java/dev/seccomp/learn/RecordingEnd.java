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

/**
 * Delays the end of a process until its recording is complete. A terminal's Ctrl-C and a
 * service manager's stop signal reach the recorder together with the application. The
 * recorder must outlive the application to record its shutdown.
 */
final class RecordingEnd {

	private RecordingEnd() {
	}

	/**
	 * Register a shutdown hook that waits for a thread.
	 * @param thread the recording thread
	 */
	static void await(Thread thread) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "recording-end"));
	}

}
