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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import dev.seccomp.boot.AllowingRules;
import dev.seccomp.boot.SeccompState;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.ThreadStatus;
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
 * {@link Endpoint @Endpoint} that shows the filters in force and their violations.
 */
@Endpoint(id = "seccomp", defaultAccess = Access.READ_ONLY)
public class SeccompEndpoint {

	private final SeccompState state;

	private final Show showValues;

	private final ViolationDescriptors violations;

	/**
	 * Create a new endpoint.
	 * @param state the state of the application
	 * @param sanitizingFunctions the functions that remove secrets from command lines
	 * @param showValues when to show values that would help an attacker
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
						? supervisor.violations().recent().stream().map(this.violations::describe).toList() : null,
				(showValues && supervisor != null) ? AllowingRules.report(supervisor) : null);
	}

	/**
	 * Describe the effect of the filters on a system call.
	 * @param syscall the name or the number of the call
	 * @return the effect, or {@code null} if the architecture has no such call or values
	 * are not shown
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

	/** Without {@code /proc} there is no status. */
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

	private @Nullable ThreadsDescriptor threads() {
		try {
			return ThreadsDescriptor.of(this.state.threads());
		}
		catch (UncheckedIOException ex) {
			return null;
		}
	}

	/**
	 * Description of the filters in force.
	 *
	 * @param mode the mode of the application
	 * @param reason the reason why there is no filter
	 * @param status the seccomp fields of {@code /proc/self/status}
	 * @param threads the number of threads
	 * @param filters the filters, oldest first
	 * @param violations the number of denied calls
	 * @param sealed the sealed policy, if values are shown
	 * @param policy the policy, if values are shown
	 * @param ready the policy for the ready application, if values are shown
	 * @param recent the last denied calls, the latest first, if values are shown
	 * @param allowingRules the rules in YAML that would allow the denied calls, if values
	 * are shown and there are any
	 * @since 0.1.0
	 */
	public record SeccompDescriptor(String mode, @Nullable String reason, @Nullable Map<String, Integer> status,
			@Nullable ThreadsDescriptor threads, List<FilterDescriptor> filters,
			@Nullable ViolationsDescriptor violations, @Nullable PolicyDescriptor sealed,
			@Nullable PolicyDescriptor policy, @Nullable PolicyDescriptor ready,
			@Nullable List<ViolationDescriptor> recent,
			@Nullable String allowingRules) implements OperationResponseBody {

	}

	/**
	 * Description of the threads of the process.
	 *
	 * @param total the number of threads
	 * @param filtered the number of threads that run under all filters
	 * @since 0.1.0
	 */
	public record ThreadsDescriptor(int total, int filtered) {

		static ThreadsDescriptor of(FilteredThreads threads) {
			return new ThreadsDescriptor(threads.total(), threads.filtered());
		}

	}

	/**
	 * Description of the denied calls.
	 *
	 * @param total the number of denied calls
	 * @param bySyscall the number of denied calls by the name of the call
	 * @param unsupervised the reason why their callers cannot be reported
	 * @since 0.1.0
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
	 * @param name the name of its stage
	 * @param hash the hash of its program
	 * @param instructions the number of its instructions
	 * @param architecture the id of its architecture
	 * @param method the method of its installation
	 * @param installedOn the event of its installation
	 * @param installedAt the time of its installation
	 * @since 0.1.0
	 */
	public record FilterDescriptor(String name, String hash, int instructions, String architecture, String method,
			String installedOn, Instant installedAt) {

		static FilterDescriptor of(InstalledFilter filter) {
			return new FilterDescriptor(filter.stage().toString(), filter.hash(), filter.instructions(),
					filter.architecture(), filter.method(), filter.stage().event(), filter.installedAt());
		}

	}

}
