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
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Listing}.
 */
class ListingTests {

	@Test
	void toListingShowsEachInstructionAndItsTargets() {
		FilterProgram program = new FilterProgram(Architecture.X86_64,
				List.of(Instruction.load(4), new Instruction(0x15, 1, 2, 0xC000003E), Instruction.load(0),
						Instruction.jump(1), Instruction.load(16), Instruction.load(28), Instruction.load(56),
						Instruction.and(0x10000), new Instruction(0x25, 0, 3, 5), new Instruction(0x35, 1, 0, -1),
						new Instruction(0x45, 0, 0, 8), Instruction.returns(Action.ALLOW.returnValue()),
						Instruction.returns(Action.errno(13).returnValue())));
		assertThat(program.toListing().lines()).containsExactly("   0: ld [4]  ; arch", "   1: jeq #0xc000003e, 3, 4",
				"   2: ld [0]  ; nr", "   3: ja 5", "   4: ld [16]  ; args[0]", "   5: ld [28]  ; args[1]+4",
				"   6: ld [56]  ; args[5]", "   7: and #0x10000", "   8: jgt #0x5, 9, 12",
				"   9: jge #0xffffffff, 11, 10", "  10: jset #0x8, 11, 11", "  11: ret #0x7fff0000  ; allow",
				"  12: ret #0x0005000d  ; EACCES");
	}

}
