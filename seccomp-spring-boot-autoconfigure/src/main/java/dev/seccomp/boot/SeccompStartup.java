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

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.boot.properties.EarlyEnvironment;
import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.boot.properties.SeccompPropertiesBinder;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.FilterStack;
import dev.seccomp.filter.InvalidFilterException;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.kernel.ThreadCpuClock;
import dev.seccomp.kernel.UnsupportedPlatformException;
import dev.seccomp.learn.ApplicationDescription;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Callers;
import dev.seccomp.violation.Supervisor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Installs the filters of an application when it starts.
 */
final class SeccompStartup {

	private final SpringApplication application;

	private final SeccompProcess process = SeccompProcess.current();

	private final ApplicationStartup steps;

	private final @Nullable SealedProperties sealed;

	private final ConfigurableEnvironment environment;

	private final SeccompPropertiesBinder binder;

	private final SeccompProperties properties;

	/** Whether a test requested the start, in a JVM without another policy. */
	private final boolean inTest;

	private SeccompStartup(SpringApplication application, boolean inTest,
			Supplier<ConfigurableEnvironment> environment) {
		this.application = application;
		this.inTest = inTest;
		this.steps = application.getApplicationStartup();
		this.sealed = step("sealed", () -> SealedProperties.find(application));
		this.environment = step("environment", environment);
		this.binder = new SeccompPropertiesBinder(this.environment);
		this.properties = step("bind", this.binder::bind);
	}

	/**
	 * Start an application.
	 * @param application the application
	 * @param args its arguments
	 * @return the application, with the filters of this event in force
	 * @throws SeccompStartException if they are not in force
	 */
	static SeccompApplication start(SpringApplication application, String[] args) {
		if (StartCheck.isAheadOfTimeProcessing()) {
			return SeccompApplication
				.unfiltered(SeccompState.disabled("ahead-of-time processing runs the application"));
		}
		return new SeccompStartup(application, false, () -> EarlyEnvironment.prepare(application, args)).start();
	}

	/**
	 * Start an application of a test, whose environment is complete. No other policy may
	 * be in force in this JVM.
	 * @param application the application
	 * @param environment its environment
	 * @return the application, with the filters of its start in force
	 * @throws SeccompStartException if they are not in force
	 */
	static SeccompApplication startInTest(SpringApplication application, ConfigurableEnvironment environment) {
		return new SeccompStartup(application, true, () -> environment).start();
	}

	private SeccompApplication start() {
		try {
			// It will be shown in any case, so a malformed record is found now
			this.process.filters();
			String reason = StartCheck.reasonToSkip(this.application, this.properties, this.sealed);
			if (reason != null) {
				return SeccompApplication.unfiltered(SeccompState.disabled(reason));
			}
			if (!this.inTest) {
				// A test with a mock web environment looks like a servlet container
				StartCheck.requireOwnProcess(this.application, this.sealed);
			}
			return install();
		}
		catch (UnsupportedPlatformException ex) {
			if (this.properties.onUnsupported() == SeccompProperties.OnUnsupported.WARN
					&& (this.sealed == null || this.sealed.isDispensable())) {
				return SeccompApplication.unfiltered(SeccompState.unsupported(String.valueOf(ex.getMessage())));
			}
			throw failure(ex);
		}
		catch (InstallationException ex) {
			throw failure(ex);
		}
		catch (PolicyException ex) {
			throw this.binder.invalid(ex);
		}
		catch (InvalidFilterException ex) {
			throw (this.sealed != null && ex.getStage() == Stage.SEALED) ? this.sealed.invalid(ex.getProblem())
					: this.binder.invalid(ex.getProblem());
		}
	}

	private SeccompStartException failure(InstallationException ex) {
		return new SeccompStartException("The seccomp filter is not in force:\n\n    " + ex.getMessage(),
				SealedProperties.remedy(this.sealed, ex.getRemedy()), ex);
	}

	private SeccompApplication install() {
		Architecture architecture = Platform.architecture();
		this.process.preload(architecture);
		boolean learning = this.properties.enabled() && this.properties.mode() == FilterMode.LEARN;
		SeccompState state = (learning) ? SeccompState.learning(startRecorder()) : supervised(architecture);
		List<FilterSpecification> specifications = step("policy",
				() -> FilterSpecifications.of(this.properties, this.sealed, architecture));
		Set<String> jvmOptions = Set.copyOf(JvmOptions.thatStartPrograms());
		FilterInstallation installation = new FilterInstallation(this.process, state,
				(support) -> step("compile", () -> FilterStack.of(specifications, support, jvmOptions)));
		if (this.inTest) {
			installation.requireNoOther(this.process);
		}
		if (state.supervisor() != null) {
			state.unreportedCalls(UnreportedCalls.of(specifications, jvmOptions));
		}
		try (FilterInstaller installer = step("native-library",
				() -> FilterInstaller.load(this.process, architecture))) {
			RecorderProcess recorder = state.recorder();
			IntFunction<List<StackTraceElement>> callers = (thread) -> List.of();
			if (recorder != null) {
				installer.allowAttaching(recorder.pid());
				callers = step("callers", () -> callers(architecture));
				step("recorder", recorder::awaitReady);
				installer.endWith(recorder.guard());
			}
			step("install", () -> {
				installation.install(installer, Stage.STARTUP);
				return state;
			});
			if (recorder != null) {
				state.recorded(recorder.starting(describe(), callers));
			}
		}
		catch (UnsupportedPlatformException ex) {
			installation.abandon(String.valueOf(ex.getMessage()));
			throw ex;
		}
		return new SeccompApplication(this.properties, state, installation);
	}

	/** The supervisor prepares itself while the filters are compiled. */
	private SeccompState supervised(Architecture architecture) {
		// A sealed policy is enforced even if the configured one is disabled
		FilterMode mode = (this.properties.enabled()) ? this.properties.mode() : FilterMode.ENFORCE;
		boolean reported = this.properties.enabled() || (this.sealed != null && this.sealed.isReported());
		if (!this.properties.violations().report() || !reported) {
			return SeccompState.filtered(mode, null);
		}
		boolean enforcing = mode == FilterMode.ENFORCE;
		IgnoredViolations ignored = IgnoredViolations.of(this.properties.violations());
		return SeccompState.filtered(mode, this.process.supervisor(Supervisor.class, enforcing, () -> {
			Supervisor supervisor = new Supervisor(this.process, architecture, enforcing).prepare();
			supervisor.violations().addListener(new AllowingRules(supervisor, ignored));
			SupervisorShutdown.register(supervisor);
			return supervisor;
		}));
	}

	private RecorderProcess startRecorder() {
		return RecorderProcess.ofProcess(this.process, describe(), Path.of(this.properties.learn().output()));
	}

	private ApplicationDescription describe() {
		Class<?> main = this.application.getMainApplicationClass();
		String name = this.environment.getProperty("spring.application.name",
				(main != null) ? main.getSimpleName() : "application");
		return new ApplicationDescription(name, (main != null) ? main.getName() : "", LearnedEnvironments.collector());
	}

	/** The search loads all its classes now, since a recorded caller waits for it. */
	private IntFunction<List<StackTraceElement>> callers(Architecture architecture) {
		Callers callers = new Callers(ThreadCpuClock.load(this.process, architecture));
		callers.warmUp();
		return (thread) -> callers.find(thread, true).stackTrace();
	}

	/** Spring Boot's startup endpoint and the flight recorder show the steps. */
	private <T> T step(String name, Supplier<T> work) {
		StartupStep step = this.steps.start("seccomp." + name);
		try {
			return work.get();
		}
		finally {
			step.end();
		}
	}

}
