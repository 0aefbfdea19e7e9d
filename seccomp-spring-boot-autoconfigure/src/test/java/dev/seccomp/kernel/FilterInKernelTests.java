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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.jna.NativeLibrary;
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
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import dev.seccomp.testing.Requirement;
import dev.seccomp.testing.SleepingThread;
import dev.seccomp.testing.TestFilters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kernel does with a compiled program what its policy says.
 */
class FilterInKernelTests {

	private static final int SIGSYS = 31;

	/** The exit code of a process that a signal kills, as a shell has it. */
	private static final int KILLED_BY_SIGSYS = 128 + SIGSYS;

	private static final int PR_SET_DUMPABLE = 4;

	private static final int X32_BIT = 0x40000000;

	/** An error that the kernel does not have. */
	private static final int MARK = 999;

	private final Architecture architecture = Platform.architecture();

	@Test
	@ForkedJvm
	void conditionsHoldOnTheRightSideOfEachBorder() {
		for (int i = 0; i < OperatorCase.ALL.size(); i++) {
			assertCase(i, Errno.EBADF);
		}
		install(OperatorCase.policy(this.architecture));
		for (int i = 0; i < OperatorCase.ALL.size(); i++) {
			assertCase(i, OperatorCase.ERRNO + i);
		}
	}

	private static void assertCase(int index, int errnoWhereItHolds) {
		OperatorCase operator = OperatorCase.ALL.get(index);
		for (long argument : operator.holds()) {
			assertThat(Libc.syscall("lseek", -1, argument, OperatorCase.ERRNO + index))
				.as("%s, %s", operator.condition(), argument)
				.isEqualTo(-errnoWhereItHolds);
		}
		for (long argument : operator.fails()) {
			assertThat(Libc.syscall("lseek", -1, argument, OperatorCase.ERRNO + index))
				.as("%s, %s", operator.condition(), argument)
				.isEqualTo(-Errno.EBADF);
		}
	}

	@Test
	@ForkedJvm
	void interpreterAgreesWithTheKernel() {
		long seed = 1;
		RandomPolicies parts = new RandomPolicies(new Random(seed));
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
		// Jumps that had to be widened
		assertThat(program.instructions()).as("seed %s", seed).hasSizeGreaterThan(255);
		int number = (int) number("lseek");
		Set<Action> outcomes = new HashSet<>();
		for (int i = 0; i < 50_000; i++) {
			long[] arguments = { -1, parts.value(), parts.value(), parts.value(), parts.value(), parts.value() };
			SeccompData data = new SeccompData(number, this.architecture.audit(), arguments);
			Action action = program.run(data);
			outcomes.add(action);
			assertThat(Libc.syscall("lseek", -1, arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]))
				.as("seed %s, %s", seed, data)
				.isEqualTo((action.type() == ActionType.ERRNO) ? -action.data() : -Errno.EBADF);
		}
		assertThat(outcomes).as("seed %s", seed).contains(Action.ALLOW).hasSizeGreaterThan(3);
	}

	@Test
	@ForkedJvm
	void actionsDoWhatTheySay() {
		long sessionBefore = Libc.syscall("getsid", 0);
		long groupsBefore = Libc.syscall("getgroups", 0, 0);
		assertThat(Libc.syscall("getpriority", 0, 0)).isNotNegative();
		assertThat(Libc.syscall("getpgid", 0)).isNotNegative();
		assertThat(Libc.syscall("personality", 0xFFFFFFFFL)).isNotNegative();
		assertThat(sessionBefore).isNotNegative();
		assertThat(groupsBefore).isNotNegative();
		assertThat(Libc.syscall("getgroups", -1, 0)).isEqualTo(-Errno.EINVAL);
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.errno(1234))
			.rule("syscalls[1]", List.of("getpgid"), List.of(), List.of(), Action.errno(Errno.MAX))
			.rule("syscalls[2]", List.of("personality"), List.of(), List.of(), Action.of(ActionType.TRACE))
			.rule("syscalls[3]", List.of("getsid"), List.of(), List.of(), Action.of(ActionType.LOG))
			.rule("syscalls[4]", List.of("getgroups"), List.of(), List.of(ArgumentCondition.of(0, Operator.EQ, 0)),
					Action.ALLOW)
			.rule("syscalls[5]", List.of("getgroups"), List.of(), List.of(), Action.errno(Errno.EACCES))
			.build());
		assertThat(Libc.syscall("getpriority", 0, 0)).isEqualTo(-1234);
		assertThat(Libc.syscall("getpgid", 0)).isEqualTo(-4095);
		assertThat(Libc.syscall("personality", 0xFFFFFFFFL)).as("no tracer").isEqualTo(-Errno.ENOSYS);
		assertThat(Libc.syscall("getsid", 0)).isEqualTo(sessionBefore);
		assertThat(Libc.syscall("getgroups", 0, 0)).isEqualTo(groupsBefore);
		assertThat(Libc.syscall("getgroups", -1, 0)).isEqualTo(-Errno.EACCES);
	}

	@Test
	@ForkedJvm(exitCode = KILLED_BY_SIGSYS)
	void trapKillsTheProcess() {
		makeCallThatEndsTheProcess(ActionType.TRAP);
	}

	@Test
	@ForkedJvm(exitCode = SIGSYS)
	void trapCallsTheHandlerOfTheSignal() {
		exitOnSigsys();
		makeCallThatEndsTheProcess(ActionType.TRAP);
	}

	@Test
	@ForkedJvm(exitCode = KILLED_BY_SIGSYS)
	void killProcessKillsTheProcess() {
		makeCallThatEndsTheProcess(ActionType.KILL_PROCESS);
	}

	@Test
	@ForkedJvm(exitCode = KILLED_BY_SIGSYS)
	void killProcessCannotBeHandled() {
		exitOnSigsys();
		makeCallThatEndsTheProcess(ActionType.KILL_PROCESS);
	}

	/** The handler gets the number of the signal, and the process exits with it. */
	private static void exitOnSigsys() {
		NativeLibrary process = NativeLibrary.getProcess();
		process.getFunction("signal").invokePointer(new Object[] { SIGSYS, process.getFunction("_exit") });
	}

	private void makeCallThatEndsTheProcess(ActionType action) {
		withoutCore();
		assertThat(Libc.syscall("getpriority", 0, 0)).isNotNegative();
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.of(action))
			.build());
		Libc.syscall("getpriority", 0, 0);
	}

	/** The JVM waits forever for its thread, so that it has to be halted. */
	@Test
	@ForkedJvm(exitCode = 0)
	void killThreadEndsTheThreadAlone() throws Exception {
		withoutCore();
		assertThat(Libc.syscall("getpriority", 0, 0)).isNotNegative();
		install(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("getpriority"), List.of(), List.of(), Action.of(ActionType.KILL_THREAD))
			.build());
		CompletableFuture<Integer> id = new CompletableFuture<>();
		AtomicBoolean returned = new AtomicBoolean();
		Thread thread = new Thread(() -> {
			id.complete(SleepingThread.currentTid());
			Libc.syscall("getpriority", 0, 0);
			returned.set(true);
		});
		thread.setDaemon(true);
		thread.start();
		while (Files.exists(Path.of("/proc/self/task/" + id.get()))) {
			Thread.sleep(10);
		}
		assertThat(returned).isFalse();
		assertThat(Libc.syscall("getpid")).isEqualTo(ProcessHandle.current().pid());
		Runtime.getRuntime().halt(0);
	}

	/**
	 * The kernel says {@code ENOSYS} to x32 calls if it is built without them, and to -1
	 * always, with a filter or without. So the program returns another error in the place
	 * of that one.
	 */
	@Test
	@ForkedJvm
	void filterAnswersForeignCalls() throws Exception {
		requireX86();
		boolean int80 = MachineCode.canMakeInt80();
		assertForeignCallsWork(int80);
		FilterProgram program = FilterCompiler.compile(SeccompPolicy.builder(this.architecture)
			.rule("syscalls[0]", List.of("personality"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build());
		int from = Action.ENOSYS.returnValue();
		int to = Action.errno(MARK).returnValue();
		TestFilters.install(new FilterProgram(program.architecture(),
				program.instructions()
					.stream()
					.map((instruction) -> (instruction.k() == from)
							? new Instruction(instruction.code(), instruction.jt(), instruction.jf(), to) : instruction)
					.toList()));
		assertThat(callForeign(int80).values()).hasSize((int80) ? 4 : 2).containsOnly(error(MARK));
	}

	@Test
	void programOfNoExecAnswersForeignCalls() {
		FilterProgram program = FilterCompiler
			.compile(SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build());
		int audit = Architecture.X86_64.audit();
		assertThat(program.run(new SeccompData(X32_BIT | 39, audit))).isEqualTo(Action.ENOSYS);
		assertThat(program.run(new SeccompData(-1, audit))).isEqualTo(Action.ENOSYS);
		assertThat(program.run(new SeccompData(20, Architecture.I386.audit()))).isEqualTo(Action.ENOSYS);
	}

	private void assertForeignCallsWork(boolean int80) {
		String pid = String.valueOf(ProcessHandle.current().pid());
		Map<String, String> results = callForeign(int80);
		if (int80) {
			assertThat(results).containsEntry("int80-getpid", pid).containsEntry("int80-execve", error(Errno.EFAULT));
		}
		assertThat(results).containsEntry("minus-one", error(Errno.ENOSYS));
		assertThat(results.get("x32-getpid")).isIn(pid, error(Errno.ENOSYS));
	}

	private Map<String, String> callForeign(boolean int80) {
		Map<String, String> results = new HashMap<>();
		if (int80) {
			MachineCode code = MachineCode.int80();
			results.put("int80-getpid", String.valueOf(code.call(number(Architecture.I386, "getpid"))));
			results.put("int80-execve", String.valueOf(code.call(number(Architecture.I386, "execve"), 0)));
		}
		MachineCode syscall = MachineCode.syscall();
		results.put("x32-getpid", String.valueOf(syscall.call(X32_BIT | number("getpid"))));
		results.put("minus-one", String.valueOf(syscall.call(-1)));
		return results;
	}

	private static String error(int errno) {
		return String.valueOf(-errno);
	}

	/** No other machine can run this machine code. */
	private static void requireX86() {
		Requirement.require(Platform.architecture() == Architecture.X86_64, "The machine code is for x86_64.");
	}

	private static void withoutCore() {
		Libc.syscall("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0);
	}

	private static FilterProgram install(SeccompPolicy policy) {
		FilterProgram program = FilterCompiler.compile(policy);
		TestFilters.install(program);
		return program;
	}

	private long number(String syscall) {
		return number(this.architecture, syscall);
	}

	private static long number(Architecture architecture, String syscall) {
		return architecture.syscalls().number(syscall).orElseThrow();
	}

}
