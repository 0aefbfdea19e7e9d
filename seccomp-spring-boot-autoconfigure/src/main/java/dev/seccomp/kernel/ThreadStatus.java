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

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The seccomp state of a thread, from {@code status} in {@code /proc} (see
 * {@code proc(5)}).
 *
 * @param id the thread's id, as {@code gettid(2)} returns it
 * @param name the first 15 characters of the thread's name
 * @param seccomp the mode: 0 none, 1 strict, 2 filter
 * @param filters the number of its filters, or {@code null} before Linux 5.9
 * @param noNewPrivs 1 if {@code execve} cannot gain privileges
 */
public record ThreadStatus(int id, String name, int seccomp, @Nullable Integer filters, int noNewPrivs) {

	/**
	 * The mode of a filtered thread ({@code SECCOMP_MODE_FILTER}).
	 */
	public static final int MODE_FILTER = 2;

	private static final File PROCESS = new File("/proc/self/status");

	private static final File CALLER = new File("/proc/thread-self/status");

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
	 * @return the status of each thread that has not ended in the meantime
	 */
	public static List<ThreadStatus> ofAll() {
		String[] tasks = TASKS.list();
		if (tasks == null) {
			throw new UncheckedIOException(new IOException("Cannot list " + TASKS));
		}
		List<ThreadStatus> threads = new ArrayList<>(tasks.length);
		for (String task : tasks) {
			File status = new File(TASKS, task + "/status");
			try {
				threads.add(read(status));
			}
			catch (UncheckedIOException ex) {
				if (status.exists()) {
					throw ex;
				}
			}
		}
		return threads;
	}

	/**
	 * Return whether the thread is filtered.
	 * @param depth the minimum number of filters
	 * @return whether it has as many, and cannot gain privileges
	 */
	public boolean isFiltered(int depth) {
		return this.seccomp == MODE_FILTER && (this.filters == null || this.filters >= depth) && this.noNewPrivs == 1;
	}

	private static ThreadStatus read(File file) {
		// Classes for channels are not loaded yet when the filter is installed
		try (InputStream stream = new FileInputStream(file)) {
			return parse(stream.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ThreadStatus parse(byte[] content) {
		// The name is the first field, and the others are near the end in this order
		String status = new String(content, StandardCharsets.UTF_8);
		String name = value(status, 0, "Name:\t");
		String id = value(status, 0, "\nPid:\t");
		int end = Math.max(0, status.lastIndexOf("\nNoNewPrivs:\t"));
		String filters = value(status, end, "\nSeccomp_filters:\t");
		return new ThreadStatus(Integer.parseInt(id), name, number(value(status, end, "\nSeccomp:\t")),
				(filters.isEmpty()) ? null : Integer.valueOf(filters), number(value(status, end, "\nNoNewPrivs:\t")));
	}

	/** An old kernel may lack the field, which then counts as 0. */
	private static int number(String value) {
		return (value.isEmpty()) ? 0 : Integer.parseInt(value);
	}

	/**
	 * Return the value of a field.
	 * @param status the content of the file
	 * @param from the index at which the search begins
	 * @param prefix the text before the value, which begins with a line break
	 * @return the value, or an empty string if there is no such field
	 */
	static String value(String status, int from, String prefix) {
		int start = status.indexOf(prefix, from);
		if (start == -1) {
			return "";
		}
		int end = status.indexOf('\n', start + 1);
		return status.substring(start + prefix.length(), (end != -1) ? end : status.length());
	}

}
