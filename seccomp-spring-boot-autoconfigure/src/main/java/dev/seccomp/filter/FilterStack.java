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

package dev.seccomp.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.policy.SyscallRule;
import org.jspecify.annotations.Nullable;

/**
 * The compiled filters of an application, from the oldest to the newest.
 * <p>
 * A process has one listener at most. The kernel notifies the listener of the newest
 * filter that returns {@code USER_NOTIF} for a call. So a filter with a listener also
 * notifies of the calls that earlier filters notify of.
 *
 * @param filters the filters, oldest first
 */
public record FilterStack(List<CompiledFilter> filters) {

	public FilterStack {
		filters = List.copyOf(filters);
	}

	/**
	 * Compile the filters of an application.
	 * @param specifications the specifications, oldest first, with at most one for each
	 * stage
	 * @param support whether denied calls can be reported through user notification
	 * @param jvmOptions the options of this JVM that make HotSpot start programs
	 * @return the stack
	 * @throws InvalidFilterException if a policy would break the JVM, has too many rules,
	 * or denies a call that installs a later filter
	 */
	public static FilterStack of(List<FilterSpecification> specifications, NotificationSupport support,
			Set<String> jvmOptions) {
		return new Builder(specifications, support, jvmOptions).build();
	}

	/**
	 * Return the filters that are installed on the event of a stage.
	 * @param stage the stage
	 * @return the filters, oldest first
	 */
	public List<CompiledFilter> installedWith(Stage stage) {
		return this.filters.stream().filter((filter) -> filter.stage().isInstalledWith(stage)).toList();
	}

	/**
	 * Return the filters that are older than another one.
	 * @param filter the other filter
	 * @return the filters, oldest first
	 */
	public List<CompiledFilter> olderThan(CompiledFilter filter) {
		return this.filters.stream().filter((older) -> older.stage().compareTo(filter.stage()) < 0).toList();
	}

	/**
	 * Return the filter that gets a listener after another one.
	 * @param filter the other filter
	 * @return the next filter of the same owner, or {@code null} if there is none
	 */
	public @Nullable CompiledFilter nextListener(CompiledFilter filter) {
		return this.filters.stream()
			.filter((next) -> next.stage().compareTo(filter.stage()) > 0 && next.listener() == filter.listener())
			.findFirst()
			.orElse(null);
	}

	private static final class Builder {

		private final List<FilterSpecification> specifications;

		private final NotificationSupport support;

		private final Set<String> jvmOptions;

		/** The supervisor either denies the calls of all filters or none. */
		private final boolean enforced;

		private final List<CompiledFilter> filters = new ArrayList<>();

		/** The rules of all filters so far, as far as they notify. */
		private @Nullable SeccompPolicy notifying;

		Builder(List<FilterSpecification> specifications, NotificationSupport support, Set<String> jvmOptions) {
			this.specifications = specifications;
			this.support = support;
			this.jvmOptions = jvmOptions;
			this.enforced = specifications.stream().allMatch(FilterSpecification::isEnforced);
		}

		FilterStack build() {
			for (int i = 0; i < this.specifications.size(); i++) {
				FilterSpecification specification = this.specifications.get(i);
				List<FilterSpecification> later = this.specifications.subList(i + 1, this.specifications.size());
				try {
					DecisionTable decisions = DecisionTable.of(specification.policy());
					check(specification, decisions, later);
					this.filters.add(compile(specification, decisions, later));
				}
				catch (PolicyException ex) {
					throw new InvalidFilterException(specification.stage(), ex);
				}
			}
			return new FilterStack(this.filters);
		}

		private void check(FilterSpecification specification, DecisionTable decisions,
				List<FilterSpecification> later) {
			if (specification.mode() == FilterMode.LEARN) {
				return;
			}
			JvmCheck.check(specification.policy(), decisions);
			if (specification.isEnforced()) {
				later.stream()
					.findFirst()
					.ifPresent((next) -> new InstallationCheck(specification, decisions).check(next));
			}
		}

		private CompiledFilter compile(FilterSpecification specification, DecisionTable decisions,
				List<FilterSpecification> later) {
			if (specification.mode() == FilterMode.LEARN) {
				return new CompiledFilter(specification, FilterCompiler.compile(specification.policy()), decisions,
						ListenerOwner.RECORDER);
			}
			if (!notifies(specification)) {
				return new CompiledFilter(specification,
						FilterCompiler.compile(reporting(specification, false, List.of())), decisions,
						ListenerOwner.NONE);
			}
			SeccompPolicy earlier = this.notifying;
			this.notifying = including(earlier, reporting(specification, true, List.of()));
			if (later.stream()
				.anyMatch((next) -> next.stage().isInstalledWith(specification.stage()) && notifies(next))) {
				return compileWithoutListener(specification, decisions);
			}
			List<SyscallRule> guard = ListenerGuard.rules(specification.policy().architecture(),
					specification.isEnforced(), later.stream().anyMatch(this::notifies));
			return new CompiledFilter(specification,
					FilterCompiler.compile(including(earlier, reporting(specification, true, guard)),
							Reporting.foreign(specification.mode(), true)),
					decisions, ListenerOwner.SUPERVISOR);
		}

		/** The listener of another class loader does not protect a filter of this one. */
		private CompiledFilter compileWithoutListener(FilterSpecification specification, DecisionTable decisions) {
			boolean notifies = this.support == NotificationSupport.AVAILABLE;
			return new CompiledFilter(specification,
					FilterCompiler.compile(reporting(specification, notifies, List.of()),
							Reporting.foreign(specification.mode(), notifies)),
					decisions, (notifies) ? ListenerOwner.NEXT_FILTER : ListenerOwner.NONE);
		}

		/**
		 * The decision about a notified call is made by the supervisor, which other
		 * settings configure. A program that native code passes the listener to could
		 * loosen the sealed policy, so that notifies only if no program can be started.
		 */
		private boolean notifies(FilterSpecification specification) {
			if (!specification.reported() || this.support == NotificationSupport.NONE) {
				return false;
			}
			return specification.stage() != Stage.SEALED || (this.enforced && specification.policy().deniesProcesses());
		}

		private SeccompPolicy reporting(FilterSpecification specification, boolean notifies, List<SyscallRule> guard) {
			return Reporting.of(specification.mode(), notifies).of(specification.policy(), guard, this.jvmOptions);
		}

		private static SeccompPolicy including(@Nullable SeccompPolicy earlier, SeccompPolicy policy) {
			return (earlier != null) ? Reporting.includeNotifications(policy, earlier) : policy;
		}

	}

}
