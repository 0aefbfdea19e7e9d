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

import java.util.List;

import dev.seccomp.policy.Action;

/**
 * Writes a program as text, one instruction per line, in the format of {@code bpf_dbg(8)}
 * and of libseccomp's {@code scmp_bpf_disasm}.
 */
final class Listing {

	private Listing() {
	}

	static String of(FilterProgram program) {
		StringBuilder listing = new StringBuilder();
		List<Instruction> instructions = program.instructions();
		for (int i = 0; i < instructions.size(); i++) {
			listing.append("%4d: %s%n".formatted(i, line(i, instructions.get(i))));
		}
		return listing.toString();
	}

	private static String line(int index, Instruction instruction) {
		int next = index + 1;
		return switch (instruction.code()) {
			case Instruction.LOAD -> "ld [%d]  ; %s".formatted(instruction.k(), SeccompData.name(instruction.k()));
			case Instruction.AND -> "and #0x%x".formatted(instruction.k());
			case Instruction.JUMP -> "ja %d".formatted(next + instruction.k());
			case Instruction.RETURN ->
				"ret #0x%08x  ; %s".formatted(instruction.k(), Action.ofReturnValue(instruction.k()));
			default -> "j%s #0x%x, %d, %d".formatted(Comparison.of(instruction.code()).mnemonic(), instruction.k(),
					next + instruction.jt(), next + instruction.jf());
		};
	}

}
