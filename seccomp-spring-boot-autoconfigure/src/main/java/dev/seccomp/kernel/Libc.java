package dev.seccomp.kernel;

/**
 * The C library, as far as it takes to make system calls.
 */
interface Libc extends AutoCloseable {

	/**
	 * Make a system call, {@code syscall(2)}.
	 * @param number the number
	 * @param arguments the arguments
	 * @return what came of it
	 */
	Result syscall(int number, long... arguments);

	/**
	 * Let go of what it took to load the library.
	 */
	@Override
	default void close() {
	}

	/**
	 * What came of a system call.
	 *
	 * @param value what it returned
	 * @param errno the error number, 0 if {@code value} is not -1
	 */
	record Result(long value, int errno) {

		boolean isSuccess() {
			return this.value == 0;
		}

		boolean failedWith(int expected) {
			return this.value == -1 && this.errno == expected;
		}

	}

}
