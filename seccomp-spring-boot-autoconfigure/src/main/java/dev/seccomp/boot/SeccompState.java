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
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.InstalledFilters;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.violation.ViolationReports;
import org.jspecify.annotations.Nullable;

/**
 * What is in force: the filters and their policies, or why there are none.
 *
 * @since 0.1.0
 */
public final class SeccompState {

	private final Mode mode;

	private final @Nullable String reason;

	private final @Nullable ViolationReports reports;

	private final @Nullable RecorderProcess recorder;

	private final List<PolicyFilter> policies = new CopyOnWriteArrayList<>();

	/**
	 * Create a new state.
	 * @param mode what is in force
	 * @param reason why there is no filter, or {@code null} where there is one
	 * @param reports what is known of denied calls, or {@code null} where nothing is
	 * asked
	 */
	public SeccompState(Mode mode, @Nullable String reason, @Nullable ViolationReports reports) {
		this(mode, reason, reports, null);
	}

	private SeccompState(Mode mode, @Nullable String reason, @Nullable ViolationReports reports,
			@Nullable RecorderProcess recorder) {
		this.mode = mode;
		this.reason = reason;
		this.reports = reports;
		this.recorder = recorder;
	}

	static SeccompState learn(RecorderProcess recorder) {
		return new SeccompState(Mode.LEARN, null, null, recorder);
	}

	static SeccompState disabled(String reason) {
		return new SeccompState(Mode.DISABLED, reason, null);
	}

	static SeccompState unsupported(String reason) {
		return new SeccompState(Mode.UNSUPPORTED, reason, null);
	}

	/**
	 * Add a filter that is now in force.
	 * @param policy its policy
	 */
	public void add(PolicyFilter policy) {
		this.policies.add(policy);
	}

	/**
	 * Return what is in force.
	 * @return the mode
	 */
	public Mode mode() {
		return this.mode;
	}

	/**
	 * Return what one of the filters does.
	 * @param filter the filter
	 * @return the mode: one that is sealed is always enforced
	 */
	public Mode mode(InstalledFilter filter) {
		return (filter.name().equals(FilterPlan.SEALED)) ? Mode.ENFORCE : this.mode;
	}

	/**
	 * Return why there is no filter.
	 * @return the reason, or {@code null} where there is one
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	/**
	 * Return what is known of denied calls.
	 * @return the reports, or {@code null} where none are asked for
	 */
	public @Nullable ViolationReports reports() {
		return this.reports;
	}

	/**
	 * Return the recorder of the calls.
	 * @return the recorder, or {@code null} where nothing is learned
	 */
	public @Nullable RecorderProcess recorder() {
		return this.recorder;
	}

	/**
	 * Return the policies of the filters that were installed for this application.
	 * @return the policies, oldest first
	 */
	public List<PolicyFilter> policies() {
		return this.policies;
	}

	/**
	 * Return the policy that the application started under.
	 * @return the policy, or {@code null} where there is no filter
	 */
	public @Nullable SeccompPolicy policy() {
		PolicyFilter startup = startup();
		return (startup != null) ? startup.policy() : null;
	}

	/**
	 * Return the program of the filter that the application started under.
	 * @return the program, or {@code null} where there is no filter
	 */
	public @Nullable FilterProgram program() {
		PolicyFilter startup = startup();
		return (startup != null) ? startup.program() : null;
	}

	/**
	 * Return the policy that is sealed.
	 * @return the policy, or {@code null} where there is none
	 */
	public @Nullable SeccompPolicy sealedPolicy() {
		PolicyFilter sealed = find(FilterPlan.SEALED);
		return (sealed != null) ? sealed.policy() : null;
	}

	/**
	 * Return the policy that was added when the application was ready.
	 * @return the policy, or {@code null} where there is none
	 */
	public @Nullable SeccompPolicy readyPolicy() {
		PolicyFilter ready = find(FilterPlan.READY);
		return (ready != null) ? ready.policy() : null;
	}

	/** Where nothing else is asked for, that is the one that is sealed. */
	private @Nullable PolicyFilter startup() {
		PolicyFilter startup = find(FilterPlan.STARTUP);
		return (startup != null) ? startup : find(FilterPlan.SEALED);
	}

	@Nullable PolicyFilter find(String name) {
		return this.policies.stream().filter((filter) -> filter.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Return the filters that are in force for this JVM, whichever of its applications
	 * they were installed for.
	 * @return the filters, oldest first
	 */
	public List<InstalledFilter> filters() {
		return InstalledFilters.list();
	}

	/**
	 * A filter, and the policy that it was made of.
	 *
	 * @param name what it is for
	 * @param policy its policy
	 * @param program its program, as the kernel holds it
	 */
	public record PolicyFilter(String name, SeccompPolicy policy, FilterProgram program) {

	}

	/**
	 * What is in force.
	 */
	public enum Mode {

		/**
		 * What the policy denies is denied.
		 */
		ENFORCE,

		/**
		 * Nothing is denied. What the policy denies is only told of.
		 */
		LOG,

		/**
		 * Nothing is denied. What is done is recorded, to become a policy.
		 */
		LEARN,

		/**
		 * There is no filter, as it was asked for.
		 */
		DISABLED,

		/**
		 * There is no filter, since the platform has no seccomp.
		 */
		UNSUPPORTED;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
