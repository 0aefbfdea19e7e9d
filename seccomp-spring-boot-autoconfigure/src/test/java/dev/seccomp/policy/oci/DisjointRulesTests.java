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
import java.util.List;

import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the form of {@link DisjointRules}. Tests for {@link OciProfileWriter} cover
 * their decisions.
 */
class DisjointRulesTests {

	private static final Action EPERM = Action.errno(Errno.EPERM);

	private static final Action EACCES = Action.errno(Errno.EACCES);

	private static final long LONG = 1L << 32;

	@Test
	void ofWhenAllButOneValueMatchUsesNotEqual() {
		assertThat(of(rule(Action.ALLOW, eq(5)), rule(EPERM))).containsExactly("arg0 != 5");
	}

	@Test
	void ofWhenAllButTwoValuesMatchUsesOrder() {
		assertThat(of(rule(Action.ALLOW, eq(5)), rule(Action.ALLOW, eq(6)), rule(EPERM))).containsExactly("arg0 <= 4",
				"arg0 >= 7");
	}

	@Test
	void ofWhenValuesAreAdjacentMergesThem() {
		assertThat(of(rule(EPERM, eq(4)), rule(EPERM, eq(5)))).containsExactly("arg0 & 0xfffffffffffffffe == 0x4");
		assertThat(of(rule(EPERM, eq(4)), rule(EPERM, eq(6)))).containsExactly("arg0 == 4", "arg0 == 6");
	}

	@Test
	void ofWhenRangeHasTwoEndsUsesMasks() {
		assertThat(of(rule(Action.ALLOW, order(Operator.LT, 4)), rule(EPERM, order(Operator.LE, 7))))
			.containsExactly("arg0 & 0xfffffffffffffffc == 0x4");
		assertThat(of(rule(Action.ALLOW, eq(0)), rule(EPERM, order(Operator.LE, 2)))).containsExactly("arg0 == 1",
				"arg0 == 2");
	}

	@Test
	void ofWhenGapIsNotBetweenBothEndsDoesNotUseNotEqual() {
		assertThat(of(rule(Action.ALLOW, eq(0)), rule(Action.ALLOW, eq(2)), rule(EPERM, order(Operator.LE, 3))))
			.containsExactly("arg0 == 1", "arg0 == 3");
		assertThat(of(rule(Action.ALLOW, eq(5)), rule(EPERM, order(Operator.LE, 6)))).containsExactly("arg0 <= 4",
				"arg0 == 6");
	}

	@Test
	void ofWhenConditionsAreLongUsesNoOrder() {
		List<DisjointRules.Rule> rules = DisjointRules.of(List.of(rule(EACCES, eq(LONG)), rule(EPERM)), Action.ALLOW);
		assertThat(rules).flatExtracting(DisjointRules.Rule::conditions)
			.extracting(ArgumentCondition::operator)
			.containsOnly(Operator.EQ, Operator.MASKED_EQ);
		assertThat(decide(rules, LONG - 1)).containsExactly(EPERM);
		assertThat(decide(rules, LONG)).containsExactly(EACCES);
		assertThat(decide(rules, LONG + 1)).containsExactly(EPERM);
		assertThat(decide(rules, 0)).containsExactly(EPERM);
		assertThat(decide(rules, -1)).containsExactly(EPERM);
	}

	@Test
	void ofWhenRuleHasSeveralConditionsUsesNoOrder() {
		List<DisjointRules.Rule> rules = DisjointRules.of(
				List.of(rule(EACCES, order(Operator.GE, 5), ArgumentCondition.masked(1, 1, 1)), rule(EPERM)),
				Action.ALLOW);
		assertThat(rules).flatExtracting(DisjointRules.Rule::conditions)
			.extracting(ArgumentCondition::operator)
			.containsOnly(Operator.EQ, Operator.MASKED_EQ);
		assertThat(decide(rules, 5, 1)).containsExactly(EACCES);
		assertThat(decide(rules, 5, 0)).containsExactly(EPERM);
		assertThat(decide(rules, 5, 2)).containsExactly(EPERM);
		assertThat(decide(rules, 4, 1)).containsExactly(EPERM);
	}

	@Test
	void ofWhenOneRuleIsLeftKeepsItsOrder() {
		assertThat(of(rule(EPERM, order(Operator.GT, LONG)))).containsExactly("arg0 >= 4294967297");
		assertThat(of(rule(EPERM, order(Operator.LT, LONG)))).containsExactly("arg0 <= 4294967295");
	}

	@Test
	void ofWhenRulesAreTooManyThrowsException() {
		assertThat(DisjointRules.of(equalities(256, 0), Action.ALLOW)).hasSize(256);
		assertThat(DisjointRules.of(equalities(256, LONG), Action.ALLOW)).hasSize(256);
		for (long first : new long[] { 0, LONG }) {
			assertThatExceptionOfType(PolicyException.class)
				.isThrownBy(() -> DisjointRules.of(equalities(257, first), Action.ALLOW))
				.withMessageContaining("would need more than 256 rules");
		}
	}

	/** Values that cannot be merged. */
	private static List<SyscallRule> equalities(int count, long first) {
		List<SyscallRule> rules = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rules.add(rule(EPERM, eq(first + 1 + 2L * i)));
		}
		return rules;
	}

	private static List<String> of(SyscallRule... rules) {
		return DisjointRules.of(List.of(rules), Action.ALLOW)
			.stream()
			.map((rule) -> String.valueOf(rule.conditions().get(0)))
			.toList();
	}

	/** Returns the actions of all rules that match. */
	private static List<Action> decide(List<DisjointRules.Rule> rules, long... arguments) {
		return rules.stream()
			.filter((rule) -> rule.conditions()
				.stream()
				.allMatch((condition) -> condition.test(arguments[condition.index()])))
			.map(DisjointRules.Rule::action)
			.toList();
	}

	private static SyscallRule rule(Action action, ArgumentCondition... conditions) {
		return new SyscallRule("socket", List.of(conditions), action, "syscalls[0]", "socket");
	}

	private static ArgumentCondition eq(long value) {
		return order(Operator.EQ, value);
	}

	private static ArgumentCondition order(Operator operator, long value) {
		return ArgumentCondition.of(0, operator, value);
	}

}
