package dev.seccomp.bpf;

import java.util.HashMap;
import java.util.Map;

import dev.seccomp.policy.Action;

/**
 * Makes nodes such that equal ones are the same, so that a program has each decision only
 * once.
 */
class DecisionGraph {

	private final Map<Action, Node> returns = new HashMap<>();

	private final Map<TestKey, Node> tests = new HashMap<>();

	Node returns(Action action) {
		return this.returns.computeIfAbsent(action, Node.Return::new);
	}

	Node test(Node.WordTest word, Node then, Node otherwise) {
		if (then == otherwise) {
			return then;
		}
		return this.tests.computeIfAbsent(new TestKey(word, then, otherwise),
				(key) -> new Node.Test(word, then, otherwise));
	}

	private record TestKey(Node.WordTest word, Node then, Node otherwise) {
	}

}
