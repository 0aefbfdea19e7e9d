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

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A fake kernel, for versions and faults that the real one does not have. Its process has
 * a few threads, and the first one is the caller.
 */
class FakeKernel implements Libc, Threads {

	static final int TSYNC = 1;

	static final int LOG = 2;

	static final int SPEC_ALLOW = 4;

	static final int TSYNC_ESRCH = 16;

	private static final int PR_GET_SECCOMP = 21;

	private static final int PR_SET_SECCOMP = 22;

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int PR_GET_NO_NEW_PRIVS = 39;

	private final Architecture architecture;

	private final List<Task> tasks = new ArrayList<>();

	/** The flags of each attempt to install a filter, in order. */
	final List<Long> loads = new ArrayList<>();

	/** The supported flags, or -1 for no seccomp(2). */
	int flags = TSYNC | LOG | SPEC_ALLOW | TSYNC_ESRCH;

	boolean hasPrctlSeccomp = true;

	boolean reportsFilters = true;

	boolean keepsNoNewPrivs = true;

	/** The thread that cannot be synchronized, or that is silently skipped. */
	@Nullable Task outlier;

	boolean skipsOutlier;

	/** Whether it reports a filter but does not enforce it. */
	boolean enforcesNothing;

	/** Whether it reports success but does not install the filter. */
	boolean losesFilters;

	FakeKernel(Architecture architecture, String... threads) {
		this.architecture = architecture;
		for (String thread : threads) {
			this.tasks.add(new Task(100 + this.tasks.size(), thread));
		}
	}

	Task task(int index) {
		return this.tasks.get(index);
	}

	/** Adds filters of another program to all threads. */
	void setOuterFilters(int count) {
		this.tasks.forEach((task) -> {
			task.filters = count;
			task.noNewPrivs = 1;
		});
	}

	@Override
	public ThreadStatus caller() {
		return status(this.tasks.get(0));
	}

	@Override
	public List<ThreadStatus> all() {
		return this.tasks.stream().map(this::status).toList();
	}

	private ThreadStatus status(Task task) {
		return new ThreadStatus(task.id, task.name, (task.filters > 0) ? 2 : 0,
				(this.reportsFilters) ? Integer.valueOf(task.filters) : null, task.noNewPrivs);
	}

	@Override
	public Result syscall(int number, long... arguments) {
		return switch (String.valueOf(this.architecture.syscalls().name(number))) {
			case "seccomp" -> seccomp(arguments[1], arguments[2]);
			case "prctl" -> prctl((int) arguments[0], arguments[1]);
			case "execve" -> failure((this.tasks.get(0).denies && !this.enforcesNothing) ? Errno.EACCES : Errno.EFAULT);
			default -> throw new AssertionError("Unexpected call " + number);
		};
	}

	@Override
	public long direct(int number, long first, long second, long third) {
		throw new AssertionError("Unexpected call " + number);
	}

	@Override
	public long address(ByteBuffer buffer) {
		return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
	}

	@Override
	public ByteBuffer at(long address, int bytes) {
		throw new AssertionError("Unexpected access to " + address);
	}

	private Result seccomp(long flags, long fprog) {
		if (this.flags == -1) {
			return failure(Errno.ENOSYS);
		}
		if ((flags & ~this.flags) != 0) {
			return failure(Errno.EINVAL);
		}
		if (fprog == 0) {
			return failure(Errno.EFAULT);
		}
		this.loads.add(flags);
		if (this.outlier != null && !this.skipsOutlier) {
			return ((flags & TSYNC_ESRCH) != 0) ? failure(Errno.ESRCH) : new Result(this.outlier.id, 0);
		}
		if (!this.losesFilters) {
			this.tasks.stream().filter((task) -> task != this.outlier).forEach(FakeKernel::filter);
		}
		return new Result(0, 0);
	}

	private Result prctl(int operation, long argument) {
		Task caller = this.tasks.get(0);
		switch (operation) {
			case PR_SET_NO_NEW_PRIVS -> caller.noNewPrivs = (this.keepsNoNewPrivs) ? (int) argument : 0;
			case PR_GET_NO_NEW_PRIVS -> {
				return new Result(caller.noNewPrivs, 0);
			}
			case PR_GET_SECCOMP -> {
				return (this.hasPrctlSeccomp) ? new Result(caller().seccomp(), 0) : failure(Errno.EINVAL);
			}
			case PR_SET_SECCOMP -> {
				this.loads.add(0L);
				filter(caller);
			}
			default -> throw new AssertionError("Unexpected prctl " + operation);
		}
		return new Result(0, 0);
	}

	private static void filter(Task task) {
		task.filters++;
		task.noNewPrivs = 1;
		task.denies = true;
	}

	private static Result failure(int errno) {
		return new Result(-1, errno);
	}

	static final class Task {

		private final int id;

		private final String name;

		int filters;

		int noNewPrivs;

		private boolean denies;

		private Task(int id, String name) {
			this.id = id;
			this.name = name;
		}

	}

}
