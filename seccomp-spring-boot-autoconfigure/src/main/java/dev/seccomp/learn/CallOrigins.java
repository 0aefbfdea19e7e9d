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

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import dev.seccomp.kernel.RecordedProcess;
import dev.seccomp.kernel.RecordedProcess.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * The processes that make the recorded calls. A child process belongs to the Java code
 * that started it, and so do the children of that process.
 */
final class CallOrigins {

	private final RecordedProcess process;

	private final BitSet ownThreads = new BitSet();

	private final Map<ChildProcess, Origin> children = new HashMap<>();

	private final Map<Integer, ChildProcess> childThreads = new HashMap<>();

	CallOrigins(RecordedProcess process) {
		this.process = process;
	}

	/**
	 * Return the child process that makes a call.
	 * @param thread the id of the calling thread
	 * @return the origin of the child process, or {@code null} if the application makes
	 * the call itself
	 */
	@Nullable Origin childProcess(int thread) {
		if (this.ownThreads.get(thread)) {
			return null;
		}
		if (this.process.hasThread(thread)) {
			this.ownThreads.set(thread);
			return null;
		}
		ChildProcess child = this.childThreads.get(thread);
		if (child == null || !child.isAlive()) {
			child = ChildProcess.ofThread(thread);
			this.childThreads.put(thread, child);
		}
		return origin(child);
	}

	private Origin origin(ChildProcess child) {
		Origin known = this.children.get(child);
		if (known != null) {
			return known;
		}
		ChildProcess parent = ChildProcess.ofThread(child.parent());
		Origin inherited = this.children.get(parent);
		Origin origin = (inherited != null) ? inherited : new Origin();
		this.children.put(child, origin);
		return origin;
	}

	/**
	 * The Java code that started a child process.
	 */
	static final class Origin {

		private static final int MAX_SEARCHES = 5;

		private @Nullable String frame;

		private int searches;

		/**
		 * Return the first frame outside the JDK.
		 * @return the frame, empty if it was not found, or {@code null} if it was not
		 * searched yet
		 */
		@Nullable String frame() {
			return this.frame;
		}

		/**
		 * Keep the result of a search. It is repeated a few times if it found nothing.
		 * @param frame the frame, or {@code null} if none was found in time
		 * @return the frame, or an empty string
		 */
		String found(@Nullable String frame) {
			String found = (frame != null) ? frame : "";
			if (!found.isEmpty() || ++this.searches == MAX_SEARCHES) {
				this.frame = found;
			}
			return found;
		}

	}

}
