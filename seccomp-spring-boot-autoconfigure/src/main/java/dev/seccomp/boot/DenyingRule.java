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

package dev.seccomp.boot;

import java.util.List;
import java.util.stream.Stream;

import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.Violation.Denial;

/**
 * A rule that denied the call of a violation.
 *
 * @param filter the filter of the rule
 * @param rule the rule, which may be that of the default action
 */
record DenyingRule(CompiledFilter filter, SyscallRule rule) {

	/**
	 * Return the rules that denied the call of a violation. Those of filters that were
	 * installed later are not among them.
	 * @param filters the filters in force now
	 * @param violation the violation
	 * @return the rules, none for a call that the architecture does not have
	 */
	static List<DenyingRule> of(List<CompiledFilter> filters, Violation violation) {
		return filters.stream()
			.filter((filter) -> filter.policy().architecture().syscalls().number(violation.syscall()).isPresent())
			.map((filter) -> new DenyingRule(filter, filter.policy().rule(violation.syscall(), arguments(violation))))
			.filter((denying) -> violation.denials().contains(denying.denial()))
			.toList();
	}

	static long[] arguments(Violation violation) {
		return violation.rawArguments().stream().mapToLong(Long::longValue).toArray();
	}

	/**
	 * Return the rules that denied the call of a violation, for a message.
	 * @param violation the violation
	 * @return a description of each, the deciding one first
	 */
	static Stream<String> describe(Violation violation) {
		return violation.denials().stream().map(DenyingRule::describe);
	}

	static String describe(Denial denial) {
		return "rule '" + denial.rule() + "'"
				+ (denial.filter().equals(Stage.SEALED.toString()) ? " in " + SealedProperties.LOCATION : "");
	}

	Denial denial() {
		return new Denial(this.filter.stage().toString(), this.rule.source());
	}

}
