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

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Reads the state of threads and processes from {@code /proc} (see {@code proc(5)}). Each
 * result may be {@code null}, because threads and processes end at any time.
 */
final class ProcFiles {

	private static final File TASKS = new File("/proc/self/task");

	private static final int MAX_BYTES = 8192;

	private ProcFiles() {
	}

	/**
	 * Return the ID of this process.
	 */
	static int self() {
		return (int) number(String.valueOf(read("/proc/self/stat")), 0);
	}

	/**
	 * Return whether a thread belongs to this process.
	 * @param tid the thread ID
	 */
	static boolean isOwnThread(int tid) {
		return new File(TASKS, Integer.toString(tid)).exists();
	}

	/**
	 * Return the name of a thread of this process.
	 * @param tid the thread ID
	 */
	static @Nullable String commOfOwnThread(int tid) {
		return comm("self/task/".concat(Integer.toString(tid)));
	}

	/**
	 * Return the name of a thread, or of a process, which is that of its main thread.
	 * @param id the ID of the process or thread
	 */
	static @Nullable String comm(int id) {
		return comm(Integer.toString(id));
	}

	private static @Nullable String comm(String task) {
		String comm = read("/proc/".concat(task).concat("/comm"));
		return (comm != null && comm.endsWith("\n")) ? comm.substring(0, comm.length() - 1) : comm;
	}

	/**
	 * Return a numeric field of the status of a thread or process.
	 * @param id the ID of the process or thread
	 * @param field the name of the field
	 * @return the number, or -1 if it is not available
	 */
	static int status(int id, String field) {
		String status = read("/proc/".concat(Integer.toString(id)).concat("/status"));
		if (status == null) {
			return -1;
		}
		// The name is the first field, and the kernel escapes its line breaks
		int start = status.indexOf("\n".concat(field).concat(":\t"));
		return (start != -1) ? (int) number(status, start + field.length() + 3) : -1;
	}

	/**
	 * Return the thread of this process that started another process.
	 * @param pid the ID of the other process
	 * @return the thread ID, or -1 if there is none
	 */
	static int parentThread(int pid) {
		String child = " ".concat(Integer.toString(pid)).concat(" ");
		String[] tasks = TASKS.list();
		if (tasks != null) {
			for (String task : tasks) {
				// Requires a kernel with CONFIG_PROC_CHILDREN
				String children = read("/proc/self/task/".concat(task).concat("/children"));
				if (children != null && !children.isEmpty() && " ".concat(children).concat(" ").contains(child)) {
					return Integer.parseInt(task);
				}
			}
		}
		return -1;
	}

	/**
	 * Return whether a process runs the same program as this one. A child process does so
	 * until it executes another program.
	 * @param pid the ID of the process
	 */
	static boolean isSameProgram(int pid) {
		try {
			Path own = Files.readSymbolicLink(Path.of("/proc/self/exe"));
			return own.equals(Files.readSymbolicLink(Path.of("/proc", Integer.toString(pid), "exe")));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static @Nullable String read(String file) {
		try (InputStream stream = new FileInputStream(file)) {
			return new String(stream.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static long number(String text, int start) {
		long number = -1;
		for (int i = start; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
			number = Math.max(number, 0) * 10 + text.charAt(i) - '0';
		}
		return number;
	}

}
