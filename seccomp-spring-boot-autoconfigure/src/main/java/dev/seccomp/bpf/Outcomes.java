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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.seccomp.policy.Action;
import org.jspecify.annotations.Nullable;

/**
 * Finds all actions that a program may return for a call whose arguments are unknown. At
 * each test of an argument, both branches are followed.
 */
final class Outcomes {

	private final FilterProgram program;

	private final int nr;

	private final int arch;

	private final Deque<Step> open = new ArrayDeque<>();

	private final Set<Step> followed = new HashSet<>();

	private final Set<Action> actions = new LinkedHashSet<>();

	private Outcomes(FilterProgram program, int nr, int arch) {
		this.program = program;
		this.nr = nr;
		this.arch = arch;
	}

	static Set<Action> of(FilterProgram program, int nr, int arch) {
		Outcomes outcomes = new Outcomes(program, nr, arch);
		outcomes.go(0, null);
		while (!outcomes.open.isEmpty()) {
			outcomes.follow(outcomes.open.pop());
		}
		return outcomes.actions;
	}

	private void follow(Step step) {
		Instruction instruction = this.program.instructions().get(step.pc());
		Integer accumulator = step.accumulator();
		int next = step.pc() + 1;
		switch (instruction.code()) {
			case Instruction.LOAD -> go(next, word(instruction.k()));
			case Instruction.AND -> go(next, (accumulator != null) ? accumulator & instruction.k() : null);
			case Instruction.JUMP -> go(next + instruction.k(), accumulator);
			case Instruction.RETURN -> this.actions.add(Action.ofReturnValue(instruction.k()));
			default -> {
				Comparison comparison = Comparison.of(instruction.code());
				if (accumulator == null || comparison.test(accumulator, instruction.k())) {
					go(next + instruction.jt(), accumulator);
				}
				if (accumulator == null || !comparison.test(accumulator, instruction.k())) {
					go(next + instruction.jf(), accumulator);
				}
			}
		}
	}

	private void go(int pc, @Nullable Integer accumulator) {
		Step step = new Step(pc, accumulator);
		if (this.followed.add(step)) {
			this.open.push(step);
		}
	}

	private @Nullable Integer word(int offset) {
		return switch (offset) {
			case SeccompData.NR -> this.nr;
			case SeccompData.ARCH -> this.arch;
			default -> null;
		};
	}

	/**
	 * A state of the execution.
	 *
	 * @param pc the index of the next instruction
	 * @param accumulator the value of the accumulator, or {@code null} if it is unknown
	 */
	private record Step(int pc, @Nullable Integer accumulator) {

	}

}
