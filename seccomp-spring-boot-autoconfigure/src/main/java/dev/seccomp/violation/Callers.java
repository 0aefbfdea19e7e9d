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

import java.lang.management.ManagementFactory;
import java.util.List;

import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.violation.Caller.CallingProcess;
import dev.seccomp.violation.Caller.CallingThread;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller of a system call while it is blocked in the call. Not thread-safe.
 * <p>
 * The caller may hold any lock of the application. So this class loads no class after
 * {@link #warmUp()}, and makes no system call that a filter may report. On Java 17 it may
 * wait for a lock of the application, in a method of a thread.
 */
public final class Callers {

	private static final int SEARCHED_FRAMES = 4;

	private final JavaThreads javaThreads;

	private final VirtualThreads virtualThreads = new VirtualThreads();

	private final int self = ProcFiles.self();

	private final CallingProcess process = new CallingProcess(this.self, text(ProcFiles.comm(this.self)));

	/**
	 * Create a new instance.
	 * @param clock the clocks of the threads of this process
	 */
	public Callers(ThreadCpuClock clock) {
		this.javaThreads = new JavaThreads(clock, ManagementFactory.getThreadMXBean());
	}

	/**
	 * Run all code paths once, so that all classes are loaded.
	 */
	public void warmUp() {
		this.javaThreads.warmUp();
		this.virtualThreads.warmUp();
		find(this.self, true);
		find(this.self, false);
		ofChild(this.self, true);
		ProcFiles.parentThread(this.self);
		ProcFiles.isSameProgram(this.self);
		isStartingProcess(List.of(new StackTraceElement("", "", null, -1)));
	}

	/**
	 * Prepare for calls of virtual threads in the background. Otherwise the first
	 * violation may be reported without its stack trace.
	 */
	public void prepareForVirtualThreads() {
		this.virtualThreads.prepare();
	}

	/**
	 * Find the caller of a system call.
	 * @param id the thread or process id in the notification
	 * @param withStack whether the stack trace is requested
	 * @return the caller
	 */
	public Caller find(int id, boolean withStack) {
		JavaThread thread = this.javaThreads.find(id, withStack);
		return (thread != null || ProcFiles.isOwnThread(id)) ? ofThread(id, thread, this.process)
				: ofChild(id, withStack);
	}

	private Caller ofThread(int tid, @Nullable JavaThread thread, CallingProcess process) {
		if (thread == null) {
			return new Caller(new CallingThread(tid, text(ProcFiles.commOfOwnThread(tid))), process, List.of());
		}
		if (!thread.isCarrier()) {
			return new Caller(new CallingThread(tid, thread.name()), process, thread.stackTrace());
		}
		JavaThread mounted = this.virtualThreads.findMounted(thread, tid);
		StringBuilder name = new StringBuilder("virtual thread ");
		if (mounted != null) {
			name.append('#').append(mounted.id()).append(' ');
		}
		name.append("on ").append(thread.name());
		return new Caller(new CallingThread(tid, name.toString()), process,
				((mounted != null) ? mounted : thread).stackTrace());
	}

	private Caller ofChild(int id, boolean withStack) {
		int pid = ProcFiles.status(id, "Tgid");
		CallingProcess process = new CallingProcess((pid != -1) ? pid : id,
				text(ProcFiles.comm((pid != -1) ? pid : id)));
		int parent = (ProcFiles.status(id, "PPid") == this.self) ? ProcFiles.parentThread(process.pid()) : -1;
		if (parent == -1) {
			return new Caller(new CallingThread(id, text(ProcFiles.comm(id))), process, List.of());
		}
		Caller caller = ofThread(parent, this.javaThreads.find(parent, withStack), process);
		// If the thread has continued, its stack does not show the start of the process
		return (caller.stackTrace().isEmpty() || isStartingProcess(caller.stackTrace()) || ProcFiles.isSameProgram(id))
				? caller : new Caller(caller.thread(), process, List.of());
	}

	private static boolean isStartingProcess(List<StackTraceElement> stackTrace) {
		int searched = Math.min(stackTrace.size(), SEARCHED_FRAMES);
		for (int i = 0; i < searched; i++) {
			StackTraceElement frame = stackTrace.get(i);
			if (frame.getMethodName().equals("forkAndExec") && frame.getClassName().equals("java.lang.ProcessImpl")) {
				return true;
			}
		}
		return false;
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
