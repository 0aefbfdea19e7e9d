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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.ChildJvm;
import dev.seccomp.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kernel does with a compiled program what its policy says.
 */
class FilterInKernelTests {

	private static final String EBADF = "-9";

	private static final String ECHILD = "-10";

	private static final String EACCES = "-13";

	private static final String EFAULT = "-14";

	private static final String EINVAL = "-22";

	private static final String ENOSYS = "-38";

	@Test
	void conditionsHoldOnTheRightSideOfEachBorder() {
		Map<String, String> results = run("operators");
		for (int i = 0; i < OperatorCase.ALL.size(); i++) {
			OperatorCase operator = OperatorCase.ALL.get(i);
			for (long argument : operator.holds()) {
				String call = ".holds." + i + "." + argument;
				assertThat(results).as("%s", operator.condition())
					.containsEntry("before" + call, EBADF)
					.containsEntry("after" + call, "-" + (OperatorCase.ERRNO + i));
			}
			for (long argument : operator.fails()) {
				String call = ".fails." + i + "." + argument;
				assertThat(results).as("%s", operator.condition())
					.containsEntry("before" + call, EBADF)
					.containsEntry("after" + call, EBADF);
			}
		}
	}

	@Test
	void interpreterAgreesWithTheKernel() {
		long seed = System.nanoTime();
		Map<String, String> results = run("interpreter", String.valueOf(seed));
		assertThat(results).as("seed %s", seed).containsEntry("calls", "50000").containsEntry("different", "0");
		assertThat(Integer.parseInt(results.get("outcomes"))).isGreaterThan(3);
		// Both outcomes, and jumps that had to be widened
		assertThat(Integer.parseInt(results.get("denied"))).as("seed %s", seed).isBetween(1, 49999);
		assertThat(Integer.parseInt(results.get("instructions"))).isGreaterThan(255);
	}

	@Test
	void actionsDoWhatTheySay() {
		Map<String, String> results = run("actions");
		assertThat(results).containsEntry("after.errno", "-1234")
			.containsEntry("after.highest", "-4095")
			.containsEntry("after.trace", ENOSYS)
			.containsEntry("after.log", results.get("before.log"))
			.containsEntry("after.allow", results.get("before.allow"))
			.containsEntry("before.behind-allow", EINVAL)
			.containsEntry("after.behind-allow", EACCES);
		for (String call : List.of("errno", "highest", "trace", "log", "allow")) {
			assertThat(results.get("before." + call)).as(call).doesNotStartWith("-");
		}
	}

	/** SIGSYS is 31, and who is killed by it exits with 128 + 31. */
	@ParameterizedTest
	@CsvSource({
			// The signal kills whom it finds without a handler, and a handler answers it
			"TRAP, false, 159", "TRAP, true, 31",
			// The kernel's kill cannot be handled
			"KILL_PROCESS, false, 159", "KILL_PROCESS, true, 159" })
	void trapAndKillEndTheProcess(String action, String handler, int exitCode) {
		ChildJvm.Outcome outcome = ChildJvm.of(FilteredProcess.class).arguments("deadly", action, handler).run();
		assertThat(outcome.exitCode()).isEqualTo(exitCode);
		Map<String, String> results = results(outcome);
		assertThat(results.get("before")).doesNotStartWith("-");
		assertThat(results).doesNotContainKey("after");
	}

	@Test
	void killThreadEndsTheThreadAlone() {
		Map<String, String> results = run("kill-thread");
		assertThat(results.get("before")).doesNotStartWith("-");
		assertThat(results).doesNotContainKey("after").containsKeys("killed", "alive");
	}

	@Test
	void noExecHoldsAgainstMachineCode() {
		requireX86();
		Map<String, String> results = run("machine-code");
		assertForeignCallsWorkBefore(results);
		assertThat(results).containsEntry("after.int80-getpid", ENOSYS)
			.containsEntry("after.int80-execve", ENOSYS)
			.containsEntry("after.x32-getpid", ENOSYS)
			.containsEntry("after.minus-one", ENOSYS);
		// The machine code itself works still
		assertThat(results).containsEntry("before.getpid", results.get("pid"))
			.containsEntry("after.getpid", results.get("pid"));
		for (String call : List.of("fork", "vfork", "clone", "clone-garbage")) {
			assertThat(results).containsEntry("before." + call, "child ended with 7")
				.containsEntry("after." + call, EACCES);
		}
		assertThat(results).containsEntry("before.clone3", "child ended with 7")
			.containsEntry("after.clone3", ENOSYS)
			.containsEntry("before.clone3-null", EINVAL)
			.containsEntry("after.clone3-null", ENOSYS)
			.containsEntry("after.children", ECHILD)
			.containsEntry("thread", "started");
	}

	/**
	 * The kernel says {@code ENOSYS} to x32 calls if it is built without them, and to -1
	 * always, with a filter or without. That the filter of the test above answers them is
	 * seen in its program, and in the kernel by a program that has another error in the
	 * place of that one.
	 */
	@Test
	void filterAnswersForeignCalls() {
		requireX86();
		FilterProgram program = FilterCompiler
			.compile(SeccompPolicy.builder(Architecture.X86_64).presets(List.of("no-exec")).build());
		assertThat(run("machine-code")).containsEntry("hash", program.hash());
		int audit = Architecture.X86_64.audit();
		assertThat(program.run(new SeccompData(0x40000000 | 39, audit))).isEqualTo(Action.ENOSYS);
		assertThat(program.run(new SeccompData(-1, audit))).isEqualTo(Action.ENOSYS);
		assertThat(program.run(new SeccompData(20, Architecture.I386.audit()))).isEqualTo(Action.ENOSYS);
		Map<String, String> results = run("marked");
		assertForeignCallsWorkBefore(results);
		for (String call : List.of("int80-getpid", "int80-execve", "x32-getpid", "minus-one")) {
			assertThat(results).containsEntry("after." + call, "-" + FilteredProcess.MARK);
		}
	}

	private static void assertForeignCallsWorkBefore(Map<String, String> results) {
		assertThat(results).containsEntry("before.int80-getpid", results.get("pid"))
			.containsEntry("before.int80-execve", EFAULT)
			.containsEntry("before.minus-one", ENOSYS);
		assertThat(results.get("before.x32-getpid")).isIn(results.get("pid"), ENOSYS);
	}

	/** The one thing that another machine cannot do: run this machine code. */
	private static void requireX86() {
		Requirement.require(Platform.architecture() == Architecture.X86_64, "The machine code is for x86_64.");
	}

	private static Map<String, String> run(String... arguments) {
		ChildJvm.Outcome outcome = ChildJvm.of(FilteredProcess.class).arguments(arguments).run();
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return results(outcome);
	}

	private static Map<String, String> results(ChildJvm.Outcome outcome) {
		Map<String, String> results = new LinkedHashMap<>();
		outcome.output().lines().filter((line) -> line.contains("=")).forEach((line) -> {
			String[] parts = line.split("=", 2);
			results.put(parts[0], parts[1]);
		});
		return results;
	}

}
