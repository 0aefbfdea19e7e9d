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

package dev.seccomp.kernel;

import java.util.List;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.Stage;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.TestFilters;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link FilterInstaller} with a {@link FakeKernel}. Other tests install
 * filters in the real kernel, in child JVMs.
 */
class FilterInstallerTests {

	private static final Architecture ARCHITECTURE = Architecture.X86_64;

	private static final CompiledFilter FILTER = TestFilters
		.of(SeccompPolicy.builder(ARCHITECTURE).presets(List.of("no-exec")).build());

	private final FakeKernel kernel = new FakeKernel(ARCHITECTURE, "main", "GC Thread#0", "http-worker");

	private final SeccompProcess process = new SeccompProcess();

	private final ThreadStatus before = ThreadStatus.ofCaller();

	@AfterEach
	void verifyNothingIsInstalled() {
		System.clearProperty(InstalledFilters.PROPERTY);
		assertThat(ThreadStatus.ofCaller()).isEqualTo(this.before);
	}

	@Test
	void installWhenKernelIsCurrentUsesAllFlags() {
		InstalledFilter filter = install();
		assertThat(filter.method()).isEqualTo(InstalledFilter.SECCOMP_TSYNC);
		assertThat(filter.depth()).isOne();
		assertThat(filter.hash()).isEqualTo(FILTER.hash());
		assertLoads(FakeKernel.TSYNC | FakeKernel.LOG | FakeKernel.SPEC_ALLOW | FakeKernel.TSYNC_ESRCH);
		assertThat(this.process.filters()).containsExactly(filter);
	}

	@Test
	void installWhenFilterIsInForceDoesNotInstallAgain() {
		InstalledFilter filter = install();
		assertThat(install()).isEqualTo(filter);
		assertThat(this.kernel.loads).hasSize(1);
	}

	@Test
	void installWhenThreadLacksInstalledFilterFails() {
		install();
		this.kernel.task(2).filters = 0;
		assertFailure().hasMessageContaining("lists filters that are not in force")
			.hasMessageContaining("Thread 'http-worker'");
	}

	@Test
	void installWhenOuterFiltersAreInForceCountsThem() {
		this.kernel.setOuterFilters(2);
		assertThat(install().depth()).isEqualTo(3);
	}

	@Test
	void installWhenKernelLacksTsyncEsrchOmitsFlag() {
		this.kernel.flags = FakeKernel.TSYNC | FakeKernel.LOG | FakeKernel.SPEC_ALLOW;
		install();
		assertLoads(FakeKernel.TSYNC | FakeKernel.LOG | FakeKernel.SPEC_ALLOW);
	}

	@Test
	void installWhenKernelLacksSpecAllowOmitsFlag() {
		this.kernel.flags = FakeKernel.TSYNC | FakeKernel.LOG;
		install();
		assertLoads(FakeKernel.TSYNC | FakeKernel.LOG);
	}

	@Test
	void installWhenKernelHasTsyncOnlyUsesTsync() {
		this.kernel.flags = FakeKernel.TSYNC;
		this.kernel.reportsFilters = false;
		assertThat(install().depth()).isZero();
		assertLoads(FakeKernel.TSYNC);
	}

	@Test
	void installWhenKernelReturnsDivergentThreadReportsIt() {
		this.kernel.flags = FakeKernel.TSYNC;
		this.kernel.outlier = this.kernel.task(1);
		assertFailure().hasMessageContaining("Thread 'GC Thread#0' (id 101) has a different seccomp filter or mode");
	}

	@Test
	void installWhenKernelReturnsEsrchReportsDivergentThread() {
		this.kernel.outlier = this.kernel.task(2);
		this.kernel.task(2).filters = 1;
		assertFailure().hasMessageContaining("Thread 'http-worker' (id 102) has a different seccomp filter or mode");
	}

	@Test
	void installWhenThreadIsSkippedFails() {
		this.kernel.outlier = this.kernel.task(1);
		this.kernel.skipsOutlier = true;
		assertFailure()
			.hasMessageContaining("not in force on 1 of 3 threads. Thread 'GC Thread#0' (id 101) has Seccomp: 0,"
					+ " Seccomp_filters: 0, NoNewPrivs: 0; expected 1 filter.");
	}

	@Test
	void installWhenNoNewPrivsIsNotSetFails() {
		this.kernel.keepsNoNewPrivs = false;
		assertFailure().hasMessageContaining("prctl(PR_SET_NO_NEW_PRIVS) returned success, but the flag is not set");
		assertThat(this.kernel.loads).isEmpty();
	}

	@Test
	void installWhenFilterIsNotInstalledFails() {
		this.kernel.losesFilters = true;
		assertFailure().hasMessageContaining("not in force on 3 of 3 threads");
	}

	@Test
	void installWhenFilterIsNotEnforcedFails() {
		this.kernel.enforcesNothing = true;
		assertFailure().hasMessageContaining("The kernel reports that the filter is in force, but the test call execve,"
				+ " which the filter denies with EACCES, returned -1 with EFAULT");
	}

	@Test
	void installWhenOnlyOuterFilterIsInForceFails() {
		this.kernel.reportsFilters = false;
		this.kernel.setOuterFilters(1);
		this.kernel.losesFilters = true;
		assertFailure().hasMessageContaining("but the test call execve, which the filter denies with EACCES");
	}

	@Test
	void installWhenProcessHasOneThreadUsesPrctl() {
		FakeKernel single = new FakeKernel(ARCHITECTURE, "main");
		single.flags = -1;
		assertThat(install(single).method()).isEqualTo(InstalledFilter.PRCTL);
	}

	@Test
	void installWhenProcessHasMoreThreadsFailsWithPrctl() {
		this.kernel.flags = -1;
		assertFailure().hasMessageContaining("not in force on 2 of 3 threads. Thread 'GC Thread#0'");
		assertThat(this.kernel.loads).containsExactly(0L);
	}

	@Test
	void installWhenOuterFilterHidesSeccompDoesNotUsePrctl() {
		this.kernel.flags = -1;
		this.kernel.reportsFilters = false;
		this.kernel.setOuterFilters(1);
		assertFailure().hasMessageContaining("An outer filter is in force and hides seccomp(2)");
		assertThat(this.kernel.loads).isEmpty();
	}

	@Test
	void installWhenKernelHasNoSeccompFails() {
		this.kernel.flags = -1;
		this.kernel.hasPrctlSeccomp = false;
		assertFailure().isInstanceOf(UnsupportedPlatformException.class)
			.hasMessageContaining("seccomp(2) failed with ENOSYS and prctl(PR_GET_SECCOMP) with EINVAL");
	}

	@Test
	void installWhenKernelHasNoFiltersFails() {
		this.kernel.flags = 0;
		assertFailure().isInstanceOf(UnsupportedPlatformException.class)
			.hasMessageContaining("This kernel has no seccomp filters (CONFIG_SECCOMP_FILTER)");
	}

	private InstalledFilter install() {
		return install(this.kernel);
	}

	private InstalledFilter install(FakeKernel kernel) {
		new FilterInstaller(this.process, ARCHITECTURE, kernel, kernel).install(new FilterStack(List.of(FILTER)),
				Stage.STARTUP, null);
		return this.process.filters().get(0);
	}

	private AbstractThrowableAssert<?, ?> assertFailure() {
		String record = System.getProperty(InstalledFilters.PROPERTY);
		AbstractThrowableAssert<?, ?> failure = assertThatThrownBy(this::install)
			.isInstanceOf(InstallationException.class);
		assertThat(System.getProperty(InstalledFilters.PROPERTY)).as("record").isEqualTo(record);
		return failure;
	}

	private void assertLoads(long flags) {
		assertThat(this.kernel.loads).containsExactly(flags);
	}

}
