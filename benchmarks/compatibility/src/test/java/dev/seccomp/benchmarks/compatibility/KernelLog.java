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

package dev.seccomp.benchmarks.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.seccomp.syscall.Architecture;

/**
 * The denied calls in the kernel's log, which are all: those that the supervisor reports
 * and those that it cannot report. Requires root and no auditd.
 */
final class KernelLog implements AutoCloseable {

	/** An interval of 0 switches off the limit of lines. */
	private static final Path LIMIT = Path.of("/proc/sys/kernel/printk_ratelimit");

	private static final Pattern RECORD = Pattern.compile(
			"type=1326 audit\\((\\d+)\\.(\\d{3}):\\d+\\):.* pid=(\\d+) .* syscall=(\\d+) .* code=0x(\\p{XDigit}+)");

	private static final int USER_NOTIF = 0x7fc00000;

	private final Path file;

	private final String limit;

	private final Process reader;

	KernelLog() throws IOException {
		this.file = Files.createTempFile("kernel", ".log");
		this.limit = Files.readString(LIMIT);
		Files.writeString(LIMIT, "0");
		this.reader = new ProcessBuilder("dmesg", "--follow-new").redirectErrorStream(true)
			.redirectOutput(this.file.toFile())
			.start();
	}

	List<Denial> denials() throws IOException {
		List<Denial> denials = new ArrayList<>();
		for (String line : Files.readString(this.file).lines().toList()) {
			Matcher record = RECORD.matcher(line);
			if (record.find()) {
				Instant time = Instant.ofEpochSecond(Long.parseLong(record.group(1)))
					.plusMillis(Long.parseLong(record.group(2)));
				String name = Architecture.X86_64.syscalls().name(Integer.parseInt(record.group(4)));
				denials.add(new Denial(Long.parseLong(record.group(3)), time, String.valueOf(name),
						Integer.parseUnsignedInt(record.group(5), 16) == USER_NOTIF));
			}
		}
		return denials;
	}

	@Override
	public void close() throws IOException {
		this.reader.destroy();
		Files.writeString(LIMIT, this.limit);
		Files.delete(this.file);
	}

	/**
	 * A denied call.
	 *
	 * @param pid the process
	 * @param time its time, which may be some milliseconds late
	 * @param name the name of the call
	 * @param notified whether the supervisor responded to it
	 */
	record Denial(long pid, Instant time, String name, boolean notified) {

	}

}
