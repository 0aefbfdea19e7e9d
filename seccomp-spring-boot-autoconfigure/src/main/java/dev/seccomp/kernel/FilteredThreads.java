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

import java.util.List;

/**
 * How many threads of this process bear all of its filters.
 *
 * @param total how many threads there are
 * @param filtered how many of them bear the filters that this project installed
 * @since 0.1.0
 */
public record FilteredThreads(int total, int filtered) {

	/**
	 * Count the threads as they are now.
	 * @return the numbers
	 */
	public static FilteredThreads count() {
		boolean installed = !InstalledFilters.list().isEmpty();
		int depth = InstalledFilters.depth();
		List<ThreadStatus> threads = ThreadStatus.ofAll();
		return new FilteredThreads(threads.size(),
				(int) threads.stream().filter((thread) -> installed && thread.isFiltered(depth)).count());
	}

	/**
	 * Return whether all threads are filtered.
	 * @return whether none is left
	 */
	public boolean coversAll() {
		return this.filtered == this.total;
	}

}
