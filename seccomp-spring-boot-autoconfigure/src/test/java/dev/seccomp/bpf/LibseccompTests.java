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

package dev.seccomp.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link FilterCompiler} and libseccomp agree except for intended differences.
 */
class LibseccompTests {

	private static final int POLICIES = 200;

	private static @Nullable Libseccomp libseccomp;

	@BeforeAll
	static void load() {
		try {
			libseccomp = new Libseccomp();
		}
		catch (UnsatisfiedLinkError ex) {
			Requirement.require(false, "libseccomp.so.2 is not installed (apt-get install libseccomp2).");
		}
	}

	@Test
	void programsDecideTheSame() {
		long seed = 1;
		Random random = new Random(seed);
		Map<Difference, Integer> differences = new EnumMap<>(Difference.class);
		long cases = 0;
		for (Architecture architecture : architectures()) {
			OrderFreePolicies policies = new OrderFreePolicies(libseccomp(), architecture, random);
			for (int i = 0; i < POLICIES; i++) {
				SeccompPolicy policy = policies.next();
				FilterProgram ours = FilterCompiler.compile(policy);
				FilterProgram theirs = libseccomp().compile(policy, i % 2 == 0);
				if (architecture.isBigEndian() && theirs.instructions().size() > Instruction.FURTHEST) {
					// On big endian architectures libseccomp does not convert the returns
					// that it copies for long jumps, so its program is invalid
					continue;
				}
				List<SeccompData> calls = new ArrayList<>();
				new BorderCalls(policy, random, 60).forEach(calls::add);
				for (SeccompData call : calls) {
					Difference difference = Difference.of(policy, call);
					differences.merge(difference, 1, Integer::sum);
					check(policy, call, seed, "libseccomp", theirs.run(call),
							difference.theirs(policy.defaultAction(), ours.run(call)));
					check(policy, call, seed, "we", ours.run(call), difference.ours(ours.run(call)));
				}
				cases += calls.size();
			}
		}
		System.out.println(cases + " cases, seed " + seed + ", by difference " + differences);
		assertThat(cases).as("seed %s", seed).isGreaterThan(1_000_000);
		assertThat(differences).as("seed %s", seed).containsOnlyKeys(Difference.values());
		assertThat(differences.get(Difference.NONE)).as("seed %s", seed).isGreaterThan(900_000);
	}

	/**
	 * The tables come from the kernel's headers, those of libseccomp are written by hand.
	 */
	@Test
	void numberAgreesWithLibseccomp() {
		int compared = 0;
		List<Architecture> architectures = new ArrayList<>(architectures());
		architectures.add(Architecture.I386);
		for (Architecture architecture : architectures) {
			for (String syscall : architecture.syscalls().names()) {
				int number = libseccomp().number(architecture, syscall);
				// Negative: unknown to this version, or multiplexed by socketcall and
				// ipc
				if (number >= 0) {
					assertThat(number).as("%s on %s", syscall, architecture)
						.isEqualTo(architecture.syscalls().number(syscall).orElseThrow());
					compared++;
				}
			}
		}
		assertThat(compared).isGreaterThan(2000);
	}

	/** Only LoongArch may be missing: libseccomp supports it since 2.6. */
	private static List<Architecture> architectures() {
		List<Architecture> known = Architecture.supported().stream().filter(libseccomp()::knows).toList();
		assertThat(known).contains(Architecture.X86_64, Architecture.AARCH64, Architecture.RISCV64, Architecture.S390X,
				Architecture.PPC64LE);
		return known;
	}

	private static Libseccomp libseccomp() {
		assertThat(libseccomp).isNotNull();
		return libseccomp;
	}

	private static void check(SeccompPolicy policy, SeccompData call, long seed, String compiler, Action actual,
			Action expected) {
		if (!actual.equals(expected)) {
			throw new AssertionError("Expected " + expected + " but " + compiler + " returned " + actual + " of call "
					+ call.nr() + " of 0x" + Integer.toHexString(call.arch()) + " with "
					+ Arrays.stream(call.arguments()).mapToObj(Long::toHexString).toList() + ", seed " + seed
					+ ", policy " + policy);
		}
	}

	/**
	 * The intended differences between the two programs.
	 */
	private enum Difference {

		NONE,

		/**
		 * libseccomp has a separate action for foreign architectures, which is KILL by
		 * default.
		 */
		FOREIGN_ARCHITECTURE,

		/** The same for x32 calls, which it supports on x86_64. */
		X32,

		/**
		 * On other architectures it ignores the x32 bit, and on all of them the number
		 * -1. Both get the default action.
		 */
		BEYOND_ALL_TABLES,

		/** It has no special action for unknown calls. */
		ABOVE_TABLE;

		static Difference of(SeccompPolicy policy, SeccompData call) {
			Architecture architecture = policy.architecture();
			if (call.arch() != architecture.audit()) {
				return FOREIGN_ARCHITECTURE;
			}
			if (ReferenceEvaluator.isBeyondAllTables(call.nr())) {
				return (architecture == Architecture.X86_64 && call.nr() != -1) ? X32 : BEYOND_ALL_TABLES;
			}
			return (call.nr() > architecture.syscalls().last() && policy.defaultAction().denies()) ? ABOVE_TABLE : NONE;
		}

		Action theirs(Action defaultAction, Action ours) {
			return switch (this) {
				case NONE -> ours;
				case FOREIGN_ARCHITECTURE, X32 -> Action.of(ActionType.KILL_THREAD);
				case BEYOND_ALL_TABLES, ABOVE_TABLE -> defaultAction;
			};
		}

		Action ours(Action actual) {
			return (this == NONE) ? actual : Action.ENOSYS;
		}

	}

	/**
	 * Creates policies that have the same meaning in libseccomp, which ignores the order
	 * of rules. They exclude:
	 * <ul>
	 * <li>Rules for one call with different actions, including the default action.
	 * libseccomp rejects them or orders them differently.
	 * <li>Several conditions on one argument, which it rejects.
	 * <li>Alternatives that overlap. Versions before 2.6.1 merge them into a wrong tree
	 * (GHSA-4q85-33p6-j5g6). Alternatives here differ in the value of their lowest
	 * argument.
	 * <li>Bits of a masked value outside of its mask. libseccomp drops them; here the
	 * condition never holds.
	 * <li>Calls that it does not know, that are multiplexed by socketcall or ipc, or that
	 * it cannot translate from the native architecture.
	 * <li>Programs with jumps over more than 255 instructions on big endian
	 * architectures.
	 * </ul>
	 */
	private static final class OrderFreePolicies {

		private final Random random;

		private final RandomPolicies parts;

		private final Architecture architecture;

		private final List<String> names;

		OrderFreePolicies(Libseccomp libseccomp, Architecture architecture, Random random) {
			this.random = random;
			this.parts = new RandomPolicies(random);
			this.architecture = architecture;
			this.names = new ArrayList<>(architecture.syscalls()
				.names()
				.stream()
				.sorted()
				.filter((name) -> libseccomp.takes(architecture, name))
				.toList());
		}

		SeccompPolicy next() {
			Action defaultAction = (this.random.nextInt(3) == 0) ? Action.ALLOW : this.parts.action();
			PolicyBuilder builder = SeccompPolicy.builder(this.architecture).defaultAction(defaultAction);
			Collections.shuffle(this.names, this.random);
			int calls = 1 + this.random.nextInt(30);
			for (String name : this.names.subList(0, calls)) {
				// The first rule denies, because a policy that denies nothing is rejected
				Action action = (name.equals(this.names.get(0))) ? this.parts.errno() : this.parts.action();
				if (!action.equals(defaultAction)) {
					rules(builder, name, action);
				}
			}
			SeccompPolicy policy = builder.build();
			// The rule against io_uring follows from others that libseccomp does not have
			return policy.with(policy.defaultAction(),
					policy.rules().stream().filter((rule) -> rule.source().equals(rule.syscall())).toList());
		}

		private void rules(PolicyBuilder builder, String name, Action action) {
			if (this.random.nextInt(3) == 0) {
				builder.rule(name, List.of(name), List.of(), List.of(), action);
				return;
			}
			List<Integer> arguments = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
			Collections.shuffle(arguments, this.random);
			if (this.random.nextBoolean()) {
				builder.rule(name, List.of(name), List.of(), conditions(arguments), action);
				return;
			}
			int first = this.random.nextInt(5);
			arguments.removeIf((argument) -> argument <= first);
			int alternatives = 2 + this.random.nextInt(4);
			this.random.longs(alternatives, 0, RandomPolicies.BORDERS.length).distinct().forEach((border) -> {
				List<ArgumentCondition> conditions = new ArrayList<>(conditions(arguments));
				conditions.add(0, equal(first, (int) border));
				builder.rule(name, List.of(name), List.of(), conditions, action);
			});
		}

		private ArgumentCondition equal(int index, int border) {
			return ArgumentCondition.of(index, Operator.EQ, RandomPolicies.BORDERS[border]);
		}

		private List<ArgumentCondition> conditions(List<Integer> arguments) {
			int count = 1 + this.random.nextInt(arguments.size());
			return arguments.subList(0, count).stream().map(this::condition).toList();
		}

		private ArgumentCondition condition(int index) {
			ArgumentCondition condition = this.parts.condition(index);
			return new ArgumentCondition(index, condition.operator(), condition.value() & condition.mask(),
					condition.mask());
		}

	}

}
