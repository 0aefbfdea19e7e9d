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

import org.jspecify.annotations.Nullable;

/**
 * Receives all calls and messages of a process.
 */
public interface CallRecording {

	/**
	 * Record a call whose caller is blocked.
	 * @param number the number of the call
	 * @param thread the id of the calling thread
	 * @param arguments the six arguments, valid until this method returns
	 * @param answering whether the process can be asked for the caller
	 * @return the caller if the process is to be asked for it first, or {@code null} if
	 * the call is recorded
	 */
	@Nullable RecordedCaller record(int number, int thread, long[] arguments, boolean answering);

	/**
	 * Receive a message of the process.
	 * @param text the text
	 */
	default void receive(String text) {
	}

}
