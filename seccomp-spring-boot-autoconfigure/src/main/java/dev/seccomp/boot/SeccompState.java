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

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilteredThreads;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.violation.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application: the filters that are in force for it, or the reason why
 * there are none.
 */
public final class SeccompState {

	private final Mode mode;

	private final @Nullable String reason;

	private final @Nullable Supervisor supervisor;

	private final @Nullable RecorderProcess recorder;

	private final SeccompProcess process = SeccompProcess.current();

	private final List<CompiledFilter> filters = new CopyOnWriteArrayList<>();

	private volatile @Nullable String unsupervisedReason;

	private volatile List<String> unreportedCalls = List.of();

	private volatile int run;

	private SeccompState(Mode mode, @Nullable String reason, @Nullable Supervisor supervisor,
			@Nullable RecorderProcess recorder) {
		this.mode = mode;
		this.reason = reason;
		this.supervisor = supervisor;
		this.recorder = recorder;
	}

	/**
	 * Create the state of an application whose filters are about to be installed.
	 * @param mode the mode, either to enforce the policy or to log
	 * @param supervisor the supervisor, or {@code null} if violations are not reported
	 * @return the state
	 */
	static SeccompState filtered(FilterMode mode, @Nullable Supervisor supervisor) {
		return new SeccompState(Mode.valueOf(mode.name()), null, supervisor, null);
	}

	static SeccompState learning(RecorderProcess recorder) {
		return new SeccompState(Mode.LEARN, null, null, recorder);
	}

	static SeccompState disabled(String reason) {
		return new SeccompState(Mode.DISABLED, reason, null, null);
	}

	static SeccompState unsupported(String reason) {
		return new SeccompState(Mode.UNSUPPORTED, reason, null, null);
	}

	/**
	 * Add a filter that is in force from now on.
	 * @param filter the filter
	 */
	void add(CompiledFilter filter) {
		this.filters.add(filter);
	}

	/** Keeps the number of the recorded run of this application. */
	void recorded(int run) {
		this.run = run;
	}

	/** Records the serving phase from now on, in learn mode. */
	void ready() {
		if (this.recorder != null) {
			this.recorder.ready(this.run);
		}
	}

	/** Marks the violations of this application as not reported. */
	void unsupervised(String reason) {
		this.unsupervisedReason = reason;
	}

	void unreportedCalls(List<String> reasons) {
		this.unreportedCalls = reasons;
	}

	/**
	 * Return the calls that are denied without a report because of an option of this JVM.
	 * @return a phrase with the calls for each reason
	 */
	public List<String> unreportedCalls() {
		return this.unreportedCalls;
	}

	/**
	 * Return the mode.
	 * @return the mode
	 */
	public Mode mode() {
		return this.mode;
	}

	/**
	 * Return the mode of a filter.
	 * @param filter the filter
	 * @return the mode; a sealed filter is always enforced
	 */
	public Mode mode(InstalledFilter filter) {
		return (filter.stage() == Stage.SEALED) ? Mode.ENFORCE : this.mode;
	}

	/**
	 * Return the reason why there is no filter.
	 * @return the reason, or {@code null} if there is a filter
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	/**
	 * Return the supervisor, which counts and reports violations.
	 * @return the supervisor, or {@code null} if violations are not reported
	 */
	public @Nullable Supervisor supervisor() {
		return this.supervisor;
	}

	/**
	 * Return the reason why the callers of denied calls cannot be reported.
	 * @return the reason, or {@code null} if they are reported, or not to be reported
	 */
	public @Nullable String unsupervisedReason() {
		if (this.supervisor == null) {
			return null;
		}
		String own = this.unsupervisedReason;
		return (own != null) ? own : this.supervisor.unavailableReason();
	}

	/**
	 * Return the recorder of learn mode.
	 * @return the recorder, or {@code null} in another mode
	 */
	public @Nullable RecorderProcess recorder() {
		return this.recorder;
	}

	/**
	 * Return the filters that are in force for this application.
	 * @return the filters, oldest first
	 */
	public List<CompiledFilter> filters() {
		return this.filters;
	}

	/**
	 * Return the filter of a stage.
	 * @param stage the stage
	 * @return the filter, or {@code null} if the stage has none
	 */
	public @Nullable CompiledFilter filter(Stage stage) {
		return this.filters.stream().filter((filter) -> filter.stage() == stage).findFirst().orElse(null);
	}

	/**
	 * Return the policy of a stage.
	 * @param stage the stage
	 * @return the policy, or {@code null} if the stage has none
	 */
	public @Nullable SeccompPolicy policy(Stage stage) {
		CompiledFilter filter = filter(stage);
		return (filter != null) ? filter.policy() : null;
	}

	/**
	 * Return the filter that the application started under: that of the application's
	 * properties, or the sealed one if there is no other.
	 * @return the filter, or {@code null} if there is none
	 */
	public @Nullable CompiledFilter startupFilter() {
		CompiledFilter startup = filter(Stage.STARTUP);
		return (startup != null) ? startup : filter(Stage.SEALED);
	}

	/**
	 * Return the filters that are in force for this process, including those of its other
	 * applications.
	 * @return the filters, oldest first
	 */
	public List<InstalledFilter> installedFilters() {
		return this.process.filters();
	}

	/**
	 * Count the threads that run under all filters.
	 * @return the numbers, as of now
	 */
	public FilteredThreads threads() {
		return this.process.threads();
	}

	/**
	 * The mode of an application.
	 */
	public enum Mode {

		/**
		 * The policy is enforced.
		 */
		ENFORCE,

		/**
		 * Violations are reported but not enforced.
		 */
		LOG,

		/**
		 * All calls are allowed and recorded.
		 */
		LEARN,

		/**
		 * The settings disable the filter.
		 */
		DISABLED,

		/**
		 * The platform has no seccomp.
		 */
		UNSUPPORTED;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
