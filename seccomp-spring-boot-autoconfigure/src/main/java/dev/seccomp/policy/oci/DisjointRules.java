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

package dev.seccomp.policy.oci;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SyscallRule;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the ordered rules of one call as disjoint rules. No two of them match the same
 * arguments, so their order is irrelevant. Each rule has at most one condition for an
 * argument. The values of the first argument are divided by their results, then those of
 * the next one.
 */
final class DisjointRules {

	/** The maximum number of rules for one call. More would be unreadable. */
	private static final int MAX_RULES = 256;

	/** The maximum before equal rules are merged. */
	private static final int MAX_UNMERGED = 4 * MAX_RULES;

	private final Action defaultAction;

	private final Map<List<Rule>, List<Rule>> rewritten = new HashMap<>();

	private DisjointRules(Action defaultAction) {
		this.defaultAction = defaultAction;
	}

	/**
	 * Rewrite rules.
	 * @param rules the rules of one call
	 * @param defaultAction the action for a call that no rule matches
	 * @return the disjoint rules, without those that have the default action
	 */
	static List<Rule> of(List<SyscallRule> rules, Action defaultAction) {
		List<Rule> chain = rules.stream().map((rule) -> new Rule(rule.conditions(), rule.action())).distinct().toList();
		if (isUnordered(chain)) {
			return chain.stream().filter((rule) -> !rule.action().equals(defaultAction)).toList();
		}
		try {
			return simplify(new DisjointRules(defaultAction).rewrite(chain)
				.stream()
				.filter((rule) -> !rule.action().equals(defaultAction))
				.toList());
		}
		catch (TooManyException ex) {
			throw new PolicyException("syscalls", rules.get(0).syscall(),
					"The effect of the rules for this call depends on their order. An OCI profile has no order, so it"
							+ " would need more than " + MAX_RULES + " rules.",
					"Use fewer conditions on arguments.");
		}
	}

	/**
	 * Whether the order is irrelevant, although several rules may match. Masked values
	 * have many rules if they are to be disjoint with others.
	 */
	private static boolean isUnordered(List<Rule> rules) {
		return rules.stream().allMatch((rule) -> rule.action().equals(rules.get(0).action()) && rule.isOfEqualities())
				&& rules.stream().anyMatch(Rule::isMasked);
	}

	/**
	 * Replaces comparisons of order where possible. libseccomp 2.5.4 merges them wrongly
	 * with other conditions, so they are kept only for rules with the same action.
	 */
	private static List<Rule> simplify(List<Rule> rules) {
		if (rules.size() == 1 || (rules.size() <= MAX_RULES && isPlain(rules))) {
			return rules;
		}
		List<Rule> result = new ArrayList<>();
		for (Rule rule : rules) {
			List<List<ArgumentCondition>> alternatives = List.of(List.of());
			for (ArgumentCondition condition : rule.conditions()) {
				List<ArgumentCondition> equalities = equalities(condition);
				alternatives = alternatives.stream()
					.flatMap((start) -> equalities.stream()
						.map((end) -> Stream.concat(start.stream(), Stream.of(end)).toList()))
					.toList();
				if (result.size() + alternatives.size() > MAX_RULES) {
					throw new TooManyException();
				}
			}
			alternatives.forEach((conditions) -> result.add(new Rule(conditions, rule.action())));
		}
		return result;
	}

	/**
	 * Whether each rule has one unmasked 32-bit condition, as in Docker's own profile.
	 */
	private static boolean isPlain(List<Rule> rules) {
		return rules.stream()
			.allMatch(
					(rule) -> rule.conditions().size() == 1 && rule.conditions().get(0).operator() != Operator.MASKED_EQ
							&& rule.conditions().get(0).value() >>> Integer.SIZE == 0);
	}

	private static List<ArgumentCondition> equalities(ArgumentCondition condition) {
		long value = condition.value();
		return switch (condition.operator()) {
			case EQ, MASKED_EQ -> List.of(condition);
			case LE -> blocks(condition.index(), new ArgumentValues.Range(0, value));
			case GE -> blocks(condition.index(), new ArgumentValues.Range(value, -1));
			default ->
				Stream
					.concat(blocks(condition.index(), new ArgumentValues.Range(0, value - 1)).stream(),
							blocks(condition.index(), new ArgumentValues.Range(value + 1, -1)).stream())
					.toList();
		};
	}

	private static List<ArgumentCondition> blocks(int index, ArgumentValues.Range range) {
		return range.bits().stream().map((bits) -> condition(index, bits)).toList();
	}

	private List<Rule> rewrite(List<Rule> chain) {
		List<Rule> known = this.rewritten.get(chain);
		if (known == null) {
			known = rewriteNew(chain);
			this.rewritten.put(chain, known);
		}
		return known;
	}

	private List<Rule> rewriteNew(List<Rule> chain) {
		Action action = (chain.isEmpty()) ? this.defaultAction : chain.get(0).action();
		OptionalInt index = chain.stream()
			.flatMap((rule) -> rule.conditions().stream())
			.mapToInt(ArgumentCondition::index)
			.min();
		if (index.isEmpty() || chain.get(0).conditions().isEmpty()) {
			return List.of(new Rule(List.of(), action));
		}
		Map<List<Rule>, List<ArgumentValues>> values = new LinkedHashMap<>();
		collect(chain, index.getAsInt(), ArgumentValues.ALL, values);
		if (values.size() == 1) {
			return values.keySet().iterator().next();
		}
		List<Rule> result = new ArrayList<>();
		values.forEach((then, parts) -> {
			for (ArgumentCondition condition : conditions(index.getAsInt(), parts)) {
				then.forEach((rule) -> result.add(rule.with(condition)));
			}
			if (result.size() > MAX_UNMERGED) {
				throw new TooManyException();
			}
		});
		return result;
	}

	/** Groups the values of an argument by the rules that remain for them. */
	private void collect(List<Rule> chain, int index, ArgumentValues values,
			Map<List<Rule>, List<ArgumentValues>> result) {
		List<Rule> left = new ArrayList<>();
		for (Rule rule : chain) {
			for (ArgumentCondition condition : rule.conditions()) {
				if (condition.index() == index && values.decide(condition) == null && !rule.isExcluded(index, values)) {
					values.divide(condition).forEach((part) -> collect(chain, index, part, result));
					return;
				}
			}
			if (!rule.isExcluded(index, values)) {
				left.add(rule.without(index));
				if (left.get(left.size() - 1).conditions().isEmpty()) {
					break;
				}
			}
		}
		List<ArgumentValues> parts = result.computeIfAbsent(rewrite(left), (then) -> new ArrayList<>());
		parts.add(values);
		if (parts.size() > MAX_UNMERGED) {
			throw new TooManyException();
		}
	}

	private static List<ArgumentCondition> conditions(int index, List<ArgumentValues> parts) {
		List<ArgumentCondition> conditions = new ArrayList<>();
		List<ArgumentValues.Range> ranges = new ArrayList<>();
		for (ArgumentValues part : parts) {
			if (part instanceof ArgumentValues.Range range) {
				ranges.add(range);
			}
			else if (part instanceof ArgumentValues.Bits bits) {
				conditions.add(condition(index, bits));
			}
		}
		conditions.addAll(ofRanges(index, merge(ranges)));
		return conditions;
	}

	private static List<ArgumentValues.Range> merge(List<ArgumentValues.Range> ranges) {
		List<ArgumentValues.Range> merged = new ArrayList<>();
		ranges.sort(Comparator.comparing(ArgumentValues.Range::min, Long::compareUnsigned));
		for (ArgumentValues.Range range : ranges) {
			ArgumentValues.Range last = (merged.isEmpty()) ? null : merged.get(merged.size() - 1);
			if (last != null && last.max() + 1 == range.min()) {
				merged.set(merged.size() - 1, new ArgumentValues.Range(last.min(), range.max()));
			}
			else {
				merged.add(range);
			}
		}
		return merged;
	}

	private static List<ArgumentCondition> ofRanges(int index, List<ArgumentValues.Range> ranges) {
		if (ranges.size() == 2 && ranges.get(0).min() == 0 && ranges.get(1).max() == -1
				&& ranges.get(0).max() + 2 == ranges.get(1).min()) {
			return List.of(ArgumentCondition.of(index, Operator.NE, ranges.get(0).max() + 1));
		}
		List<ArgumentCondition> conditions = new ArrayList<>();
		for (ArgumentValues.Range range : ranges) {
			ArgumentCondition condition = ofRange(index, range);
			if (condition != null) {
				conditions.add(condition);
			}
			else {
				range.bits().forEach((bits) -> conditions.add(condition(index, bits)));
			}
		}
		return conditions;
	}

	private static @Nullable ArgumentCondition ofRange(int index, ArgumentValues.Range range) {
		if (range.min() == range.max()) {
			return ArgumentCondition.of(index, Operator.EQ, range.min());
		}
		if (range.min() == 0) {
			return ArgumentCondition.of(index, Operator.LE, range.max());
		}
		return (range.max() == -1) ? ArgumentCondition.of(index, Operator.GE, range.min()) : null;
	}

	private static ArgumentCondition condition(int index, ArgumentValues.Bits bits) {
		return (bits.mask() == ArgumentCondition.ALL) ? ArgumentCondition.of(index, Operator.EQ, bits.value())
				: ArgumentCondition.masked(index, bits.mask(), bits.value());
	}

	/**
	 * A rule of an unordered set.
	 *
	 * @param conditions the conditions
	 * @param action the action
	 */
	record Rule(List<ArgumentCondition> conditions, Action action) {

		Rule {
			conditions = List.copyOf(conditions);
		}

		/** Whether each argument has at most one condition, an equality. */
		private boolean isOfEqualities() {
			return this.conditions.stream()
				.allMatch((condition) -> condition.operator() == Operator.EQ
						|| condition.operator() == Operator.MASKED_EQ)
					&& this.conditions.stream().map(ArgumentCondition::index).distinct().count() == this.conditions
						.size();
		}

		private boolean isMasked() {
			return this.conditions.stream().anyMatch((condition) -> condition.operator() == Operator.MASKED_EQ);
		}

		private Rule with(ArgumentCondition condition) {
			List<ArgumentCondition> all = new ArrayList<>(List.of(condition));
			all.addAll(this.conditions);
			return new Rule(all, this.action);
		}

		private Rule without(int index) {
			return new Rule(this.conditions.stream().filter((condition) -> condition.index() != index).toList(),
					this.action);
		}

		private boolean isExcluded(int index, ArgumentValues values) {
			return this.conditions.stream()
				.filter((condition) -> condition.index() == index)
				.anyMatch((condition) -> Objects.equals(values.decide(condition), Boolean.FALSE));
		}

	}

	private static final class TooManyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
