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

package dev.seccomp.boot.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.seccomp.boot.actuate.PolicyDescriptor.RuleDescriptor;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SyscallRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Description of the effect of the filters on a system call.
 *
 * @param syscall the name of the call
 * @param number the number of the call
 * @param action the action, unless it depends on the arguments
 * @param errno the error that the caller gets
 * @param filter the filter that decides
 * @param rule the rule that decides
 * @param alternatives the rules in order, if the action depends on the arguments. The
 * first matching rule applies
 * @since 0.1.0
 */
public record SyscallDescriptor(String syscall, int number, @Nullable String action, @Nullable String errno,
		@Nullable String filter, @Nullable String rule,
		@Nullable List<AlternativeDescriptor> alternatives) implements OperationResponseBody {

	static SyscallDescriptor of(String syscall, int number, List<CompiledFilter> filters) {
		AlternativeDescriptor decisive = AlternativeDescriptor.enforced(syscall, filters);
		if (decisive == null) {
			decisive = AlternativeDescriptor.decisive(syscall, filters);
		}
		return (decisive != null)
				? new SyscallDescriptor(syscall, number, decisive.action(), decisive.errno(), decisive.filter(),
						decisive.rule(), null)
				: new SyscallDescriptor(syscall, number, null, null, null, null,
						AlternativeDescriptor.of(syscall, filters));
	}

	/**
	 * Description of a rule for a system call.
	 *
	 * @param args the conditions on the arguments
	 * @param action the action
	 * @param errno the error that the caller gets
	 * @param filter the filter with the rule. Of several filters the most restrictive
	 * action applies
	 * @param rule the source of the rule
	 * @since 0.1.0
	 */
	public record AlternativeDescriptor(@Nullable List<String> args, String action, @Nullable String errno,
			@Nullable String filter, @Nullable String rule) {

		static List<AlternativeDescriptor> of(String syscall, List<CompiledFilter> filters) {
			List<AlternativeDescriptor> alternatives = new ArrayList<>();
			filters.forEach((filter) -> alternatives.addAll(of(syscall, filter)));
			return alternatives;
		}

		/** In log mode, only a sealed policy is enforced. */
		static @Nullable AlternativeDescriptor enforced(String syscall, List<CompiledFilter> filters) {
			List<CompiledFilter> enforced = filters.stream()
				.filter((filter) -> filter.mode() == FilterMode.ENFORCE)
				.toList();
			AlternativeDescriptor decisive = decisive(syscall, enforced);
			return (decisive != null && decisive.type() != ActionType.ALLOW) ? decisive : null;
		}

		/** Returns the rule that applies to any arguments, if it is the strictest. */
		static @Nullable AlternativeDescriptor decisive(String syscall, List<CompiledFilter> filters) {
			AlternativeDescriptor decisive = new AlternativeDescriptor(null, ActionType.ALLOW.toString(), null, null,
					null);
			for (CompiledFilter filter : filters) {
				AlternativeDescriptor first = of(syscall, filter).get(0);
				if (first.args() == null && first.type().compareTo(decisive.type()) <= 0) {
					decisive = first;
				}
			}
			for (AlternativeDescriptor alternative : of(syscall, filters)) {
				if (alternative.args() != null && alternative.type().compareTo(decisive.type()) <= 0) {
					return null;
				}
			}
			return decisive;
		}

		private static List<AlternativeDescriptor> of(String syscall, CompiledFilter filter) {
			List<AlternativeDescriptor> alternatives = new ArrayList<>();
			String stage = filter.stage().toString();
			for (SyscallRule rule : filter.policy().rules(syscall)) {
				alternatives.add(describe(rule, stage));
			}
			if (alternatives.isEmpty() || alternatives.get(alternatives.size() - 1).args() != null) {
				alternatives.add(describe(filter.policy().otherwise(syscall), stage));
			}
			return alternatives;
		}

		private static AlternativeDescriptor describe(SyscallRule rule, String stage) {
			RuleDescriptor description = RuleDescriptor.of(rule);
			return new AlternativeDescriptor(description.args(), description.action(), description.errno(), stage,
					description.rule());
		}

		private ActionType type() {
			return ActionType.valueOf(this.action.toUpperCase(Locale.ROOT));
		}

	}

}
