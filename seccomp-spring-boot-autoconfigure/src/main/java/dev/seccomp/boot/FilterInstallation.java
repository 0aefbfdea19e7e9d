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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.NotificationsUnavailableException;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;

/**
 * The filters of an application, as they are installed event by event. If no listener is
 * available, the filters are compiled again, without notifications.
 */
final class FilterInstallation {

	private final SeccompState state;

	private final Function<NotificationSupport, FilterStack> compiler;

	private FilterStack stack;

	FilterInstallation(SeccompProcess process, SeccompState state,
			Function<NotificationSupport, FilterStack> compiler) {
		this.state = state;
		this.compiler = compiler;
		this.stack = compiler.apply(process.notificationSupport());
		if (state.unsupervisedReason() == null
				&& this.stack.filters().stream().noneMatch((filter) -> filter.listener() == ListenerOwner.SUPERVISOR)) {
			abandon("the sealed policy allows programs or processes to be started, and such a process could let denied"
					+ " calls through");
		}
	}

	/**
	 * Require that no other policy, and no later stage of this one, is in force.
	 * @param process this process
	 * @throws SeccompStartException if one is
	 */
	void requireNoOther(SeccompProcess process) {
		List<InstalledFilter> present = process.filters();
		if (present.isEmpty()) {
			return;
		}
		Set<String> own = this.stack.filters().stream().map(CompiledFilter::hash).collect(Collectors.toSet());
		Supervisor supervisor = this.state.supervisor();
		boolean sameMode = supervisor == null
				|| supervisor.isEnforcing() == (this.state.mode() == SeccompState.Mode.ENFORCE);
		if (!sameMode || present.stream().anyMatch((filter) -> !own.contains(filter.hash()))) {
			throw shared("Another policy or mode is in force in this JVM, and a filter cannot be removed.", present);
		}
		if (present.stream().anyMatch((filter) -> filter.stage() == Stage.READY)) {
			throw shared("The filter of 'seccomp.ready' is in force in this JVM, so this application would start under"
					+ " it.", present);
		}
	}

	private static SeccompStartException shared(String reason, List<InstalledFilter> present) {
		return new SeccompStartException(
				"The seccomp filter of this test cannot be installed:\n\n    " + reason + " Filters in force: "
						+ present.stream().map(InstalledFilter::hash).collect(Collectors.joining(", ")) + ".",
				"Run each such test class in a JVM of its own, for example with 'reuseForks' set to false for Maven's"
						+ " Surefire plugin, or 'forkEvery = 1' for Gradle. Or give all of them the same policy.",
				null);
	}

	/**
	 * Install the filters of an event.
	 * @param installer the installer
	 * @param stage a stage of the event
	 */
	void install(FilterInstaller installer, Stage stage) {
		Supervisor supervisor = this.state.supervisor();
		try {
			installer.install(this.stack, stage, supervisor);
		}
		catch (NotificationsUnavailableException ex) {
			abandon(String.valueOf(ex.getMessage()));
			this.stack = this.compiler.apply(NotificationSupport.NONE);
			installer.install(this.stack, stage, supervisor);
		}
		this.stack.installedWith(stage).forEach(this.state::add);
	}

	/** Gives up reporting callers. The kernel alone denies calls then. */
	void abandon(String reason) {
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null) {
			supervisor.unavailable(reason);
			this.state.unsupervised(reason);
		}
	}

	/**
	 * Return whether the filter of a stage is still to be installed.
	 * @param stage the stage
	 * @return whether the stack has such a filter that is not in force
	 */
	boolean isPending(Stage stage) {
		return this.stack.filters().stream().anyMatch((filter) -> filter.stage() == stage)
				&& this.state.filter(stage) == null;
	}

}
