package dev.seccomp.bpf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.seccomp.policy.Action;

/**
 * Makes nodes such that equal ones are the same, so that a program has each decision only
 * once.
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
		// The same test again has the same result
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
