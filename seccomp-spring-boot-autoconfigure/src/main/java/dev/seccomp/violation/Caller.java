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

package dev.seccomp.violation;

import java.util.List;

/**
 * The caller of a system call. All texts are escaped: the application chooses the names
 * of its threads and classes, and could forge lines of a log with them.
 *
 * @param thread the thread of this JVM that made the call. For a call of a child process,
 * the thread that started the process. If this JVM did not start it, the thread of the
 * other process
 * @param process the process that made the call
 * @param stackTrace the stack trace of the Java thread, innermost frame first. Empty if
 * there is none or it was not requested
 * @since 0.1.0
 */
public record Caller(CallingThread thread, CallingProcess process, List<StackTraceElement> stackTrace) {

	public Caller {
		StackTraceElement[] frames = new StackTraceElement[stackTrace.size()];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = escape(stackTrace.get(i));
		}
		stackTrace = List.of(frames);
	}

	Caller withoutStackTrace() {
		return new Caller(this.thread, this.process, List.of());
	}

	private static StackTraceElement escape(StackTraceElement frame) {
		String file = frame.getFileName();
		return new StackTraceElement(frame.getClassLoaderName(), frame.getModuleName(), frame.getModuleVersion(),
				MemoryReader.escape(frame.getClassName()), MemoryReader.escape(frame.getMethodName()),
				(file != null) ? MemoryReader.escape(file) : null, frame.getLineNumber());
	}

	/**
	 * A thread.
	 *
	 * @param id the thread id, as {@code gettid(2)} returns it
	 * @param name the name of the Java thread. For a virtual thread it includes the name
	 * of its carrier. For any other thread, the name in the kernel, of at most 15
	 * characters
	 * @since 0.1.0
	 */
	public record CallingThread(int id, String name) {

		public CallingThread {
			name = MemoryReader.escape(name);
		}

	}

	/**
	 * A process.
	 *
	 * @param pid the process id
	 * @param comm the name in the kernel, of at most 15 characters
	 * @since 0.1.0
	 */
	public record CallingProcess(int pid, String comm) {

		public CallingProcess {
			comm = MemoryReader.escape(comm);
		}

	}

}
