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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A recorded process, from which the recorder takes the listener. The process cannot pass
 * its listener itself: under the filter, its next call is blocked until a response.
 */
public final class RecordedProcess {

	private static final String LISTENER = "anon_inode:seccomp notify";

	private static final Path YAMA = Path.of("/proc/sys/kernel/yama/ptrace_scope");

	private static final int YAMA_PRIVILEGED_ONLY = 2;

	private static final Duration SEARCH_INTERVAL = Duration.ofMillis(1);

	private final Architecture architecture;

	private final Libc libc;

	private final Poll poll;

	private final long pid;

	private final File descriptors;

	private final int descriptor;

	private final ProcessMemory memory;

	private final Set<String> foreign = new TreeSet<>();

	private RecordedProcess(Architecture architecture, Libc libc, long pid) {
		this.architecture = architecture;
		this.libc = libc;
		this.poll = new Poll(architecture, libc);
		this.pid = pid;
		this.descriptors = new File("/proc/" + pid + "/fd");
		Libc.Result result = libc.syscall(number("pidfd_open"), pid, 0);
		if (result.value() == -1) {
			throw refusal("pidfd_open", result.errno());
		}
		this.descriptor = (int) result.value();
		verifyDescriptors();
		this.memory = memory(pid);
	}

	private static ProcessMemory memory(long pid) {
		try {
			return ProcessMemory.of((int) pid);
		}
		catch (IOException ex) {
			throw new InstallationException(
					"The recorder cannot read the memory of the application: " + ex.getMessage() + ".",
					"Allow the application's user to trace its own processes during learn mode.", ex);
		}
	}

	/**
	 * Open a process and verify that its descriptors can be taken.
	 * @param architecture the architecture of this JVM
	 * @param pid the id of the process
	 * @return the process
	 * @throws InstallationException if they cannot be taken
	 */
	public static RecordedProcess open(Architecture architecture, long pid) {
		RecordedProcess process = new RecordedProcess(architecture, SeccompProcess.current().directLibc(architecture),
				pid);
		return process;
	}

	/** Tries any descriptor, and finds the listeners of other filters. */
	private void verifyDescriptors() {
		Integer errno = null;
		for (String name : list()) {
			if (isListener(name)) {
				this.foreign.add(name);
			}
			else if (errno == null || errno == Errno.EBADF) {
				Libc.Result result = take(name);
				errno = result.errno();
				if (result.value() != -1) {
					this.libc.syscall(number("close"), result.value());
				}
			}
		}
		if (errno != null && errno != 0) {
			throw refusal("pidfd_getfd", errno);
		}
	}

	private String[] list() {
		String[] names = this.descriptors.list();
		if (names == null) {
			throw new InstallationException(
					"The recorder cannot read " + this.descriptors + ", which lists the filter's listener.",
					"Mount /proc without options that hide processes from their own user.");
		}
		return names;
	}

	private boolean isListener(String name) {
		try {
			return Files.readSymbolicLink(this.descriptors.toPath().resolve(name)).toString().equals(LISTENER);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Libc.Result take(String name) {
		return this.libc.syscall(number("pidfd_getfd"), this.descriptor, Integer.parseInt(name), 0);
	}

	/**
	 * Take the listener as soon as the process has one.
	 * @return the listener, or {@code null} if the process ended first
	 * @throws InstallationException if it cannot be taken
	 */
	public @Nullable RecordedListener awaitListener() {
		while (!hasEnded(SEARCH_INTERVAL)) {
			String[] names = this.descriptors.list();
			for (String name : (names != null) ? names : new String[0]) {
				if (isListener(name) && !this.foreign.contains(name)) {
					Libc.Result result = take(name);
					if (result.value() == -1) {
						throw refusal("pidfd_getfd", result.errno());
					}
					return new RecordedListener(this.architecture, this.libc, (int) result.value(), this.memory);
				}
			}
		}
		return null;
	}

	/**
	 * Wait until the process ends.
	 * @param timeout the maximum time to wait
	 * @return whether it has ended
	 */
	public boolean hasEnded(Duration timeout) {
		return this.poll.await(timeout, Poll.READABLE, this.descriptor) != 0;
	}

	/**
	 * Return whether a thread belongs to this process, and not to a child process.
	 * @param thread the id of the thread
	 * @return whether it belongs to this process
	 */
	public boolean hasThread(int thread) {
		return new File("/proc/" + this.pid + "/task/" + thread).exists();
	}

	/**
	 * Return the name of a thread of this process.
	 * @param thread the id of the thread
	 * @return the name, of at most 15 characters, or an empty string if it has ended
	 */
	public String threadName(int thread) {
		try {
			return Files.readString(Path.of("/proc/" + this.pid + "/task/" + thread + "/comm")).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private int number(String syscall) {
		return this.architecture.syscalls().number(syscall).orElseThrow();
	}

	private static InstallationException refusal(String syscall, int errno) {
		return refusal(syscall, errno, yama());
	}

	static InstallationException refusal(String syscall, int errno, int scope) {
		String reason = "The recorder cannot attach to the application: " + syscall + "(2) failed with "
				+ Errno.name(errno) + ".";
		if (errno == Errno.ENOSYS) {
			return new InstallationException(
					reason + " This call requires Linux 5.6 or later. An outer filter may also hide it.",
					"Run learn mode on Linux 5.6 or later, without the seccomp profile of the container runtime.");
		}
		if (scope >= YAMA_PRIVILEGED_ONLY) {
			return new InstallationException(reason + " Yama forbids it: kernel.yama.ptrace_scope=" + scope + ".",
					(scope == YAMA_PRIVILEGED_ONLY)
							? "During learn mode, set kernel.yama.ptrace_scope to 1 (sysctl -w kernel.yama.ptrace_scope=1),"
									+ " or grant the application the capability CAP_SYS_PTRACE."
							: "The value cannot be changed before the next boot. Boot with kernel.yama.ptrace_scope=1,"
									+ " or run learn mode on another machine.");
		}
		return new InstallationException(reason
				+ " An outer filter may deny it, such as the seccomp profile of the container runtime or Kubernetes, or"
				+ " SystemCallFilter= of systemd. The recorder may also run as another user or with fewer"
				+ " capabilities than the application.",
				"During learn mode, add the capability SYS_PTRACE to the container (docker run --cap-add=SYS_PTRACE;"
						+ " capabilities.add of the Kubernetes securityContext). Docker's default profile then allows"
						+ " pidfd_getfd. Or run the container without a profile (docker run"
						+ " --security-opt seccomp=unconfined).");
	}

	private static int yama() {
		try {
			return Integer.parseInt(Files.readString(YAMA).strip());
		}
		catch (IOException | NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * A process that the recorded process started, directly or not.
	 *
	 * @param pid the id
	 * @param startTime the start time, which distinguishes processes with the same id
	 * @param parent the id of the parent process at the time of the first call
	 */
	public record ChildProcess(int pid, String startTime, int parent) {

		private static final String PID = "Tgid:";

		private static final int PARENT = 1;

		private static final int START_TIME = 19;

		/**
		 * Return the process of a thread.
		 * @param thread the id of the thread
		 * @return the process, or one without an id if the thread has ended
		 */
		public static ChildProcess ofThread(int thread) {
			try {
				int pid = Files.readAllLines(Path.of("/proc/" + thread + "/status"), StandardCharsets.ISO_8859_1)
					.stream()
					.filter((line) -> line.startsWith(PID))
					.mapToInt((line) -> Integer.parseInt(line.substring(PID.length()).strip()))
					.findFirst()
					.orElse(-1);
				String[] status = status(pid);
				return new ChildProcess(pid, status[START_TIME], Integer.parseInt(status[PARENT]));
			}
			catch (IOException ex) {
				return new ChildProcess(-1, "", -1);
			}
		}

		/**
		 * Return whether the process has not ended.
		 * @return whether no other process has its id
		 */
		public boolean isAlive() {
			try {
				return status(this.pid)[START_TIME].equals(this.startTime);
			}
			catch (IOException ex) {
				return false;
			}
		}

		/** Returns the fields after the name, which may contain any character. */
		private static String[] status(int pid) throws IOException {
			String status = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
			return status.substring(status.lastIndexOf(')') + 2).split(" ");
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof ChildProcess process && this.pid == process.pid
					&& this.startTime.equals(process.startTime);
		}

		@Override
		public int hashCode() {
			return this.pid;
		}

	}

}
