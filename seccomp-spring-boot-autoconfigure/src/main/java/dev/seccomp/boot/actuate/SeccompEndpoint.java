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

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.boot.actuate.ViolationDescriptors.ViolationDescriptor;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ThreadStatus;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import dev.seccomp.syscall.SyscallTable;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the filters in force.
 *
 * @since 0.1.0
 */
@Endpoint(id = "seccomp", defaultAccess = Access.READ_ONLY)
public class SeccompEndpoint {

	private static final String DEFAULT_ACTION = "default-action";

	private final SeccompState state;

	private final Show showValues;

	private final ViolationDescriptors violations;

	/**
	 * Create a new endpoint.
	 * @param state what is in force
	 * @param sanitizingFunctions what takes secrets out of command lines
	 * @param showValues when to show what would help an attacker
	 */
	public SeccompEndpoint(SeccompState state, Iterable<SanitizingFunction> sanitizingFunctions, Show showValues) {
		this.state = state;
		this.violations = new ViolationDescriptors(sanitizingFunctions);
		this.showValues = showValues;
	}

	@ReadOperation
	public SeccompDescriptor seccomp() {
		return describe(this.showValues.isShown(true));
	}

	SeccompDescriptor describe(boolean showValues) {
		Supervisor supervisor = this.state.supervisor();
		CompiledFilter startup = this.state.startupFilter();
		return new SeccompDescriptor(this.state.mode().toString(), this.state.reason(), status(), threads(),
				this.state.installedFilters().stream().map(FilterDescriptor::of).toList(),
				(supervisor != null) ? ViolationsDescriptor.of(supervisor.violations(), this.state.unsupervisedReason())
						: null,
				(showValues) ? PolicyDescriptor.of(this.state.policy(Stage.SEALED)) : null,
				(showValues && startup != null) ? PolicyDescriptor.of(startup.policy()) : null,
				(showValues) ? PolicyDescriptor.of(this.state.policy(Stage.READY)) : null,
				(showValues && supervisor != null)
						? supervisor.violations().recent().stream().map(this.violations::describe).toList() : null);
	}

	/**
	 * Tell what a system call would meet.
	 * @param syscall the name or the number of the call
	 * @return what would happen to it, or {@code null} where the architecture has no such
	 * call, or values are not shown
	 */
	@ReadOperation
	public @Nullable SyscallDescriptor syscall(@Selector String syscall) {
		return (this.showValues.isShown(true)) ? describe(syscall) : null;
	}

	@Nullable SyscallDescriptor describe(String syscall) {
		SyscallTable syscalls = Platform.architecture().syscalls();
		String name = (syscall.matches("\\d{1,9}")) ? syscalls.name(Integer.parseInt(syscall)) : syscall;
		OptionalInt number = syscalls.number(String.valueOf(name));
		return (name != null && number.isPresent())
				? SyscallDescriptor.of(name, number.getAsInt(), this.state.filters()) : null;
	}

	/** What the kernel says now, or nothing where there is no {@code /proc}. */
	private @Nullable Map<String, Integer> status() {
		try {
			ThreadStatus process = ThreadStatus.ofProcess();
			Map<String, Integer> status = new LinkedHashMap<>();
			status.put("Seccomp", process.seccomp());
			Integer filters = process.filters();
			if (filters != null) {
				status.put("Seccomp_filters", filters);
			}
			status.put("NoNewPrivs", process.noNewPrivs());
			return status;
		}
		catch (UncheckedIOException ex) {
			return null;
		}
	}

	private @Nullable FilteredThreads threads() {
		try {
			return this.state.threads();
		}
		catch (UncheckedIOException ex) {
			return null;
		}
	}

	/**
	 * Description of the filters in force.
	 *
	 * @param mode what is in force
	 * @param reason why there is no filter
	 * @param status what {@code /proc/self/status} says now
	 * @param threads how many threads are filtered
	 * @param filters the filters, oldest first
	 * @param violations how many denied calls there were
	 * @param sealed the policy that is sealed, if values are shown
	 * @param policy the policy, if values are shown
	 * @param ready the policy of the filter that was added when the application was
	 * ready, if values are shown
	 * @param recent the last denied calls, the latest first, if values are shown
	 */
	public record SeccompDescriptor(String mode, @Nullable String reason, @Nullable Map<String, Integer> status,
			@Nullable FilteredThreads threads, List<FilterDescriptor> filters,
			@Nullable ViolationsDescriptor violations, @Nullable PolicyDescriptor sealed,
			@Nullable PolicyDescriptor policy, @Nullable PolicyDescriptor ready,
			@Nullable List<ViolationDescriptor> recent) implements OperationResponseBody {

	}

	/**
	 * Description of the denied calls.
	 *
	 * @param total how many there were
	 * @param bySyscall how many there were of each call
	 * @param unsupervised why nobody can tell who made them
	 */
	public record ViolationsDescriptor(long total, Map<String, Long> bySyscall, @Nullable String unsupervised) {

		static ViolationsDescriptor of(Violations violations, @Nullable String unsupervised) {
			Map<String, Long> bySyscall = new LinkedHashMap<>();
			violations.counts()
				.forEach((syscall, outcomes) -> bySyscall.put(syscall,
						outcomes.values().stream().mapToLong(Long::longValue).sum()));
			return new ViolationsDescriptor(bySyscall.values().stream().mapToLong(Long::longValue).sum(), bySyscall,
					unsupervised);
		}

	}

	/**
	 * Description of a filter.
	 *
	 * @param name what it is for
	 * @param hash the hash of its program
	 * @param instructions how many instructions its program has
	 * @param architecture the architecture it is for
	 * @param method how it was installed
	 * @param installedOn the event that it was installed on
	 * @param installedAt when it was installed
	 */
	public record FilterDescriptor(String name, String hash, int instructions, String architecture, String method,
			String installedOn, Instant installedAt) {

		static FilterDescriptor of(InstalledFilter filter) {
			return new FilterDescriptor(filter.stage().toString(), filter.hash(), filter.instructions(),
					filter.architecture(), filter.method(), filter.stage().event(), filter.installedAt());
		}

	}

	/**
	 * Description of a policy.
	 *
	 * @param defaultAction what happens to a call that no rule matches
	 * @param rules the rules, the first that matches wins
	 */
	public record PolicyDescriptor(ActionDescriptor defaultAction, List<RuleDescriptor> rules) {

		static @Nullable PolicyDescriptor of(@Nullable SeccompPolicy policy) {
			if (policy == null) {
				return null;
			}
			List<RuleDescriptor> rules = new ArrayList<>();
			for (SyscallRule rule : policy.rules()) {
				RuleDescriptor description = RuleDescriptor.of(rule);
				RuleDescriptor last = (rules.isEmpty()) ? null : rules.get(rules.size() - 1);
				if (last != null && last.differsInCallsOnly(description)) {
					last.syscalls().addAll(description.syscalls());
				}
				else {
					rules.add(description);
				}
			}
			return new PolicyDescriptor(ActionDescriptor.of(policy.defaultAction()), rules);
		}

	}

	/**
	 * Description of a rule.
	 *
	 * @param rule where it stands
	 * @param syscalls the calls that it is about
	 * @param args the conditions on their arguments
	 * @param action what happens
	 * @param errno the error that the caller gets
	 */
	public record RuleDescriptor(String rule, List<String> syscalls, @Nullable List<String> args, String action,
			@Nullable String errno) {

		static RuleDescriptor of(SyscallRule rule) {
			ActionDescriptor action = ActionDescriptor.of(rule.action());
			List<String> conditions = rule.conditions().stream().map(ArgumentCondition::toString).toList();
			return new RuleDescriptor(rule.source(), new ArrayList<>(List.of(rule.syscall())),
					(conditions.isEmpty()) ? null : conditions, action.action(), action.errno());
		}

		private boolean differsInCallsOnly(RuleDescriptor other) {
			return equals(new RuleDescriptor(other.rule, this.syscalls, other.args, other.action, other.errno));
		}

	}

	/**
	 * Description of what a system call would meet.
	 *
	 * @param syscall the name of the call
	 * @param number its number
	 * @param action what happens, unless that depends on the arguments
	 * @param errno the error that the caller gets
	 * @param filter the filter that decides
	 * @param rule the rule that decides
	 * @param alternatives where it depends on the arguments, the rules in their order:
	 * the first whose conditions hold decides
	 */
	public record SyscallDescriptor(String syscall, int number, @Nullable String action, @Nullable String errno,
			@Nullable String filter, @Nullable String rule,
			@Nullable List<AlternativeDescriptor> alternatives) implements OperationResponseBody {

		static SyscallDescriptor of(String syscall, int number, List<CompiledFilter> filters) {
			AlternativeDescriptor decisive = AlternativeDescriptor.decisive(syscall, filters);
			return (decisive != null)
					? new SyscallDescriptor(syscall, number, decisive.action(), decisive.errno(), decisive.filter(),
							decisive.rule(), null)
					: new SyscallDescriptor(syscall, number, null, null, null, null,
							AlternativeDescriptor.of(syscall, filters));
		}

	}

	/**
	 * Description of a rule for a system call.
	 *
	 * @param args the conditions on the arguments
	 * @param action what happens
	 * @param errno the error that the caller gets
	 * @param filter the filter that has the rule: of what several filters decide, the
	 * most restrictive is done
	 * @param rule where the rule stands
	 */
	public record AlternativeDescriptor(@Nullable List<String> args, String action, @Nullable String errno,
			@Nullable String filter, @Nullable String rule) {

		static List<AlternativeDescriptor> of(String syscall, List<CompiledFilter> filters) {
			List<AlternativeDescriptor> alternatives = new ArrayList<>();
			filters.forEach((filter) -> alternatives.addAll(of(syscall, filter)));
			return alternatives;
		}

		/** What is done whatever the arguments are, as nothing else is as restrictive. */
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
			for (SyscallRule rule : filter.policy().rules(syscall)) {
				RuleDescriptor description = RuleDescriptor.of(rule);
				alternatives.add(new AlternativeDescriptor(description.args(), description.action(),
						description.errno(), filter.stage().toString(), description.rule()));
			}
			if (alternatives.isEmpty() || alternatives.get(alternatives.size() - 1).args() != null) {
				ActionDescriptor action = ActionDescriptor.of(filter.policy().defaultAction());
				alternatives.add(new AlternativeDescriptor(null, action.action(), action.errno(),
						filter.stage().toString(), DEFAULT_ACTION));
			}
			return alternatives;
		}

		private ActionType type() {
			return ActionType.valueOf(this.action.toUpperCase(Locale.ROOT));
		}

	}

	/**
	 * Description of an action.
	 *
	 * @param action what happens
	 * @param errno the error that the caller gets
	 */
	public record ActionDescriptor(String action, @Nullable String errno) {

		static ActionDescriptor of(Action action) {
			return new ActionDescriptor(action.type().toString(),
					(action.type() == ActionType.ERRNO) ? action.toString() : null);
		}

	}

}
