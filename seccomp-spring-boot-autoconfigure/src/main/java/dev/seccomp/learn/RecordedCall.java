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

package dev.seccomp.learn;

import java.util.Comparator;
import java.util.List;

import dev.seccomp.policy.ArgumentCondition;

/**
 * A recorded call. If its arguments are relevant, it includes conditions that they meet.
 *
 * @param syscall the name of the call
 * @param conditions the conditions on the arguments
 */
record RecordedCall(String syscall, List<ArgumentCondition> conditions) implements Comparable<RecordedCall> {

	private static final int ARGUMENTS = 6;

	private static final Comparator<ArgumentCondition> BY_VALUE = Comparator.comparingInt(ArgumentCondition::index)
		.thenComparing(ArgumentCondition::value, Long::compareUnsigned)
		.thenComparing(ArgumentCondition::mask, Long::compareUnsigned);

	RecordedCall {
		conditions = List.copyOf(conditions);
	}

	static RecordedCall of(String syscall) {
		return new RecordedCall(syscall, List.of());
	}

	/**
	 * Return arguments that meet the conditions.
	 */
	long[] arguments() {
		long[] arguments = new long[ARGUMENTS];
		this.conditions.forEach((condition) -> arguments[condition.index()] = condition.value());
		return arguments;
	}

	@Override
	public int compareTo(RecordedCall other) {
		int order = this.syscall.compareTo(other.syscall);
		for (int i = 0; order == 0 && i < Math.min(this.conditions.size(), other.conditions.size()); i++) {
			order = BY_VALUE.compare(this.conditions.get(i), other.conditions.get(i));
		}
		return (order != 0) ? order : Integer.compare(this.conditions.size(), other.conditions.size());
	}

}
