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

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application without JNA. It makes denied calls and prints their outcomes, and the
 * memory that the supervisor's thread allocates meanwhile.
 */
class ForeignApplication {

	private static final int CALLS = 5_000;

	private static final Architecture ARCHITECTURE = Platform.architecture();

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(TestApplication.class, args);
		Libc libc = SeccompProcess.current().libc(ARCHITECTURE);
		System.out.println("library: " + libc.getClass().getSimpleName());
		System.out.println("listen: " + outcome(libc, "listen", -1, 0));
		String execve = outcome(libc, "execve", 0, 0, 0);
		System.out.println("execve: " + execve);
		if (execve.equals("EACCES")) {
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			long supervisor = supervisor();
			long before = threads.getThreadAllocatedBytes(supervisor);
			for (int i = 0; i < CALLS; i++) {
				outcome(libc, "execve", 0, 0, 0);
			}
			System.out.println("allocated: " + (threads.getThreadAllocatedBytes(supervisor) - before));
			System.out.println("allocated before: " + (before > 0));
		}
		libc.close();
		context.close();
	}

	private static String outcome(Libc libc, String syscall, long... arguments) {
		return Errno.name(libc.syscall(ARCHITECTURE.syscalls().number(syscall).orElseThrow(), arguments).errno());
	}

	private static long supervisor() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("seccomp-supervisor"))
			.findFirst()
			.orElseThrow()
			.getId();
	}

}
