package dev.seccomp.kernel;

import java.util.List;

/**
 * The threads of this process, as the kernel tells of them.
 */
interface Threads {

	/**
	 * The threads as {@code /proc} shows them.
	 */
	Threads PROC = new Threads() {

		@Override
		public ThreadStatus caller() {
			return ThreadStatus.ofCaller();
		}

		@Override
		public List<ThreadStatus> all() {
			return ThreadStatus.ofAll();
		}

	};

	ThreadStatus caller();

	List<ThreadStatus> all();

}
