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
 * Lets a process end when its work is done, and not before: Ctrl-C in a terminal, or the
 * end of a service, reaches the recorder as well as the application, which may take its
 * time to end and must be recorded till then.
 */
final class EndOfWork {

	private EndOfWork() {
	}

	/**
	 * Have signals that end a JVM wait for a thread.
	 * @param thread the thread that does the work
	 */
	static void await(Thread thread) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "end-of-work"));
	}

}
