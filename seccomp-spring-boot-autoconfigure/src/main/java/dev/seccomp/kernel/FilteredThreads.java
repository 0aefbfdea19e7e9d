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
 * The number of threads that run under all filters of this project.
 *
 * @param total the number of threads of this process
 * @param filtered the number of those that run under all filters
 */
public record FilteredThreads(int total, int filtered) {

	/**
	 * Return whether all threads are filtered.
	 * @return whether they are
	 */
	public boolean coversAll() {
		return this.filtered == this.total;
	}

}
