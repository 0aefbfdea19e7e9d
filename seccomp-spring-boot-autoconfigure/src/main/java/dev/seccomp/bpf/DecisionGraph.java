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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.Action;

/**
 * Creates nodes and shares equal ones, so that a program contains each decision once.
 */
class DecisionGraph {

	private final Map<Integer, Node> returns = new HashMap<>();

	/** Keyed by lists: the first use of a record as a key would cost milliseconds. */
	private final Map<List<Object>, Node> tests = new HashMap<>();

	Node returns(Action action) {
		Node node = this.returns.get(action.returnValue());
		if (node == null) {
			node = new Node.Return(action);
			this.returns.put(action.returnValue(), node);
		}
		return node;
	}

	Node test(Node.WordTest word, Node held, Node failed) {
		// A repeated test has the same result
		Node then = (held instanceof Node.Test test && test.word().isSame(word)) ? test.then() : held;
		Node otherwise = (failed instanceof Node.Test test && test.word().isSame(word)) ? test.otherwise() : failed;
		if (then == otherwise) {
			return then;
		}
		List<Object> key = List.of(word.offset(), word.mask(), word.comparison(), word.k(), then, otherwise);
		Node node = this.tests.get(key);
		if (node == null) {
			node = new Node.Test(word, then, otherwise);
			this.tests.put(key, node);
		}
		return node;
	}

}
