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

package dev.seccomp.boot;

import java.util.List;

import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.TestFilters;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.TestViolations;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AllowingRules}. {@link LogModeRulesTests} enforces the rules.
 */
class AllowingRulesTests {

	/* linux/socket.h, linux/net.h */

	private static final long AF_INET = 2;

	private static final long AF_ALG = 38;

	private static final long SOCK_STREAM = 1;

	private static final long SOCK_CLOEXEC = 0x80000;

	/** CLONE_VM, CLONE_VFORK and SIGCHLD of linux/sched.h. */
	private static final long VFORK = 0x4111;

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final IgnoredViolations IGNORED = IgnoredViolations.of(new SeccompProperties.Violations(true, 100,
			List.of(new SeccompProperties.Ignore(List.of("com.example.harmless"), List.of("execve")))));

	private static final List<StackTraceElement> NO_STACK = List.of();

	private final Supervisor supervisor = new Supervisor(SeccompProcess.current(), Platform.architecture(), true);

	private final AllowingRules rules = new AllowingRules(this.supervisor, IGNORED);

	@Test
	void callIsNamedOnceWithItsFirstCaller() {
		add(Stage.STARTUP, policy().presets(List.of("no-exec")));
		violate("execve", List.of(frame("First")));
		violate("execve", List.of(frame("Second")));
		assertThat(this.rules.text()).isEqualTo(
				"""
						seccomp.syscalls:
						  # called at com.example.First.call(First.java:42)
						  # RISKY: starting a program or a process (runs another program in the calling process; attackers need it \
						to open a shell)
						  - { names: [execve], action: allow }
						""");
	}

	@Test
	void callThatHardenedAllowsIsNotRisky() {
		add(Stage.STARTUP, policy().presets(List.of("web-service")));
		violate("vmsplice", NO_STACK);
		assertThat(this.rules.text()).isEqualTo("""
				seccomp.syscalls:
				  # called by thread 'caller'
				  - { names: [vmsplice], action: allow }
				""");
	}

	@Test
	void rulesOfUserComeAfterThoseToAdd() {
		add(Stage.STARTUP, policy().rule("syscalls[0]", List.of("flock"), List.of(), List.of(), EPERM)
			.presets(List.of("no-exec")));
		violate("flock", NO_STACK);
		assertThat(this.rules.text()).isEqualTo("""
				# Add to the list 'seccomp.syscalls', before its other rules:
				    # called by thread 'caller'
				    - { names: [flock], action: allow }
				""");
	}

	@Test
	void eachFilterThatDeniesTheCallHasASection() {
		add(Stage.SEALED, policy().presets(List.of("no-exec")));
		add(Stage.STARTUP, policy().presets(List.of("hardened")));
		violate("acct", NO_STACK);
		add(Stage.READY, SeccompPolicy.builder(Platform.architecture(), "ready.").presets(List.of("web-service")));
		violate("execve", NO_STACK);
		assertThat(this.rules.text().lines().filter((line) -> !line.startsWith("  #"))).containsExactly(
				"seccomp.syscalls:", "  - { names: [acct], action: allow }", "  - { names: [execve], action: allow }",
				"", "seccomp.ready.syscalls:", "  - { names: [execve], action: allow }", "", "# In seccomp-sealed.yml:",
				"seccomp.syscalls:", "  - { names: [execve], action: allow }");
	}

	@Test
	void argumentsThatTheGroupsDistinguishAreInTheRule() {
		add(Stage.STARTUP, policy().presets(List.of("hardened")));
		violate("socket", NO_STACK, AF_ALG, SOCK_STREAM | SOCK_CLOEXEC, 0);
		long[] clone = new long[6];
		clone[Platform.architecture().cloneFlagsIndex()] = VFORK;
		violate("clone", NO_STACK, clone);
		assertThat(this.rules.text())
			.contains("- { names: [clone], args: [{ index: " + Platform.architecture().cloneFlagsIndex()
					+ ", op: masked-eq, mask: 0x7e030000, value: 0 }], action: allow }")
			.contains("# RISKY: starting a program or a process (without CLONE_THREAD it creates a process")
			.contains("# RISKY: opening sockets other than local, IPv4, IPv6 and routing netlink ones (AF_ALG")
			.contains("- { names: [socket], args: [{ index: 0, op: eq, value: 38 },"
					+ " { index: 1, op: masked-eq, mask: 0xf, value: 1 }, { index: 2, op: eq, value: 0 }], action: allow }")
			.doesNotContain("namespaces");
	}

	@Test
	void argumentsThatThePolicyDistinguishesAreInTheRule() {
		PolicyBuilder policy = policy().presets(List.of("no-exec"));
		for (String call : List.of("setsockopt", "getsockopt")) {
			policy.rule("syscalls[0]", "syscalls[0].names[0]", call,
					List.of(ArgumentCondition.masked(1, 0xffffffffL, 6), ArgumentCondition.of(2, Operator.GT, 10)),
					EPERM);
		}
		add(Stage.STARTUP, policy);
		violate("setsockopt", NO_STACK, 7, 0x100000006L, 31, 0x7fff_1234_5678L, 4);
		assertThat(this.rules.text()).contains("- { names: [setsockopt], args: [{ index: 1, op: masked-eq,"
				+ " mask: 0xffffffff, value: 6 }, { index: 2, op: eq, value: 31 }], action: allow }");
	}

	/** The C library starts it with clone3 in log mode, which is not reported. */
	@Test
	void callOfProgramAllowsItsStart() {
		add(Stage.STARTUP, policy().presets(List.of("no-exec")));
		this.rules.onViolation(TestViolations.of(this.supervisor.filters(), "execve", EPERM, Integer.MAX_VALUE,
				List.of(frame("Shell"))));
		assertThat(this.rules.text().lines().filter((line) -> line.contains("names:"))).satisfiesExactly(
				(clone) -> assertThat(clone).contains("[clone]"), (execve) -> assertThat(execve).contains("[execve]"));
	}

	@Test
	void callOfThisProcessAllowsNoOther() {
		add(Stage.STARTUP, policy().presets(List.of("no-exec")));
		violate("execve", NO_STACK);
		assertThat(this.rules.text()).doesNotContain("clone]");
	}

	@Test
	void ignoredCallHasNoRule() {
		add(Stage.STARTUP, policy().presets(List.of("no-exec")));
		violate("execve", List.of(frame("harmless.Library")));
		assertThat(this.rules.text()).isEmpty();
	}

	@Test
	void callThatNoRuleCanAllowHasNone() {
		add(Stage.STARTUP, policy().defaultAction(EPERM));
		violate("foreign-abi", NO_STACK);
		violate("unknown", NO_STACK);
		assertThat(this.rules.text()).isEmpty();
	}

	@Test
	void numberOfRulesIsLimited() {
		add(Stage.STARTUP, policy().presets(List.of("hardened")));
		this.supervisor.violations().addListener(this.rules);
		assertThat(AllowingRules.report(this.supervisor)).isNull();
		for (long family = 50; family < 150; family++) {
			violate("socket", NO_STACK, family, SOCK_STREAM, 0);
		}
		violate("socket", NO_STACK, 50, SOCK_STREAM, 0);
		assertThat(AllowingRules.report(this.supervisor))
			.endsWith("\n\n# Calls that cannot be reported have no rule. They are in the kernel's log.\n");
		violate("socket", NO_STACK, 151, SOCK_STREAM, 0);
		assertThat(AllowingRules.report(this.supervisor))
			.endsWith("# Rules are missing, since there are more than 100.\n")
			.satisfies((text) -> assertThat(text.lines().filter((line) -> line.contains("names:"))).hasSize(100));
	}

	private void add(Stage stage, PolicyBuilder builder) {
		SeccompPolicy policy = builder.build();
		this.supervisor.add(TestFilters.of(stage, policy, FilterCompiler.compile(policy), ListenerOwner.NONE));
	}

	private void violate(String syscall, List<StackTraceElement> stackTrace, long... arguments) {
		this.rules.onViolation(TestViolations.of(this.supervisor.filters(), syscall, EPERM, stackTrace, arguments));
	}

	private static PolicyBuilder policy() {
		return SeccompPolicy.builder(Platform.architecture());
	}

	private static StackTraceElement frame(String type) {
		return new StackTraceElement("com.example." + type, "call", type + ".java", 42);
	}

}
