package dev.seccomp.kernel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel says of a thread's filters, from {@code status} in {@code /proc} (see
 * {@code proc(5)}).
 *
 * @param id the thread's id, as {@code gettid(2)} returns it
 * @param name the first 15 characters of the thread's name
 * @param seccomp the mode: 0 none, 1 strict, 2 filter
 * @param filters how many filters it bears, or {@code null} before Linux 5.9
 * @param noNewPrivs 1 where {@code execve} cannot gain privileges
 * @since 0.1.0
 */
public record ThreadStatus(int id, String name, int seccomp, @Nullable Integer filters, int noNewPrivs) {

	/**
	 * The mode of a thread that bears filters ({@code SECCOMP_MODE_FILTER}).
	 */
	public static final int MODE_FILTER = 2;

	private static final Path PROCESS = Path.of("/proc/self/status");

	private static final Path CALLER = Path.of("/proc/thread-self/status");

	private static final File TASKS = new File("/proc/self/task");

	/**
	 * Return the status of the process, which is that of its first thread.
	 * @return the status
	 */
	public static ThreadStatus ofProcess() {
		return read(PROCESS);
	}

	/**
	 * Return the status of the calling thread.
	 * @return the status
	 */
	public static ThreadStatus ofCaller() {
		return read(CALLER);
	}

	/**
	 * Return the status of all threads of this process.
	 * @return the status of each thread that did not end meanwhile
	 */
	public static List<ThreadStatus> ofAll() {
		String[] tasks = TASKS.list();
		if (tasks == null) {
			throw new UncheckedIOException(new IOException("Cannot list " + TASKS));
		}
		List<ThreadStatus> threads = new ArrayList<>(tasks.length);
		for (String task : tasks) {
			Path status = TASKS.toPath().resolve(task).resolve("status");
			try {
				threads.add(parse(Files.readAllBytes(status)));
			}
			catch (IOException ex) {
				if (Files.exists(status)) {
					throw new UncheckedIOException(ex);
				}
			}
		}
		return threads;
	}

	/**
	 * Return whether the thread bears filters.
	 * @param depth how many it must bear at least
	 * @return whether it bears as many, and cannot gain privileges
	 */
	public boolean isFiltered(int depth) {
		return this.seccomp == MODE_FILTER && (this.filters == null || this.filters >= depth) && this.noNewPrivs == 1;
	}

	private static ThreadStatus read(Path file) {
		try {
			return parse(Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ThreadStatus parse(byte[] content) {
		String status = new String(content, StandardCharsets.ISO_8859_1);
		String name = new String(value(status, "Name", "").getBytes(StandardCharsets.ISO_8859_1),
				StandardCharsets.UTF_8);
		String filters = value(status, "Seccomp_filters", "");
		return new ThreadStatus(Integer.parseInt(value(status, "Pid", "0")), name,
				Integer.parseInt(value(status, "Seccomp", "0")), (filters.isEmpty()) ? null : Integer.valueOf(filters),
				Integer.parseInt(value(status, "NoNewPrivs", "0")));
	}

	/** Name and Pid stand first in the file, the others near its end. */
	static String value(String status, String key, String absent) {
		String prefix = key + ":\t";
		int start = (status.startsWith(prefix)) ? 0 : status.lastIndexOf('\n' + prefix) + 1;
		if (start == 0 && !status.startsWith(prefix)) {
			return absent;
		}
		int end = status.indexOf('\n', start);
		return status.substring(start + prefix.length(), (end != -1) ? end : status.length());
	}

}
