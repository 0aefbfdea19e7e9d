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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a decision graph as instructions. It works backwards, so that the distance of
 * each jump is known. Returns come last. A conditional jump reaches 255 instructions;
 * beyond that it goes to a copy of the return or to an unconditional jump.
 */
class Assembler {

	/* The nodes, each after its successors */

	private final List<Node.Test> numbers = new ArrayList<>();

	private final List<Node.Test> arguments = new ArrayList<>();

	private final List<Node.Return> ends = new ArrayList<>();

	/** The instructions, last one first. */
	private final List<Instruction> reversed = new ArrayList<>();

	/** The position of a node in {@link #reversed} that loads the word first. */
	private final Map<Node, Integer> entries = new HashMap<>();

	/** The position of a node in {@link #reversed} whose word is already loaded. */
	private final Map<Node, Integer> loadedEntries = new HashMap<>();

	/** The tests that are reached while the accumulator holds another word. */
	private final Set<Node> loading = new HashSet<>();

	List<Instruction> assemble(Node root) {
		this.loading.add(root);
		collect(root, new HashSet<>());
		for (Node.Return end : this.ends) {
			emit(end);
		}
		for (Node.Test argument : this.arguments) {
			emit(argument);
		}
		for (Node.Test number : this.numbers) {
			emit(number);
		}
		List<Instruction> instructions = new ArrayList<>(this.reversed);
		Collections.reverse(instructions);
		return instructions;
	}

	private void collect(Node node, Set<Node> seen) {
		if (!seen.add(node)) {
			return;
		}
		if (node instanceof Node.Test test) {
			reach(test, test.otherwise());
			reach(test, test.then());
			collect(test.otherwise(), seen);
			collect(test.then(), seen);
			((test.word().offset() > SeccompData.ARCH) ? this.arguments : this.numbers).add(test);
		}
		else {
			this.ends.add((Node.Return) node);
		}
	}

	private void reach(Node.Test from, Node to) {
		if (!isLoaded(from, to)) {
			this.loading.add(to);
		}
	}

	private static boolean isLoaded(Node.Test from, Node to) {
		return to instanceof Node.Test test && from.word().keepsWord() && test.word().keepsWord()
				&& from.word().offset() == test.word().offset();
	}

	private void emit(Node.Return end) {
		this.reversed.add(Instruction.returns(end.action().returnValue()));
		this.entries.put(end, here());
	}

	private void emit(Node.Test test) {
		Node.WordTest word = test.word();
		// An instruction added for one target moves the other one away
		int otherwise = near(test, test.otherwise(), 1);
		int then = near(test, test.then(), 0);
		this.reversed.add(Instruction.jump(word.comparison(), word.k(), here() - then, here() - otherwise));
		this.loadedEntries.put(test, here());
		if (this.loading.contains(test)) {
			if (!word.keepsWord()) {
				this.reversed.add(Instruction.and(word.mask()));
			}
			this.reversed.add(Instruction.load(word.offset()));
			this.entries.put(test, here());
		}
	}

	/** Returns a position of the target that the next or a later instruction reaches. */
	private int near(Node.Test from, Node target, int further) {
		Map<Node, Integer> starts = (isLoaded(from, target)) ? this.loadedEntries : this.entries;
		int entry = Objects.requireNonNull(starts.get(target));
		if (here() - entry + further > Instruction.FURTHEST) {
			this.reversed.add((target instanceof Node.Return end) ? Instruction.returns(end.action().returnValue())
					: Instruction.jump(here() - entry));
			// Later jumps to this target use the nearer position
			starts.put(target, here());
		}
		return starts.get(target);
	}

	private int here() {
		return this.reversed.size() - 1;
	}

}
