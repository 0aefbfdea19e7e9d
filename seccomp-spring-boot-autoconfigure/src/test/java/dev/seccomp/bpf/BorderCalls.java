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

import java.util.Random;
import java.util.function.Consumer;

import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * The calls that most likely reveal a wrong program: all numbers of the table and the
 * adjacent ones, foreign numbers, and arguments at and near the values of the policy's
 * conditions.
 */
public final class BorderCalls {

	private static final int ARGUMENTS = 6;

	private static final int X32_BIT = 0x40000000;

	private static final int[] FOREIGN_NUMBERS = { -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE, X32_BIT - 1, X32_BIT,
			X32_BIT + 1 };

	private final SeccompPolicy policy;

	private final Random random;

	private final int callsOfRule;

	/**
	 * Create the calls for a policy.
	 * @param policy the policy
	 * @param random the source of the arguments
	 * @param callsOfRule the number of calls for each rule with conditions
	 */
	public BorderCalls(SeccompPolicy policy, Random random, int callsOfRule) {
		this.policy = policy;
		this.random = random;
		this.callsOfRule = callsOfRule;
	}

	public void forEach(Consumer<SeccompData> consumer) {
		Architecture architecture = this.policy.architecture();
		int last = architecture.syscalls().last();
		for (int nr = 0; nr <= last + 2; nr++) {
			consumer.accept(call(nr, arguments()));
		}
		for (int nr : FOREIGN_NUMBERS) {
			consumer.accept(call(nr, arguments()));
		}
		consumer.accept(call(last + 2 + this.random.nextInt(X32_BIT - last - 2), arguments()));
		consumer.accept(call(X32_BIT | this.random.nextInt(last + 1), arguments()));
		for (Architecture foreign : Architecture.values()) {
			if (foreign != architecture) {
				consumer.accept(new SeccompData(this.random.nextInt(last + 1), foreign.audit(), arguments()));
			}
		}
		consumer.accept(new SeccompData(this.random.nextInt(last + 1), this.random.nextInt(), arguments()));
		for (SyscallRule rule : this.policy.rules()) {
			if (!rule.isUnconditional()) {
				int nr = architecture.syscalls().number(rule.syscall()).orElseThrow();
				for (int i = 0; i < this.callsOfRule; i++) {
					consumer.accept(call(nr, around(rule)));
				}
			}
		}
	}

	private SeccompData call(int nr, long[] arguments) {
		return new SeccompData(nr, this.policy.architecture().audit(), arguments);
	}

	private long[] arguments() {
		long[] arguments = new long[ARGUMENTS];
		for (int i = 0; i < ARGUMENTS; i++) {
			arguments[i] = RandomPolicies.BORDERS[this.random.nextInt(RandomPolicies.BORDERS.length)];
		}
		return arguments;
	}

	private long[] around(SyscallRule rule) {
		long[] arguments = arguments();
		for (ArgumentCondition condition : rule.conditions()) {
			arguments[condition.index()] = around(condition);
		}
		return arguments;
	}

	private long around(ArgumentCondition condition) {
		long value = condition.value();
		return switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> value;
			case 3 -> value - 1;
			case 4 -> value + 1;
			case 5 -> value ^ (1L << this.random.nextInt(64));
			case 6 -> value + (1L << 32);
			case 7 -> value - (1L << 32);
			case 8 -> value & 0xFFFFFFFFL;
			case 9 -> Long.rotateLeft(value, 32);
			// Equal in the masked bits, different in the others
			case 10 -> (value & condition.mask()) | (this.random.nextLong() & ~condition.mask());
			default -> this.random.nextLong();
		};
	}

}
