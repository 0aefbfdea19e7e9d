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

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/**
 * The memory of a process, read through {@code /proc} (see {@code proc_pid_mem(5)}). An
 * invalid address is harmless there. Not thread-safe.
 */
public final class ProcessMemory implements Closeable {

	private static final byte[] NOTHING = {};

	private final RandomAccessFile file;

	private ProcessMemory(String process) throws IOException {
		this.file = new RandomAccessFile("/proc/".concat(process).concat("/mem"), "r");
	}

	/**
	 * Open the memory of this process.
	 * @return the memory
	 * @throws IOException if it cannot be opened
	 */
	public static ProcessMemory ofSelf() throws IOException {
		return new ProcessMemory("self");
	}

	/**
	 * Open the memory of another process.
	 * @param pid the id of the process, or of one of its threads
	 * @return the memory
	 * @throws IOException if it cannot be opened, which requires the right to trace the
	 * process
	 */
	public static ProcessMemory of(int pid) throws IOException {
		return new ProcessMemory(Integer.toString(pid));
	}

	/**
	 * Read bytes at an address.
	 * @param address the address
	 * @param length the maximum number of bytes
	 * @return the bytes up to the first one that cannot be read
	 */
	public byte[] read(long address, int length) {
		byte[] bytes = new byte[length];
		int count = 0;
		try {
			this.file.seek(address);
			while (count < length) {
				int read = this.file.read(bytes, count, length - count);
				if (read <= 0) {
					break;
				}
				count += read;
			}
		}
		catch (IOException ex) {
			// The bytes before the invalid address are returned
		}
		return (count == length) ? bytes : (count > 0) ? Arrays.copyOf(bytes, count) : NOTHING;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
