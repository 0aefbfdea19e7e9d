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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.Instruction;
import dev.seccomp.bpf.RandomPolicies;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestFilters;

/**
 * What the tests let a JVM of its own do before it has a filter and afterwards. Each
 * result is a line of output, {@code name=value}.
 */
final class FilteredProcess {

	static final int MARK = 999;

	private static final int SIGSYS = 31;

	private static final int SIGCHLD = 17;

	/** The flag, where the kernel, which takes the lower 32 bits, does not see it. */
	private static final long CLONE_THREAD_CUT_OFF = 0x10000L << 32;

	private static final int PR_SET_DUMPABLE = 4;

	private static final int WAIT_FOR_ANY_KIND = 0x40000000;

	private static final int X32_BIT = 0x40000000;

	private static final int CLONE_ARGS_BYTES = 64;

	private static final int CLONE_ARGS_EXIT_SIGNAL = 32;

	private final Architecture architecture = Platform.architecture();

	private final Libc libc = JnaLibc.load(this.architecture);

	private FilteredProcess() {
	}

	public static void main(String[] args) throws Exception {
		FilteredProcess process = new FilteredProcess();
		switch (args[0]) {
			case "operators" -> process.operators();
			case "interpreter" -> process.interpreter(Long.parseLong(args[1]));
			case "actions" -> process.actions();
			case "deadly" -> process.deadly(ActionType.valueOf(args[1]), Boolean.parseBoolean(args[2]));
			case "kill-thread" -> process.killThread();
			case "machine-code" -> process.machineCode();
			case "marked" -> process.marked();
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	private void operators() {
		callOperators("before");
		install(OperatorCase.policy(this.architecture));
		callOperators("after");
	}

	private void callOperators(String when) {
		for (int i = 0; i < OperatorCase.ALL.size(); i++) {
			OperatorCase operator = OperatorCase.ALL.get(i);
			for (long argument : operator.holds()) {
				print(when + ".holds." + i + "." + argument, call("lseek", -1, argument, OperatorCase.ERRNO + i));
			}
			for (long argument : operator.fails()) {
				print(when + ".fails." + i + "." + argument, call("lseek", -1, argument, OperatorCase.ERRNO + i));
			}
		}
	}

	/** The same calls to the kernel and to our interpreter of its programs. */
	private void interpreter(long seed) {
		Random random = new Random(seed);
		RandomPolicies parts = new RandomPolicies(random);
		PolicyBuilder builder = SeccompPolicy.builder(this.architecture);
		for (int i = 0; i < 21; i++) {
			List<ArgumentCondition> conditions = new ArrayList<>();
			conditions.add(ArgumentCondition.of(0, Operator.EQ, -1));
			for (int index = 1; index < 6; index++) {
				conditions.add(parts.condition(index));
			}
			builder.rule("syscalls[" + i + "]", List.of("lseek"), List.of(), conditions,
					Action.errno(OperatorCase.ERRNO + i));
		}
		FilterProgram program = install(builder.build());
		int number = this.architecture.syscalls().number("lseek").orElseThrow();
		int denied = 0;
		int different = 0;
		Set<Action> outcomes = new HashSet<>();
		int calls = 50_000;
		for (int i = 0; i < calls; i++) {
			long[] arguments = { -1, parts.value(), parts.value(), parts.value(), parts.value(), parts.value() };
			Action action = program.run(new SeccompData(number, this.architecture.audit(), arguments));
			outcomes.add(action);
			int expected = (action.type() == ActionType.ERRNO) ? action.data() : 9;
			denied += (action.type() == ActionType.ERRNO) ? 1 : 0;
			different += (this.libc.syscall(number, arguments).failedWith(expected)) ? 0 : 1;
		}
		print("calls", calls);
		print("denied", denied);
		print("different", different);
		print("outcomes", outcomes.size());
		print("instructions", program.instructions().size());
	}

	private void actions() {
		callActions("before");
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.errno(1234))
			.rule("syscalls[1]", List.of("getpgid"), List.of(), List.of(), Action.errno(Errno.MAX))
			.rule("syscalls[2]", List.of("personality"), List.of(), List.of(), Action.of(ActionType.TRACE))
			.rule("syscalls[3]", List.of("getsid"), List.of(), List.of(), Action.of(ActionType.LOG))
			.rule("syscalls[4]", List.of("getgroups"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, 0)),
					Action.ALLOW)
			.rule("syscalls[5]", List.of("getgroups"), List.of(), List.of(), Action.errno(Errno.EACCES))
			.build());
		callActions("after");
	}

	private void callActions(String when) {
		print(when + ".errno", call("getpriority", 0, 0));
		print(when + ".highest", call("getpgid", 0));
		print(when + ".trace", call("personality", 0xFFFFFFFFL));
		print(when + ".log", call("getsid", 0));
		print(when + ".allow", call("getgroups", 0, 0));
		print(when + ".behind-allow", call("getgroups", -1, 0));
	}

	/** A call that ends the process, or its own handler of the signal does. */
	private void deadly(ActionType action, boolean handler) {
		withoutCore();
		if (handler) {
			NativeLibrary process = NativeLibrary.getProcess();
			process.getFunction("signal").invokePointer(new Object[] { SIGSYS, process.getFunction("_exit") });
		}
		print("before", call("getpriority", 0, 0));
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.of(action))
			.build());
		print("after", call("getpriority", 0, 0));
	}

	private void killThread() throws Exception {
		withoutCore();
		print("before", call("getpriority", 0, 0));
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.of(ActionType.KILL_THREAD))
			.build());
		AtomicLong id = new AtomicLong();
		Thread thread = new Thread(() -> {
			id.set(Long.parseLong(call("gettid")));
			print("after", call("getpriority", 0, 0));
		});
		thread.setDaemon(true);
		thread.start();
		while (id.get() == 0 || Files.exists(Path.of("/proc/self/task/" + id))) {
			Thread.sleep(10);
		}
		print("killed", id.get());
		print("alive", call("getpid"));
		// The virtual machine still waits for its thread
		Runtime.getRuntime().halt(0);
	}

	private void machineCode() throws Exception {
		callMachineCode("before");
		FilterProgram program = install(SeccompPolicy.builder(this.architecture).presets(List.of("no-exec")).build());
		print("hash", program.hash());
		callMachineCode("after");
		Thread thread = new Thread(() -> print("thread", "started"));
		thread.start();
		thread.join();
	}

	private void callMachineCode(String when) {
		callForeign(when);
		MachineCode syscall = MachineCode.syscall();
		print(when + ".getpid", syscall.call(number("getpid")));
		print(when + ".clone3-null", syscall.call(number("clone3"), 0, 0));
		MachineCode fork = MachineCode.fork();
		print(when + ".fork", child(fork.call(number("fork"))));
		print(when + ".vfork", child(fork.call(number("vfork"))));
		print(when + ".clone", child(fork.call(number("clone"), SIGCHLD)));
		print(when + ".clone-garbage", child(fork.call(number("clone"), CLONE_THREAD_CUT_OFF | SIGCHLD)));
		Memory clone = new Memory(CLONE_ARGS_BYTES);
		clone.clear();
		clone.setLong(CLONE_ARGS_EXIT_SIGNAL, SIGCHLD);
		print(when + ".clone3", child(fork.call(number("clone3"), Pointer.nativeValue(clone), CLONE_ARGS_BYTES)));
		print(when + ".children", call("wait4", -1, 0, WAIT_FOR_ANY_KIND, 0));
	}

	private void callForeign(String when) {
		print("pid", ProcessHandle.current().pid());
		MachineCode int80 = MachineCode.int80();
		print(when + ".int80-getpid", int80.call(number(Architecture.I386, "getpid")));
		print(when + ".int80-execve", int80.call(number(Architecture.I386, "execve"), 0));
		MachineCode syscall = MachineCode.syscall();
		print(when + ".x32-getpid", syscall.call(X32_BIT | number("getpid")));
		print(when + ".minus-one", syscall.call(-1));
	}

	/** Says how the child ended, or what error was returned in place of one. */
	private String child(long id) {
		if (id < 0) {
			return String.valueOf(id);
		}
		Memory status = new Memory(Integer.BYTES);
		Libc.Result result = this.libc.syscall((int) number("wait4"), id, Pointer.nativeValue(status),
				WAIT_FOR_ANY_KIND, 0);
		return (result.value() == id) ? "child ended with " + (status.getInt(0) >> 8) : "no child " + id;
	}

	/**
	 * The program of a policy, its ENOSYS changed into an error that the kernel has not
	 * of its own: so what returns it has met the filter.
	 */
	private void marked() {
		callForeign("before");
		FilterProgram program = FilterCompiler.compile(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("personality"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build());
		int from = Action.ENOSYS.returnValue();
		int to = Action.errno(MARK).returnValue();
		install(new FilterProgram(program.architecture(),
				program.instructions()
					.stream()
					.map((instruction) -> (instruction.k() == from)
							? new Instruction(instruction.code(), instruction.jt(), instruction.jf(), to) : instruction)
					.toList()));
		callForeign("after");
	}

	private void withoutCore() {
		this.libc.syscall((int) number("prctl"), PR_SET_DUMPABLE, 0, 0, 0, 0);
	}

	private FilterProgram install(SeccompPolicy policy) {
		FilterProgram program = FilterCompiler.compile(policy);
		install(program);
		return program;
	}

	private void install(FilterProgram program) {
		TestFilters.install(program);
	}

	private long number(String syscall) {
		return number(this.architecture, syscall);
	}

	private static long number(Architecture architecture, String syscall) {
		return architecture.syscalls().number(syscall).orElseThrow();
	}

	/** Says what the C library says: the value, or the error number with a minus. */
	private String call(String syscall, long... arguments) {
		Libc.Result result = this.libc.syscall((int) number(syscall), arguments);
		return String.valueOf((result.value() == -1) ? -result.errno() : result.value());
	}

	private static void print(String name, Object value) {
		System.out.println(name + "=" + value);
	}

}
