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

package dev.seccomp.testing;

import java.util.List;
import java.util.Set;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.ListenerOwner;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.DecisionTable;
import dev.seccomp.policy.SeccompPolicy;

/**
 * Filters as a test needs them: of any policy, even one that would break the JVM.
 */
public final class TestFilters {

	private TestFilters() {
	}

	/**
	 * Compile a filter without notifications.
	 * @param policy the policy
	 * @return the filter
	 */
	public static CompiledFilter of(SeccompPolicy policy) {
		return of(Stage.STARTUP, policy, FilterCompiler.compile(policy), ListenerOwner.NONE);
	}

	/**
	 * Create a filter from its program.
	 * @param stage the stage
	 * @param policy the policy
	 * @param program the program
	 * @param listener the owner of the listener
	 * @return the filter
	 */
	public static CompiledFilter of(Stage stage, SeccompPolicy policy, FilterProgram program, ListenerOwner listener) {
		FilterSpecification specification = new FilterSpecification(stage, FilterMode.ENFORCE, policy,
				listener == ListenerOwner.SUPERVISOR);
		return new CompiledFilter(specification, program, DecisionTable.of(policy), listener);
	}

	/**
	 * Install a filter without notifications in this process.
	 * @param policy the policy
	 * @return the filter
	 */
	public static CompiledFilter install(SeccompPolicy policy) {
		CompiledFilter filter = of(policy);
		install(filter);
		return filter;
	}

	/**
	 * Install a program in this process.
	 * @param program the program
	 */
	public static void install(FilterProgram program) {
		SeccompPolicy policy = new SeccompPolicy(program.architecture(), Action.ALLOW, "default-action", List.of(),
				Set.of(), Set.of());
		install(of(Stage.STARTUP, policy, program, ListenerOwner.NONE));
	}

	private static void install(CompiledFilter filter) {
		try (FilterInstaller installer = FilterInstaller.load(SeccompProcess.current(),
				filter.program().architecture())) {
			installer.install(new FilterStack(List.of(filter)), Stage.STARTUP, null);
		}
	}

}
