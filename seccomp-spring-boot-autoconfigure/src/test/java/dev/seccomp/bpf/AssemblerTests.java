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
import java.util.List;
import java.util.Random;

import dev.seccomp.policy.Action;
import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Assembler} with random graphs. Their jumps are short, long, and
 * exactly as long as the maximum.
 */
class AssemblerTests {

	private static final int AUDIT = Architecture.X86_64.audit();

	@Test
	void programsWalkTheirGraphs() {
		long seed = 1;
		Random random = new Random(seed);
		int widened = 0;
		for (int i = 0; i < 2000; i++) {
			Node root = graph(random, 10 + random.nextInt(600));
			List<Instruction> instructions = new Assembler().assemble(root);
			assertThat(instructions).as("seed %s", seed)
				.allMatch((instruction) -> instruction.jt() >= 0 && instruction.jt() <= 255 && instruction.jf() >= 0
						&& instruction.jf() <= 255);
			widened += (instructions.stream().anyMatch((instruction) -> instruction.code() == Instruction.JUMP)) ? 1
					: 0;
			FilterProgram program = new FilterProgram(Architecture.X86_64, instructions);
			for (int call = 0; call < 50; call++) {
				SeccompData data = new SeccompData(random.nextInt(8), AUDIT, random.nextInt(8), random.nextInt(8),
						random.nextInt(8));
				assertThat(program.run(data)).as("seed %s, graph %s", seed, i).isEqualTo(walk(root, data));
			}
		}
		assertThat(widened).as("seed %s", seed).isGreaterThan(500);
	}

	@Test
	void assembleWhenGraphHasNoTestsEmitsReturn() {
		assertThat(new Assembler().assemble(new DecisionGraph().returns(Action.ALLOW)))
			.containsExactly(Instruction.returns(0x7fff0000));
	}

	/** Each node leads to earlier ones, mostly to its direct predecessors. */
	private static Node graph(Random random, int size) {
		DecisionGraph graph = new DecisionGraph();
		List<Node> nodes = new ArrayList<>();
		for (int errno = 1; errno < 5; errno++) {
			nodes.add(graph.returns(Action.errno(errno)));
		}
		Node previous = nodes.get(0);
		for (int i = 0; i < size; i++) {
			int offset = 16 + 8 * random.nextInt(3);
			boolean masked = random.nextInt(4) == 0;
			Node.WordTest word = (masked)
					? new Node.WordTest(offset, 1 + random.nextInt(7), Comparison.EQ, random.nextInt(8))
					: Node.WordTest.of(offset, Comparison.values()[random.nextInt(4)], random.nextInt(8));
			Node other = nodes.get((random.nextBoolean()) ? random.nextInt(nodes.size())
					: Math.max(0, nodes.size() - 1 - random.nextInt(5)));
			if (random.nextInt(8) == 0) {
				previous = nodes.get(random.nextInt(nodes.size()));
			}
			previous = (random.nextBoolean()) ? graph.test(word, previous, other) : graph.test(word, other, previous);
			nodes.add(previous);
		}
		return previous;
	}

	private static Action walk(Node root, SeccompData data) {
		Node node = root;
		while (node instanceof Node.Test test) {
			Node.WordTest word = test.word();
			int value = data.word(word.offset(), false) & word.mask();
			node = (word.comparison().test(value, word.k())) ? test.then() : test.otherwise();
		}
		return ((Node.Return) node).action();
	}

}
