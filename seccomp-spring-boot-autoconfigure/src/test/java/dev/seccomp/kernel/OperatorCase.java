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

import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyBuilder;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;

/**
 * A condition, and arguments on both sides of where it holds, found by hand.
 *
 * @param condition the condition
 * @param holds arguments for which it holds
 * @param fails arguments for which it does not
 */
record OperatorCase(ArgumentCondition condition, List<Long> holds, List<Long> fails) {

	private static final long MIN = Long.MIN_VALUE;

	private static final long MAX = Long.MAX_VALUE;

	/**
	 * The first of the error numbers that tell which case's condition held. The last
	 * argument of the call is the same number, so that the cases do not meet.
	 */
	static final int ERRNO = 1000;

	static final List<OperatorCase> ALL = List.of(
			of(Operator.EQ, 0x100000001L, List.of(0x100000001L), List.of(1L, 0x100000000L, 0x200000001L, 0x100000002L)),
			of(Operator.EQ, 0, List.of(0L), List.of(0x100000000L, 1L, MIN, -1L)),
			of(Operator.EQ, -1, List.of(-1L), List.of(0xFFFFFFFFL, 0xFFFFFFFF00000000L, 0L)),
			of(Operator.NE, 0x100000001L, List.of(1L, 0x100000000L, 0x200000001L, 0x100000002L), List.of(0x100000001L)),
			of(Operator.LT, 0x100000000L, List.of(0L, 1L, 0xFFFFFFFFL), List.of(0x100000000L, 0x100000001L, MIN, -1L)),
			of(Operator.LT, 0x200000005L, List.of(0x200000004L, 0x1FFFFFFFFL, 6L),
					List.of(0x200000005L, 0x200000006L, 0x300000000L)),
			of(Operator.LE, 0x1FFFFFFFFL, List.of(0L, 0x100000000L, 0x1FFFFFFFFL), List.of(0x200000000L, MIN, -1L)),
			of(Operator.LE, MAX, List.of(0L, MAX - 1, MAX), List.of(MIN, -1L)),
			of(Operator.GT, 0xFFFFFFFFL, List.of(0x100000000L, MIN, -1L), List.of(0L, 0x80000000L, 0xFFFFFFFFL)),
			of(Operator.GT, MAX, List.of(MIN, -1L), List.of(MAX, 0L, 0xFFFFFFFFL)),
			of(Operator.GE, 0x100000001L, List.of(0x100000001L, 0x100000002L, 0x200000000L),
					List.of(0x100000000L, 0xFFFFFFFFL, 2L)),
			of(Operator.GE, MIN, List.of(MIN, MIN + 1, -1L), List.of(MAX, 0L)),
			masked(0xFFFF000000000001L, 0x0001000000000001L, List.of(0x0001000000000001L, 0x0001FFFFFFFFFFFFL),
					List.of(0x0001000000000000L, 0x0000000000000001L, 0x0003000000000001L, -1L)),
			masked(0x80000000L, 0x80000000L, List.of(0x80000000L, 0xFFFFFFFF80000001L, -1L),
					List.of(0L, 0x7FFFFFFFL, MIN)),
			masked(MIN, 0, List.of(0L, MAX), List.of(MIN, -1L)),
			masked(0x10000, 0, List.of(0L, 0xFFFEFFFFL, 0x20000L), List.of(0x10000L, 0x100010000L, -1L)),
			masked(0, 0, List.of(0L, MIN, -1L), List.of()), masked(1, 2, List.of(), List.of(0L, 1L, 2L, 3L, -1L)));

	private static OperatorCase of(Operator operator, long value, List<Long> holds, List<Long> fails) {
		return new OperatorCase(ArgumentCondition.of(1, operator, value), holds, fails);
	}

	private static OperatorCase masked(long mask, long value, List<Long> holds, List<Long> fails) {
		return new OperatorCase(ArgumentCondition.masked(1, mask, value), holds, fails);
	}

	/**
	 * Calls of lseek of no file, as no JVM makes them, each case with an error of its
	 * own.
	 */
	static SeccompPolicy policy(Architecture architecture) {
		PolicyBuilder builder = SeccompPolicy.builder(architecture);
		for (int i = 0; i < ALL.size(); i++) {
			builder.rule("syscalls[" + i + "]", List.of("lseek"), List.of(),
					List.of(ArgumentCondition.of(0, Operator.EQ, -1), ALL.get(i).condition(),
							ArgumentCondition.of(2, Operator.EQ, ERRNO + i)),
					Action.errno(ERRNO + i));
		}
		return builder.build();
	}

}
