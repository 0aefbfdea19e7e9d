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

package dev.seccomp.boot.properties;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.PolicyException;

/**
 * The conditions of a Beats configuration on the arguments of one call. "Any of these
 * bits is set" takes a list of conditions for each bit, of which one must hold.
 */
final class BeatsConditions {

	private static final int MAX_ALTERNATIVES = 64;

	private List<List<ArgumentCondition>> alternatives = List.of(List.of());

	private BeatsConditions() {
	}

	/**
	 * Return the lists of conditions, all of which must hold in one of the lists.
	 * @param property where the arguments stand
	 * @param arguments the arguments
	 * @return the lists
	 */
	static List<List<ArgumentCondition>> of(String property, List<SeccompProperties.BeatsArgument> arguments) {
		BeatsConditions conditions = new BeatsConditions();
		for (int i = 0; i < arguments.size(); i++) {
			conditions.add(property + ".arguments[" + i + "]", arguments.get(i));
		}
		return conditions.alternatives;
	}

	private void add(String property, SeccompProperties.BeatsArgument argument) {
		int index = PolicyMapper.index(property + ".argument", argument.argument());
		long value = PolicyMapper.number(property + ".value", argument.value());
		SeccompProperties.BeatsOperation operation = PolicyMapper.required(property + ".operation",
				argument.operation(), "operation",
				"one of Equal, NotEqual, GreaterThan, LessThan, GreaterOrEqual, LessOrEqual, BitsSet or BitsNotSet");
		List<ArgumentCondition> any = switch (operation) {
			case EQUAL -> List.of(ArgumentCondition.of(index, Operator.EQ, value));
			case NOT_EQUAL -> List.of(ArgumentCondition.of(index, Operator.NE, value));
			case GREATER_THAN -> List.of(PolicyMapper.satisfiable(property + ".value", argument.value(),
					ArgumentCondition.of(index, Operator.GT, value)));
			case LESS_THAN -> List.of(PolicyMapper.satisfiable(property + ".value", argument.value(),
					ArgumentCondition.of(index, Operator.LT, value)));
			case GREATER_OR_EQUAL -> List.of(ArgumentCondition.of(index, Operator.GE, value));
			case LESS_OR_EQUAL -> List.of(ArgumentCondition.of(index, Operator.LE, value));
			case BITS_SET -> anyBit(index, value);
			case BITS_NOT_SET -> List.of(ArgumentCondition.masked(index, value, 0));
		};
		if (any.isEmpty()) {
			throw new PolicyException(property + ".value", argument.value(),
					"The value has no bits, so BitsSet can never hold.",
					"Set the bits to test. BitsSet holds if any of them is set.");
		}
		combine(property, any);
	}

	private static List<ArgumentCondition> anyBit(int index, long bits) {
		List<ArgumentCondition> any = new ArrayList<>();
		for (long rest = bits; rest != 0; rest &= rest - 1) {
			long bit = Long.lowestOneBit(rest);
			any.add(ArgumentCondition.masked(index, bit, bit));
		}
		return any;
	}

	private void combine(String property, List<ArgumentCondition> any) {
		List<List<ArgumentCondition>> combined = new ArrayList<>();
		for (List<ArgumentCondition> alternative : this.alternatives) {
			for (ArgumentCondition condition : any) {
				List<ArgumentCondition> extended = new ArrayList<>(alternative);
				extended.add(condition);
				combined.add(extended);
			}
		}
		if (combined.size() > MAX_ALTERNATIVES) {
			throw new PolicyException(property, null,
					"The BitsSet conditions of this call have more than " + MAX_ALTERNATIVES
							+ " combinations of bits. At most " + MAX_ALTERNATIVES + " are supported.",
					"Use fewer bits, or use 'args' with 'masked-eq'.");
		}
		this.alternatives = combined;
	}

}
