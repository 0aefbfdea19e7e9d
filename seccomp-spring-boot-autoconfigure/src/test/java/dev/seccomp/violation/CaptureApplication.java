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

import java.io.IOException;

import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ProcessMemory;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.SleepingThread;

/**
 * Captures who makes calls of all kinds, once all is warm.
 */
final class CaptureApplication {

	static final String BEGIN = "begin of the capture";

	static final String END = "end of the capture";

	private CaptureApplication() {
	}

	public static void main(String[] args) throws IOException {
		Architecture architecture = Platform.architecture();
		Process child = new ProcessBuilder("sleep", "60").start();
		try (ThreadCpuClock clock = ThreadCpuClock.load(SeccompProcess.current(), architecture);
				ProcessMemory memory = ProcessMemory.ofSelf();
				SleepingThread sleeping = new SleepingThread("sleeping")) {
			Callers callers = new Callers(clock);
			CallArguments arguments = new CallArguments(architecture, memory);
			callers.warmUp();
			arguments.warmUp();
			long[] values = { 2, 2, 2, 2, 2, 2 };
			int[] ids = { sleeping.tid(), (int) child.pid(), (int) ProcessHandle.current().pid(), 1,
					Integer.MAX_VALUE };
			int[] numbers = architecture.syscalls()
				.names()
				.stream()
				.mapToInt((name) -> architecture.syscalls().number(name).orElseThrow())
				.toArray();
			System.out.println(BEGIN);
			int frames = 0;
			for (int id : ids) {
				frames += callers.find(id, true).stackTrace().size();
				callers.find(id, false);
				for (int number : numbers) {
					arguments.decode(number, id, values);
				}
			}
			System.out.println(END);
			System.out.println((frames > 0) ? "found" : "not found");
		}
		finally {
			child.destroyForcibly();
		}
	}

}
