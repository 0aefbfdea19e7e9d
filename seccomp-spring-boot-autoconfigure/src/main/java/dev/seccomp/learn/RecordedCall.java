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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.seccomp.learn.Json.Members;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;

/**
 * A recorded call. If its arguments are relevant, it includes conditions that they meet.
 *
 * @param syscall the name of the call
 * @param conditions the conditions on the arguments, each an equality
 */
public record RecordedCall(String syscall, List<ArgumentCondition> conditions) implements Comparable<RecordedCall> {

	private static final int ARGUMENTS = 6;

	private static final String NAME = "\\w{1,40}";

	private static final Comparator<ArgumentCondition> BY_VALUE = Comparator.comparingInt(ArgumentCondition::index)
		.thenComparing(ArgumentCondition::value, Long::compareUnsigned)
		.thenComparing(ArgumentCondition::mask, Long::compareUnsigned);

	public RecordedCall {
		if (!syscall.matches(NAME)) {
			throw new IllegalArgumentException("not the name of a system call");
		}
		conditions = List.copyOf(conditions);
	}

	static RecordedCall of(String syscall) {
		return new RecordedCall(syscall, List.of());
	}

	/**
	 * Return arguments that meet the conditions.
	 * @return the six arguments
	 */
	public long[] arguments() {
		long[] arguments = new long[ARGUMENTS];
		this.conditions.forEach((condition) -> arguments[condition.index()] = condition.value());
		return arguments;
	}

	void writeTo(Map<String, Object> json) {
		json.put("name", this.syscall);
		if (!this.conditions.isEmpty()) {
			json.put("args", this.conditions.stream().map(RecordedCall::json).toList());
		}
	}

	private static Map<String, Object> json(ArgumentCondition condition) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("index", condition.index());
		json.put("op", (isMasked(condition)) ? "masked-eq" : "eq");
		if (isMasked(condition)) {
			json.put("mask", unsigned(condition.mask()));
		}
		json.put("value", unsigned(condition.value()));
		return json;
	}

	private static Number unsigned(long value) {
		return (value >= 0) ? (Number) value : new BigInteger(Long.toUnsignedString(value));
	}

	private static boolean isMasked(ArgumentCondition condition) {
		return condition.operator() == Operator.MASKED_EQ;
	}

	static RecordedCall read(Members json) {
		List<ArgumentCondition> conditions = new ArrayList<>();
		for (Object element : (json.has("args")) ? json.list("args") : List.of()) {
			Members argument = Members.of(element);
			long index = argument.number("index");
			if (index < 0 || index >= ARGUMENTS) {
				throw new IllegalArgumentException("'index' is not the index of an argument");
			}
			conditions.add((argument.has("mask"))
					? ArgumentCondition.masked((int) index, argument.number("mask"), argument.number("value"))
					: ArgumentCondition.of((int) index, Operator.EQ, argument.number("value")));
		}
		return new RecordedCall(json.string("name"), conditions);
	}

	/**
	 * Return a rule for this call in YAML's flow style.
	 * @param action the action of the rule, such as {@code action: allow}
	 * @return the rule
	 */
	public String toYaml(String action) {
		String arguments = this.conditions.stream().map(RecordedCall::argument).collect(Collectors.joining(", "));
		return "{ names: [" + this.syscall + "], " + ((arguments.isEmpty()) ? "" : "args: [" + arguments + "], ")
				+ action + " }";
	}

	private static String argument(ArgumentCondition condition) {
		return "{ index: " + condition.index() + ", op: "
				+ ((isMasked(condition)) ? "masked-eq, mask: 0x" + Long.toHexString(condition.mask()) : "eq")
				+ ", value: " + number(condition.value()) + " }";
	}

	@Override
	public int compareTo(RecordedCall other) {
		int order = this.syscall.compareTo(other.syscall);
		for (int i = 0; order == 0 && i < Math.min(this.conditions.size(), other.conditions.size()); i++) {
			order = BY_VALUE.compare(this.conditions.get(i), other.conditions.get(i));
		}
		return (order != 0) ? order : Integer.compare(this.conditions.size(), other.conditions.size());
	}

	/**
	 * Return the call as the lists of calls in this project write it.
	 */
	@Override
	public String toString() {
		return (this.conditions.isEmpty()) ? this.syscall
				: this.conditions.stream()
					.map((condition) -> condition.index()
							+ ((isMasked(condition)) ? " & 0x" + Long.toHexString(condition.mask()) : "") + " == "
							+ number(condition.value()))
					.collect(Collectors.joining(" and ", this.syscall + "(", ")"));
	}

	static String number(long value) {
		return (value >= 0 && value < 1000) ? Long.toString(value) : "0x" + Long.toHexString(value);
	}

}
