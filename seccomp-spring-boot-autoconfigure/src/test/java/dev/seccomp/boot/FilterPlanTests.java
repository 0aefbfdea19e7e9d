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

import dev.seccomp.boot.FilterPlan.Decided;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.FilterRequest;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violations;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who answers for the filters of a {@link FilterPlan}.
 */
class FilterPlanTests {

	private static final int NOTIFY = Action.of(ActionType.NOTIFY).returnValue();

	private final Architecture architecture = Platform.architecture();

	private final SeccompPolicy noPrograms = SeccompPolicy.builder(this.architecture)
		.presets(List.of("no-exec"))
		.build();

	private final SeccompPolicy noServers = SeccompPolicy.builder(this.architecture)
		.rule("syscalls[0]", List.of("listen"), List.of(), List.of(), Action.errno(Errno.EACCES))
		.build();

	private final Supervisor supervisor = new Supervisor(this.architecture, true, new Violations());

	@Test
	void supervisorIsAskedByBothFilters() {
		FilterPlan plan = FilterPlan.of(null, this.noPrograms, this.noServers, true, this.supervisor);
		assertThat(asks(plan.startup())).isTrue();
		assertThat(asks(plan.ready())).isTrue();
		assertThat(plan.startup().request().supervision().next())
			.isSameAs(plan.ready().request().supervision().program());
	}

	@Test
	void nobodyIsAskedWhereThereIsNoSupervisor() {
		FilterPlan plan = FilterPlan.of(null, this.noPrograms, this.noServers, true, null);
		assertThat(asks(plan.startup())).isFalse();
		assertThat(asks(plan.ready())).isFalse();
	}

	@Test
	void sealedFilterAsksOnlyWhereItDeniesProcesses() {
		FilterPlan plan = FilterPlan.of(Decided.of(this.noPrograms), this.noServers, null, true, this.supervisor);
		assertThat(notifies(plan.sealed().request().unsupervised().get())).isTrue();
		assertThat(notifies(plan.sealed().unasking().request().unsupervised().get())).isFalse();
		// A process that others let be started could have the listener
		plan = FilterPlan.of(Decided.of(this.noServers), this.noPrograms, null, true, this.supervisor);
		assertThat(notifies(plan.sealed().request().unsupervised().get())).isFalse();
	}

	@Test
	void sealedFilterAsksNobodyWhereNothingElseIsEnforced() {
		FilterPlan plan = FilterPlan.of(Decided.of(this.noPrograms), this.noServers, null, false, this.supervisor);
		assertThat(notifies(plan.sealed().request().unsupervised().get())).isFalse();
		assertThat(plan.sealed().request().enforcing()).isTrue();
		plan = FilterPlan.of(Decided.of(this.noPrograms), this.noServers, null, true, null);
		assertThat(notifies(plan.sealed().request().unsupervised().get())).isFalse();
	}

	@Test
	void sealedFilterThatIsAloneAsksOnlyWhereItDeniesProcesses() {
		assertThat(asks(FilterPlan.ofSealed(Decided.of(this.noPrograms), this.supervisor).startup())).isTrue();
		assertThat(asks(FilterPlan.ofSealed(Decided.of(this.noServers), this.supervisor).startup())).isFalse();
	}

	private static boolean notifies(FilterProgram program) {
		return program.instructions().stream().anyMatch((instruction) -> instruction.k() == NOTIFY);
	}

	private static boolean asks(FilterPlan.PlannedFilter filter) {
		FilterRequest.Supervision supervision = filter.request().supervision();
		if (supervision == null) {
			return false;
		}
		FilterProgram program = supervision.program();
		assertThat(notifies(program)).isTrue();
		return true;
	}

}
