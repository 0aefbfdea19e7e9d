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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Catalog;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;

/**
 * Creates random policies with typical compiler pitfalls: values at the borders of words
 * and signs, overlapping rules, several conditions on one argument, and unreachable
 * rules.
 */
public final class RandomPolicies {

	/** The values at which words, signs and carries change. */
	static final long[] BORDERS = { 0, 1, 2, (1L << 31) - 1, 1L << 31, (1L << 31) + 1, (1L << 32) - 1, 1L << 32,
			(1L << 32) + 1, (1L << 33) - 1, (1L << 63) - 1, 1L << 63, (1L << 63) + 1, 0xFFFFFFFF00000000L,
			0xFFFFFFFF7FFFFFFFL, -2, -1 };

	private static final long[] MASKS = { 0, -1, 1, 1L << 31, 1L << 32, 1L << 63, 0xFFFFFFFFL, 0xFFFFFFFF00000000L,
			0x8000000080000000L, 0x100000001L, 0x10000, 0x7F, ~1L, ~(1L << 32), ~(1L << 63) };

	/** The maximum number of rules; groups add more. */
	private static final int MOST_CONDITIONS = FilterCompiler.MAX_CONDITIONS - 48;

	private final Random random;

	public RandomPolicies(Random random) {
		this.random = random;
	}

	public SeccompPolicy next(Architecture architecture) {
		List<String> names = names(architecture);
		PolicyBuilder builder = SeccompPolicy.builder(architecture);
		builder.defaultAction((chance(30)) ? Action.ALLOW : action());
		int rules = rules();
		boolean denied = false;
		Map<String, Integer> given = new HashMap<>();
		for (int i = 0; i < rules; i++) {
			// A policy that denies nothing is rejected, and a group may have no call
			// on the architecture
			Action action = (denied) ? action() : errno();
			denied = true;
			if (i > 0 && chance(6)) {
				builder.rule("syscalls[" + i + "]", List.of(), List.of(pick(groups())), List.of(), action);
			}
			else {
				String name = pick(names);
				List<ArgumentCondition> conditions = conditions(rules > 50);
				if (given.merge(name, conditions.size(), Integer::sum) <= MOST_CONDITIONS) {
					builder.rule("syscalls[" + i + "]", List.of(name), List.of(), conditions, action);
				}
			}
		}
		if (chance(10)) {
			builder.presets(List.of(pick(List.of("no-exec", "hardened"))));
		}
		return builder.build();
	}

	/**
	 * Returns few names for many rules, so that rules overlap.
	 */
	private List<String> names(Architecture architecture) {
		List<String> all = architecture.syscalls().names().stream().sorted().toList();
		List<String> names = new ArrayList<>(List.of("clone", "socket", "ptrace"));
		int anchor = this.random.nextInt(architecture.syscalls().last());
		for (int nr = anchor; nr < anchor + 5; nr++) {
			String name = architecture.syscalls().name(nr);
			if (name != null) {
				names.add(name);
			}
		}
		int more = this.random.nextInt(20);
		for (int i = 0; i < more; i++) {
			names.add(pick(all));
		}
		return names.subList(0, 1 + this.random.nextInt(names.size()));
	}

	private int rules() {
		if (chance(20)) {
			return 60 + this.random.nextInt(140);
		}
		return (chance(50)) ? 1 + this.random.nextInt(6) : 6 + this.random.nextInt(40);
	}

	private static List<String> groups() {
		return List.copyOf(Catalog.get().groups());
	}

	Action action() {
		ActionType type = pick(List.of(ActionType.values()));
		return (type == ActionType.ERRNO) ? errno() : Action.of(type);
	}

	/** Returns any error number except the highest, 4095, which libseccomp rejects. */
	Action errno() {
		return Action.errno(1 + this.random.nextInt(Errno.MAX - 1));
	}

	private List<ArgumentCondition> conditions(boolean many) {
		List<ArgumentCondition> conditions = new ArrayList<>();
		int count = (chance((many) ? 2 : 20)) ? 0 : 1 + this.random.nextInt((many) ? 2 : 4);
		int index = this.random.nextInt(6);
		for (int i = 0; i < count; i++) {
			conditions.add(condition(index));
			// Every second condition tests the same argument as the one before
			index = (this.random.nextBoolean()) ? index : this.random.nextInt(6);
		}
		return conditions;
	}

	public ArgumentCondition condition(int index) {
		Operator operator = pick(List.of(Operator.values()));
		if (operator != Operator.MASKED_EQ) {
			return ArgumentCondition.of(index, operator, value());
		}
		long mask = mask();
		// A value with a bit outside of the mask never matches
		return ArgumentCondition.masked(index, mask, (chance(10)) ? value() : value() & mask);
	}

	long mask() {
		return switch (this.random.nextInt(4)) {
			case 0 -> this.random.nextLong();
			case 1 -> 1L << this.random.nextInt(64);
			default -> MASKS[this.random.nextInt(MASKS.length)];
		};
	}

	public long value() {
		return switch (this.random.nextInt(6)) {
			case 0 -> this.random.nextLong();
			case 1 -> this.random.nextInt(64);
			case 2 -> ((long) this.random.nextInt(4) << 32) + this.random.nextInt(4);
			default -> BORDERS[this.random.nextInt(BORDERS.length)];
		};
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
