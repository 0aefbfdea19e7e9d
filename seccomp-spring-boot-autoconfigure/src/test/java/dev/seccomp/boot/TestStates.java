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

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;

/**
 * States of applications for tests, which do not install their filters.
 */
public final class TestStates {

	private TestStates() {
	}

	/**
	 * Create an application that claims to run under a filter.
	 * @param filter the filter
	 * @return the application
	 */
	public static SeccompApplication enforcing(CompiledFilter filter) {
		SeccompState state = SeccompState.filtered(FilterMode.ENFORCE, null);
		state.add(filter);
		return SeccompApplication.unfiltered(state);
	}

	/**
	 * Create a state with a supervisor that is not started.
	 * @return the state
	 */
	public static SeccompState supervised() {
		return SeccompState.filtered(FilterMode.ENFORCE,
				new Supervisor(SeccompProcess.current(), Platform.architecture(), true));
	}

	/**
	 * Create a state that no application has.
	 * @return the state
	 */
	public static SeccompState state() {
		return SeccompState.filtered(FilterMode.ENFORCE, null);
	}

}
