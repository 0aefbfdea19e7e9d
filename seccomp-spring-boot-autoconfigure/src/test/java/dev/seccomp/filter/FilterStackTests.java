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

import java.util.List;
import java.util.Set;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.bpf.SeccompData;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ActionType;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.syscall.Errno;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link FilterStack}.
 */
class FilterStackTests {

	private static final Architecture ARCHITECTURE = Architecture.X86_64;

	private static final Action NOTIFY = Action.of(ActionType.NOTIFY);

	/** {@code execve} of i386, {@code getpid} of x32, and the number -1. */
	private static final List<SeccompData> FOREIGN = List.of(new SeccompData(11, Architecture.I386.audit()),
			new SeccompData(Architecture.X32_BIT | 39, ARCHITECTURE.audit()),
			new SeccompData(-1, ARCHITECTURE.audit()));

	private final SeccompPolicy noPrograms = SeccompPolicy.builder(ARCHITECTURE).presets(List.of("no-exec")).build();

	private final SeccompPolicy noServers = SeccompPolicy.builder(ARCHITECTURE)
		.rule("syscalls[0]", List.of("listen"), List.of(), List.of(), Action.errno(Errno.EACCES))
		.build();

	@Test
	void stackWhenReadyFilterIsSpecifiedHasTwoListeners() {
		FilterStack stack = stack(specify(Stage.STARTUP, this.noPrograms), specify(Stage.READY, this.noServers));
		assertThat(stack.filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.SUPERVISOR, ListenerOwner.SUPERVISOR);
		assertThat(stack.nextListener(stack.filters().get(0))).isSameAs(stack.filters().get(1));
		assertThat(stack.nextListener(stack.filters().get(1))).isNull();
		assertThat(stack.installedWith(Stage.STARTUP)).containsExactly(stack.filters().get(0));
	}

	@Test
	void readyFilterNotifiesOfTheCallsOfTheStartupFilter() {
		FilterStack stack = stack(specify(Stage.STARTUP, this.noPrograms), specify(Stage.READY, this.noServers));
		FilterProgram ready = stack.filters().get(1).program();
		assertThat(ready.run(call("execve"))).isEqualTo(NOTIFY);
		assertThat(ready.run(call("listen"))).isEqualTo(NOTIFY);
		assertThat(ready.run(call("ptrace"))).isEqualTo(Action.ALLOW);
		assertThat(stack.filters().get(1).decide(call("execve"))).isEqualTo(Action.ALLOW);
		assertThat(stack.filters().get(0).decide(call("execve"))).isEqualTo(Action.errno(Errno.EACCES));
	}

	@Test
	void stackWhenNotificationsAreNotSupportedHasNoListener() {
		List<FilterSpecification> specifications = List.of(specify(Stage.SEALED, this.noPrograms),
				specify(Stage.STARTUP, this.noPrograms), specify(Stage.READY, this.noServers));
		FilterStack stack = FilterStack.of(specifications, NotificationSupport.NONE, Set.of());
		assertThat(stack.filters()).extracting(CompiledFilter::listener).containsOnly(ListenerOwner.NONE);
		assertThat(stack.filters()).noneMatch((filter) -> notifies(filter));
	}

	@Test
	void filterWithListenerNotifiesOfForeignAbi() {
		FilterStack stack = stack(specify(Stage.SEALED, this.noPrograms), specify(Stage.STARTUP, this.noServers),
				specify(Stage.READY, this.noServers));
		for (CompiledFilter filter : stack.filters()) {
			assertThat(FOREIGN).allSatisfy((call) -> {
				assertThat(filter.program().run(call)).isEqualTo(NOTIFY);
				assertThat(filter.effect(call)).isEqualTo(Action.ENOSYS);
			});
		}
	}

	@Test
	void filterWithoutListenerAndLogModeFailForeignAbiInTheKernel() {
		FilterSpecification unreported = new FilterSpecification(Stage.STARTUP, FilterMode.ENFORCE, this.noPrograms,
				false);
		FilterSpecification log = new FilterSpecification(Stage.STARTUP, FilterMode.LOG, this.noPrograms, true);
		for (FilterStack stack : List.of(stack(unreported), stack(log),
				FilterStack.of(List.of(specify(Stage.STARTUP, this.noPrograms)), NotificationSupport.NONE, Set.of()))) {
			assertThat(FOREIGN)
				.allSatisfy((call) -> assertThat(stack.filters().get(0).program().run(call)).isEqualTo(Action.ENOSYS));
		}
	}

	@Test
	void stackWhenReportsAreDisabledHasNoListener() {
		FilterStack stack = stack(new FilterSpecification(Stage.STARTUP, FilterMode.ENFORCE, this.noPrograms, false));
		assertThat(stack.filters()).extracting(CompiledFilter::listener).containsOnly(ListenerOwner.NONE);
		assertThat(stack.filters()).noneMatch((filter) -> notifies(filter));
	}

	@Test
	void sealedFilterWhenItDeniesProcessesNotifiesThroughTheNextFilter() {
		FilterStack stack = stack(specify(Stage.SEALED, this.noPrograms), specify(Stage.STARTUP, this.noServers));
		assertThat(stack.filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.NEXT_FILTER, ListenerOwner.SUPERVISOR);
		assertThat(stack.filters()).allMatch((filter) -> notifies(filter));
		assertThat(stack.filters().get(1).program().run(call("execve"))).isEqualTo(NOTIFY);
	}

	@Test
	void sealedFilterWhenItAllowsProcessesIsEnforcedByTheKernelAlone() {
		FilterStack stack = stack(specify(Stage.SEALED, this.noServers), specify(Stage.STARTUP, this.noPrograms));
		assertThat(stack.filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.NONE, ListenerOwner.SUPERVISOR);
		assertThat(notifies(stack.filters().get(0))).isFalse();
	}

	@Test
	void sealedFilterWhenItIsNotReportedIsEnforcedByTheKernelAlone() {
		FilterStack stack = stack(new FilterSpecification(Stage.SEALED, FilterMode.ENFORCE, this.noPrograms, false),
				specify(Stage.STARTUP, this.noPrograms));
		assertThat(stack.filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.NONE, ListenerOwner.SUPERVISOR);
		assertThat(notifies(stack.filters().get(0))).isFalse();
		assertThat(stack.filters().get(0).program().run(call("execve"))).isEqualTo(Action.errno(Errno.EACCES));
		// The kernel takes the more restrictive action, which is the error
		assertThat(stack.filters().get(1).program().run(call("execve"))).isEqualTo(NOTIFY);
		assertThat(ActionType.ERRNO).isLessThan(ActionType.NOTIFY);
	}

	@Test
	void sealedFilterWhenNothingElseIsEnforcedIsEnforcedByTheKernelAlone() {
		FilterStack stack = stack(specify(Stage.SEALED, this.noPrograms),
				new FilterSpecification(Stage.STARTUP, FilterMode.LOG, this.noServers, true));
		CompiledFilter sealed = stack.filters().get(0);
		assertThat(sealed.listener()).isEqualTo(ListenerOwner.NONE);
		assertThat(sealed.program().run(call("execve"))).isEqualTo(Action.errno(Errno.EACCES));
		CompiledFilter startup = stack.filters().get(1);
		assertThat(startup.listener()).isEqualTo(ListenerOwner.SUPERVISOR);
		assertThat(startup.program().run(call("listen"))).isEqualTo(NOTIFY);
	}

	@Test
	void sealedFilterWhenItIsAloneHasTheListenerOnlyIfItDeniesProcesses() {
		assertThat(stack(specify(Stage.SEALED, this.noPrograms)).filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.SUPERVISOR);
		assertThat(stack(specify(Stage.SEALED, this.noServers)).filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.NONE);
	}

	@Test
	void sealedFilterWhenAnotherClassLoaderHasTheListenerIsEnforcedByTheKernelAlone() {
		List<FilterSpecification> specifications = List.of(specify(Stage.SEALED, this.noPrograms),
				specify(Stage.STARTUP, this.noServers));
		FilterStack own = FilterStack.of(specifications, NotificationSupport.AVAILABLE, Set.of());
		FilterStack other = FilterStack.of(specifications, NotificationSupport.OTHER_CLASS_LOADER, Set.of());
		assertThat(notifies(other.filters().get(0))).isFalse();
		// So it is recognised as the filter that the other class loader installed
		assertThat(other.filters().get(1).hash()).isEqualTo(own.filters().get(1).hash());
	}

	@Test
	void logModeWithoutNotificationsLogsInTheKernel() {
		FilterSpecification specification = new FilterSpecification(Stage.STARTUP, FilterMode.LOG, this.noPrograms,
				true);
		FilterStack stack = FilterStack.of(List.of(specification), NotificationSupport.NONE, Set.of());
		assertThat(stack.filters().get(0).program().run(call("execve"))).isEqualTo(Action.of(ActionType.LOG));
	}

	@Test
	void learnModeHasTheListenerOfTheRecorder() {
		SeccompPolicy all = SeccompPolicy.builder(ARCHITECTURE).defaultAction(NOTIFY).build();
		FilterStack stack = stack(specify(Stage.SEALED, this.noPrograms),
				new FilterSpecification(Stage.STARTUP, FilterMode.LEARN, all, false));
		assertThat(stack.filters()).extracting(CompiledFilter::listener)
			.containsExactly(ListenerOwner.NONE, ListenerOwner.RECORDER);
		assertThat(stack.filters().get(1).program().run(call("read"))).isEqualTo(NOTIFY);
	}

	@Test
	void policyThatDeniesTheInstallationOfTheReadyFilterIsInvalid() {
		SeccompPolicy noSeccomp = SeccompPolicy.builder(ARCHITECTURE)
			.rule("syscalls[0]", List.of("seccomp"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build();
		assertThat(stack(specify(Stage.STARTUP, noSeccomp)).filters()).hasSize(1);
		assertThatThrownBy(() -> stack(specify(Stage.STARTUP, noSeccomp), specify(Stage.READY, this.noServers)))
			.isInstanceOfSatisfying(InvalidFilterException.class, (ex) -> {
				assertThat(ex.getStage()).isEqualTo(Stage.STARTUP);
				assertThat(ex.getProblem().getReason())
					.isEqualTo("The policy denies seccomp, which is required to install the ready filter.");
			});
	}

	@Test
	void policyThatBreaksTheJvmIsInvalid() {
		SeccompPolicy noFutex = SeccompPolicy.builder(ARCHITECTURE)
			.rule("syscalls[0]", List.of("futex"), List.of(), List.of(), Action.errno(Errno.EPERM))
			.build();
		assertThatThrownBy(() -> stack(specify(Stage.SEALED, noFutex), specify(Stage.STARTUP, this.noServers)))
			.isInstanceOfSatisfying(InvalidFilterException.class,
					(ex) -> assertThat(ex.getStage()).isEqualTo(Stage.SEALED));
	}

	private static FilterSpecification specify(Stage stage, SeccompPolicy policy) {
		return new FilterSpecification(stage, FilterMode.ENFORCE, policy, true);
	}

	private static FilterStack stack(FilterSpecification... specifications) {
		return FilterStack.of(List.of(specifications), NotificationSupport.AVAILABLE, Set.of());
	}

	private static boolean notifies(CompiledFilter filter) {
		return filter.program()
			.instructions()
			.stream()
			.anyMatch((instruction) -> instruction.k() == NOTIFY.returnValue());
	}

	private static SeccompData call(String syscall, long... arguments) {
		return new SeccompData(ARCHITECTURE.syscalls().number(syscall).orElseThrow(), ARCHITECTURE.audit(),
				java.util.Arrays.copyOf(arguments, 6));
	}

}
