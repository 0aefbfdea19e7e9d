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

/**
 * Receives all calls of a process.
 */
@FunctionalInterface
public interface Recording {

	/**
	 * Record a call whose caller is blocked.
	 * @param number the number of the call
	 * @param thread the id of the calling thread
	 * @param arguments the six arguments, valid until this method returns
	 */
	void record(int number, int thread, long[] arguments);

}
