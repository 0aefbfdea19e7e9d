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

/**
 * Runs a program as the kernel does. It supports the instructions that
 * {@code seccomp_check_filter} of {@code kernel/seccomp.c} accepts and that the compiler
 * emits.
 */
class Interpreter {

	private final FilterProgram program;

	Interpreter(FilterProgram program) {
		this.program = program;
	}

	Result run(SeccompData data) {
		int accumulator = 0;
		int steps = 0;
		for (int pc = 0;; pc++) {
			Instruction instruction = this.program.instructions().get(pc);
			steps++;
			switch (instruction.code()) {
				case Instruction.LOAD ->
					accumulator = data.word(instruction.k(), this.program.architecture().isBigEndian());
				case Instruction.AND -> accumulator &= instruction.k();
				case Instruction.JUMP -> pc += instruction.k();
				case Instruction.RETURN -> {
					return new Result(instruction.k(), steps);
				}
				default -> pc += (Comparison.of(instruction.code()).test(accumulator, instruction.k()))
						? instruction.jt() : instruction.jf();
			}
		}
	}

	/**
	 * The result of a run.
	 *
	 * @param value the filter's return value
	 * @param steps the number of executed instructions
	 */
	record Result(int value, int steps) {
	}

}
