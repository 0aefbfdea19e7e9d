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
 * Who made a system call.
 *
 * @param thread the thread of this JVM that made it, or that started the process which
 * made it; the thread of that process where this JVM did not start it
 * @param process the process that made it
 * @param stackTrace what the Java thread was at, the innermost frame first; empty where
 * there is none or it was not asked for
 * @since 0.1.0
 */
public record Caller(CallingThread thread, CallingProcess process, List<StackTraceElement> stackTrace) {

	/**
	 * A thread.
	 *
	 * @param id its id, as {@code gettid(2)} returns it
	 * @param name the name of the Java thread; of a virtual thread the name of its
	 * carrier as well; of any other thread the first 15 characters that the kernel knows
	 */
	public record CallingThread(int id, String name) {
	}

	/**
	 * A process.
	 *
	 * @param pid its id
	 * @param comm its name, as the kernel knows it: the first 15 characters
	 */
	public record CallingProcess(int pid, String comm) {
	}

}
