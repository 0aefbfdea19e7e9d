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

package dev.seccomp.filter;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import dev.seccomp.bpf.BorderCalls;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.RandomPolicies;
import dev.seccomp.bpf.ReferenceEvaluator;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reporting}: a program decides as its policy does, except that it
 * notifies of a denied call or logs it.
 */
class ReportingTests {

	private static final int POLICIES = 40;

	private static final Action NOTIFY = Action.of(ActionType.NOTIFY);

	private static final Action LOG = Action.of(ActionType.LOG);

	private static final long SEED = 1;

	private final Random random = new Random(SEED);

	private int asked;

	private int refused;

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void programThatReportsDecidesAsThePolicy(Architecture architecture) {
		RandomPolicies policies = new RandomPolicies(this.random);
		for (int i = 0; i < POLICIES; i++) {
			SeccompPolicy policy = plain(policies.next(architecture));
			Set<String> jvmOptions = (this.random.nextBoolean()) ? Set.of() : Set.of("-XX:OnError");
			for (Reporting reporting : Reporting.values()) {
				SeccompPolicy reported = reporting.of(policy, List.of(), jvmOptions);
				FilterProgram program = compile(reported);
				if (program != null) {
					Oracle oracle = new Oracle(reporting, policy, jvmOptions);
					calls(reported, (call) -> check(program.run(call), oracle.decide(call), call, reporting, policy));
				}
			}
		}
		assertCoverage();
	}

	@ParameterizedTest
	@MethodSource("dev.seccomp.syscall.Architecture#supported")
	void laterFilterNotifiesOfTheCallsOfBoth(Architecture architecture) {
		RandomPolicies policies = new RandomPolicies(this.random);
		for (int i = 0; i < POLICIES; i++) {
			Reporting reporting = (this.random.nextInt(4) == 0) ? Reporting.SUPERVISOR_LOG
					: Reporting.SUPERVISOR_ENFORCE;
			SeccompPolicy first = plain(policies.next(architecture));
			SeccompPolicy second = plain(policies.next(architecture));
			SeccompPolicy reported = reporting.of(first, List.of(), Set.of());
			SeccompPolicy successor = Reporting.includeNotifications(reporting.of(second, List.of(), Set.of()),
					reported);
			FilterProgram program = compile(successor);
			if (program != null) {
				Oracle before = new Oracle(reporting, first, Set.of());
				Oracle after = new Oracle(reporting, second, Set.of());
				Consumer<SeccompData> check = (call) -> checkTakeOver(before.decide(call), after.decide(call),
						program.run(call), call, first, second);
				calls(reported, check);
				calls(successor, check);
			}
		}
		assertCoverage();
	}

	@ParameterizedTest
	@EnumSource(names = { "SUPERVISOR_ENFORCE", "SUPERVISOR_LOG" })
	void rulesOfTheListenerGuardComeFirst(Reporting reporting) {
		ArgumentCondition request = ArgumentCondition.of(1, Operator.EQ, 7);
		SyscallRule first = new SyscallRule("ioctl", List.of(request), NOTIFY, "violations.report", "ioctl");
		SeccompPolicy policy = SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("ioctl"), List.of(), List.of(), Action.errno(1))
			.build();
		FilterProgram program = FilterCompiler.compile(reporting.of(policy, List.of(first), Set.of()));
		assertThat(program.run(call("ioctl", 0, 7))).isEqualTo(NOTIFY);
		assertThat(program.run(call("ioctl", 0, 8)))
			.isEqualTo((reporting == Reporting.SUPERVISOR_ENFORCE) ? Action.errno(1) : LOG);
	}

	@Test
	void filterThatTakesOverStillKills() {
		SeccompPolicy first = Reporting.SUPERVISOR_ENFORCE.of(SeccompPolicy.builder(Architecture.X86_64)
			.rule("syscalls[0]", List.of("execve", "mount"), List.of(), List.of(), Action.errno(1))
			.build(), List.of(), Set.of());
		SeccompPolicy second = Reporting.SUPERVISOR_ENFORCE.of(SeccompPolicy.builder(Architecture.X86_64)
			.rule("ready.syscalls[0]", List.of("execve"), List.of(), List.of(), Action.of(ActionType.KILL_PROCESS))
			.build(), List.of(), Set.of());
		FilterProgram program = FilterCompiler.compile(Reporting.includeNotifications(second, first));
		assertThat(program.run(call("execve"))).isEqualTo(Action.of(ActionType.KILL_PROCESS));
		assertThat(program.run(call("mount"))).isEqualTo(NOTIFY);
		assertThat(program.run(call("ptrace"))).isEqualTo(Action.ALLOW);
	}

	private void checkTakeOver(Action before, Action after, Action successor, SeccompData call, Object... context) {
		// Nothing of its own is lost, and nothing is asked but what the first asks
		boolean asks = before.equals(NOTIFY) && NOTIFY.type().compareTo(after.type()) < 0;
		check(successor, (asks) ? NOTIFY : after, call, context);
		// What the kernel does with both: where it is to ask, the newest has to ask
		Action both = mostRestrictive(before, successor);
		assertThat(both.type()).isEqualTo(mostRestrictive(before, after).type());
		if (both.equals(NOTIFY)) {
			check(successor, NOTIFY, call, context);
			this.asked++;
		}
	}

	private static Action mostRestrictive(Action one, Action other) {
		return (one.type().compareTo(other.type()) < 0) ? one : other;
	}

	private void check(Action actual, Action expected, SeccompData call, Object... context) {
		if (!actual.equals(expected)) {
			throw new AssertionError("Expected " + expected + " but was " + actual + " for call " + call.nr() + " with "
					+ Arrays.toString(call.arguments()) + ", seed " + SEED + ": " + List.of(context));
		}
		this.asked += (expected.equals(NOTIFY)) ? 1 : 0;
	}

	private void assertCoverage() {
		assertThat(this.asked).as("seed %s", SEED).isGreaterThan(1000);
		assertThat(this.refused).as("seed %s", SEED).isLessThan(POLICIES / 2);
	}

	private void calls(SeccompPolicy policy, Consumer<SeccompData> consumer) {
		new BorderCalls(policy, this.random, 10).forEach(consumer);
	}

	private @Nullable FilterProgram compile(SeccompPolicy policy) {
		try {
			return FilterCompiler.compile(policy);
		}
		catch (PolicyException ex) {
			assertThat(ex).message()
				.containsAnyOf("The kernel accepts at most 4096", "conditions on its arguments. At most");
			this.refused++;
			return null;
		}
	}

	/** The policy of a user does not notify by itself. */
	private static SeccompPolicy plain(SeccompPolicy policy) {
		return new SeccompPolicy(policy.architecture(), plain(policy.defaultAction()), policy.defaultSource(),
				policy.rules().stream().map((rule) -> rule.with(rule.conditions(), plain(rule.action()))).toList(),
				policy.absent(), policy.ignored());
	}

	private static Action plain(Action action) {
		return (action.equals(NOTIFY)) ? Action.of(ActionType.TRAP) : action;
	}

	private static SeccompData call(String syscall, long... arguments) {
		return new SeccompData(Architecture.X86_64.syscalls().number(syscall).orElseThrow(),
				Architecture.X86_64.audit(), Arrays.copyOf(arguments, 6));
	}

	/**
	 * Decides about a call, independently of the order of rules.
	 */
	private record Oracle(Reporting reporting, SeccompPolicy policy, ReferenceEvaluator evaluator,
			Set<String> jvmOptions) {

		Oracle(Reporting reporting, SeccompPolicy policy, Set<String> jvmOptions) {
			this(reporting, policy, new ReferenceEvaluator(policy), jvmOptions);
		}

		Action decide(SeccompData call) {
			Action own = this.evaluator.decide(call);
			boolean foreign = call.arch() != this.policy.architecture().audit()
					|| ReferenceEvaluator.isBeyondAllTables(call.nr());
			if (foreign || !own.denies() || this.reporting == Reporting.KERNEL_ENFORCE) {
				return own;
			}
			if (this.reporting == Reporting.SUPERVISOR_ENFORCE) {
				return (own.type() == ActionType.ERRNO && isVetted(call)) ? NOTIFY : own;
			}
			SyscallRule rule = this.evaluator.rule(call);
			if (rule != null && rule.syscall().equals("clone3") && own.equals(Action.ENOSYS)) {
				return Action.ALLOW;
			}
			return (this.reporting == Reporting.SUPERVISOR_LOG && isVetted(call)) ? NOTIFY : LOG;
		}

		private boolean isVetted(SeccompData call) {
			VettedCalls vetted = VettedCalls.get();
			String name = this.policy.architecture().syscalls().name(call.nr());
			return name != null && vetted.contains(name) && Collections.disjoint(vetted.unless(name), this.jvmOptions)
					&& vetted.conditions(name, this.policy.architecture())
						.stream()
						.allMatch((condition) -> condition.test(call.arguments()[condition.index()]));
		}

	}

}
