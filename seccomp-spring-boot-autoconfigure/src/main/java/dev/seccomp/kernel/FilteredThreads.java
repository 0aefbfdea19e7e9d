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
