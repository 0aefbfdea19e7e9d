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

import java.util.function.Function;

import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.NotificationSupport;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
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
