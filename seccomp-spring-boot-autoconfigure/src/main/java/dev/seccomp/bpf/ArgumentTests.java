package dev.seccomp.bpf;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Architecture;

/**
 * Makes the decision about one system call: its rules one after the other, each condition
 * of 64 bits by tests of two words. What a test has told of an argument is remembered
 * while the same argument is tested, so that no test is made twice.
 */
class ArgumentTests {

	/**
	 * How many conditions are worked on at a time: their tests are nested, and so is the
	 * work on them, which must not overflow the stack of a JVM that has just started.
	 */
	static final int STRETCH = 64;

	private final DecisionGraph graph;

	private final Architecture architecture;

	private final List<SyscallRule> rules;

	private final Action defaultAction;

	/** The rules that start a stretch, before which all that is known is forgotten. */
	private final BitSet starts;

	private final Map<List<Object>, Node> nodes = new HashMap<>();

	ArgumentTests(DecisionGraph graph, Architecture architecture, List<SyscallRule> rules, Action defaultAction) {
		this.graph = graph;
		this.architecture = architecture;
		this.rules = rules;
		this.defaultAction = defaultAction;
		this.starts = starts(rules);
	}

	private static BitSet starts(List<SyscallRule> rules) {
		BitSet starts = new BitSet();
		int conditions = 0;
		for (int rule = 0; rule < rules.size(); rule++) {
			conditions += rules.get(rule).conditions().size();
			if (conditions > STRETCH) {
				starts.set(rule);
				conditions = rules.get(rule).conditions().size();
			}
		}
		return starts;
	}

	Node build() {
		for (int rule = this.rules.size() - 1; rule > 0; rule--) {
			if (this.starts.get(rule)) {
				rule(rule, Known.NOTHING);
			}
		}
		return rule(0, Known.NOTHING);
	}

	private Node rule(int rule, Known known) {
		if (rule == this.rules.size()) {
			return this.graph.returns(this.defaultAction);
		}
		return condition(rule, 0, (this.starts.get(rule)) ? Known.NOTHING : known);
	}

	private Node condition(int rule, int index, Known known) {
		List<ArgumentCondition> conditions = this.rules.get(rule).conditions();
		if (index == conditions.size()) {
			return this.graph.returns(this.rules.get(rule).action());
		}
		ArgumentCondition condition = conditions.get(index);
		Known about = known.about(condition.index());
		List<Object> key = List.of(rule, index, about.high().min(), about.high().max(), about.low().min(),
				about.low().max());
		Node node = this.nodes.get(key);
		if (node == null) {
			node = test(condition, about, (then) -> condition(rule, index + 1, then),
					(otherwise) -> rule(rule + 1, otherwise));
			this.nodes.put(key, node);
		}
		return node;
	}

	private Node test(ArgumentCondition condition, Known known, Branch then, Branch otherwise) {
		int high = (int) (condition.value() >>> 32);
		int low = (int) condition.value();
		return switch (condition.operator()) {
			case EQ -> equal(known, high, low, then, otherwise);
			case NE -> equal(known, high, low, otherwise, then);
			case GT -> greater(known, Comparison.GT, high, low, then, otherwise);
			case GE -> greater(known, Comparison.GE, high, low, then, otherwise);
			case LE -> greater(known, Comparison.GT, high, low, otherwise, then);
			case LT -> greater(known, Comparison.GE, high, low, otherwise, then);
			case MASKED_EQ -> masked(known, condition, then, otherwise);
		};
	}

	private Node equal(Known known, int high, int low, Branch then, Branch otherwise) {
		return word(known, Half.HIGH, Comparison.EQ, high,
				(same) -> word(same, Half.LOW, Comparison.EQ, low, then, otherwise), otherwise);
	}

	private Node greater(Known known, Comparison comparison, int high, int low, Branch then, Branch otherwise) {
		return word(known, Half.HIGH, Comparison.GT, high, then, (notAbove) -> word(notAbove, Half.HIGH, Comparison.EQ,
				high, (same) -> word(same, Half.LOW, comparison, low, then, otherwise), otherwise));
	}

	private Node masked(Known known, ArgumentCondition condition, Branch then, Branch otherwise) {
		int high = (int) (condition.value() >>> 32);
		int low = (int) condition.value();
		return masked(known, Half.HIGH, (int) (condition.mask() >>> 32), high,
				(same) -> masked(same, Half.LOW, (int) condition.mask(), low, then, otherwise), otherwise);
	}

	private Node masked(Known known, Half half, int mask, int value, Branch then, Branch otherwise) {
		if ((value & ~mask) != 0) {
			return otherwise.apply(known);
		}
		if (mask == 0) {
			return then.apply(known);
		}
		if (mask == Node.WordTest.ALL) {
			return word(known, half, Comparison.EQ, value, then, otherwise);
		}
		if (value == 0) {
			return word(known, half, Comparison.SET, mask, otherwise, then);
		}
		if (Integer.bitCount(mask) == 1) {
			return word(known, half, Comparison.SET, mask, then, otherwise);
		}
		return this.graph.test(new Node.WordTest(offset(known, half), mask, Comparison.EQ, value), then.apply(known),
				otherwise.apply(known));
	}

	private Node word(Known known, Half half, Comparison comparison, int k, Branch then, Branch otherwise) {
		Boolean decided = known.of(half).decide(comparison, k);
		if (decided != null) {
			return (decided) ? then.apply(known) : otherwise.apply(known);
		}
		return this.graph.test(Node.WordTest.of(offset(known, half), comparison, k),
				then.apply(known.after(half, comparison, k, true)),
				otherwise.apply(known.after(half, comparison, k, false)));
	}

	private int offset(Known known, Half half) {
		return (half == Half.HIGH) ? SeccompData.high(this.architecture, known.index())
				: SeccompData.low(this.architecture, known.index());
	}

	private enum Half {

		HIGH, LOW

	}

	/** Goes on with what is known by then. */
	private interface Branch extends Function<Known, Node> {

	}

	/**
	 * What is known of the argument that was tested last. To remember more would make
	 * programs larger: a decision would stand in them once for each way to it.
	 */
	private record Known(int index, WordRange high, WordRange low) {

		static final Known NOTHING = new Known(-1, WordRange.ANY, WordRange.ANY);

		Known about(int argument) {
			return (argument == this.index) ? this : new Known(argument, WordRange.ANY, WordRange.ANY);
		}

		WordRange of(Half half) {
			return (half == Half.HIGH) ? this.high : this.low;
		}

		Known after(Half half, Comparison comparison, int k, boolean held) {
			return (half == Half.HIGH) ? new Known(this.index, this.high.after(comparison, k, held), this.low)
					: new Known(this.index, this.high, this.low.after(comparison, k, held));
		}

	}

}
