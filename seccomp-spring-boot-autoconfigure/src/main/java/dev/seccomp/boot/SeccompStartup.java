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
import java.util.function.Supplier;

import dev.seccomp.boot.FilterPlan.Decided;
import dev.seccomp.boot.FilterPlan.PlannedFilter;
import dev.seccomp.boot.SeccompState.PolicyFilter;
import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.FilterRequest;
import dev.seccomp.kernel.Installation;
import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.InstalledFilters;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.UnsupportedPlatformException;
import dev.seccomp.learn.LearningPolicy;
import dev.seccomp.learn.RecorderProcess;
import dev.seccomp.policy.PolicyException;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.ViolationReports;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * The start of one application: from its properties to the filter in force. It is handed
 * from the listeners to the application context.
 *
 * @since 0.1.0
 */
public final class SeccompStartup {

	/** What {@code SpringBootServletInitializer} gives an application that it starts. */
	private static final String WAR_INITIALIZER = "ServletContextApplicationContextInitializer";

	/** Boot's, which run the application to see what it is made of. */
	private static final Set<String> AOT_PROCESSORS = Set.of("org.springframework.boot.SpringApplicationAotProcessor",
			"org.springframework.boot.test.context.SpringBootTestAotProcessor");

	private final @Nullable SeccompProperties properties;

	private final SeccompState state;

	/** The filter that is installed when the application is ready. */
	private final @Nullable PlannedFilter ready;

	private SeccompStartup(@Nullable SeccompProperties properties, SeccompState state, @Nullable PlannedFilter ready) {
		this.properties = properties;
		this.state = state;
		this.ready = ready;
	}

	static SeccompStartup of(SpringApplication application, String[] args) {
		if (isProcessedAheadOfTime()) {
			return without(null, SeccompState.disabled("ahead-of-time processing runs the application"));
		}
		ApplicationStartup steps = application.getApplicationStartup();
		SealedPolicy sealed = step(steps, "sealed", () -> SealedPolicy.find(application));
		ConfigurableEnvironment environment = step(steps, "environment", () -> prepare(application, args));
		SeccompPropertiesBinder binder = new SeccompPropertiesBinder(environment);
		SeccompProperties properties = step(steps, "bind", binder::bind);
		try {
			return start(application, environment, properties, sealed);
		}
		catch (PolicyException ex) {
			throw binder.invalid(ex);
		}
		catch (InstallationException ex) {
			throw new SeccompStartException("The seccomp filter is not in force:\n\n    " + ex.getMessage(),
					SealedPolicy.remedy(sealed, ex.getRemedy()), ex);
		}
	}

	/** Anybody can set the property, but the filter must not be switched off by that. */
	private static boolean isProcessedAheadOfTime() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) && StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> AOT_PROCESSORS.contains(frame.getClassName())));
	}

	private static ConfigurableEnvironment prepare(SpringApplication application, String[] args) {
		try {
			return EarlyEnvironment.prepare(application, args);
		}
		catch (RuntimeException ex) {
			throw new SeccompStartException(ex);
		}
	}

	private static SeccompStartup without(@Nullable SeccompProperties properties, SeccompState state) {
		return new SeccompStartup(properties, state, null);
	}

	private static SeccompStartup start(SpringApplication application, Environment environment,
			SeccompProperties properties, @Nullable SealedPolicy sealed) {
		// Whatever comes of it, the record of earlier filters will be shown, so it has to
		// be one
		InstalledFilters.list();
		if (!properties.enabled() && sealed == null) {
			return without(properties, SeccompState.disabled("seccomp.enabled is false"));
		}
		boolean learning = properties.mode() == SeccompProperties.Mode.LEARN;
		// Tests are what there is to learn from
		if (properties.skip().inTests() && !learning && TestRunCheck.isTestRun(application.getClassLoader())) {
			return without(properties,
					SeccompState.disabled("a test runs the application and seccomp.skip.in-tests is true"));
		}
		requireOwnProcess(application, sealed);
		try {
			ApplicationStartup steps = application.getApplicationStartup();
			if (sealed != null && !properties.enabled()) {
				return install(properties, sealed, steps);
			}
			return (learning) ? learn(properties, sealed, name(application, environment), steps)
					: install(properties, sealed, steps);
		}
		catch (UnsupportedPlatformException ex) {
			if (properties.onUnsupported() == SeccompProperties.OnUnsupported.WARN
					&& (sealed == null || sealed.isDispensable())) {
				return without(properties, SeccompState.unsupported(String.valueOf(ex.getMessage())));
			}
			throw ex;
		}
	}

	private static String name(SpringApplication application, Environment environment) {
		Class<?> main = application.getMainApplicationClass();
		return environment.getProperty("spring.application.name",
				(main != null) ? main.getSimpleName() : "application");
	}

	private static SeccompStartup learn(SeccompProperties properties, @Nullable SealedPolicy sealed, String application,
			ApplicationStartup steps) {
		Architecture architecture = Platform.architecture();
		Decided decided = (sealed != null) ? sealed.decide(architecture, false) : null;
		RecorderProcess recorder = RecorderProcess.ofProcess(application, Path.of(properties.learn().output()));
		SeccompPolicy policy = LearningPolicy.of(architecture);
		FilterProgram program = step(steps, "compile", () -> FilterCompiler.compile(policy));
		SeccompState state = SeccompState.learn(recorder);
		try (FilterInstaller installer = step(steps, "native-library", () -> FilterInstaller.load(architecture))) {
			installer.allowAttaching(recorder.pid());
			step(steps, "recorder", recorder::awaitReady);
			if (decided != null) {
				// The calls that it denies are not recorded, as the kernel asks nobody
				install(installer, FilterPlan.ofSealed(decided, null).startup(), state);
			}
			FilterRequest request = FilterRequest.of(FilterPlan.STARTUP, FilterPlan.STARTUP_EVENT, program);
			step(steps, "install", () -> installer.installRecorded(request));
			recorder.recordPipe();
		}
		state.add(new PolicyFilter(FilterPlan.STARTUP, policy, program));
		return without(properties, state);
	}

	private static SeccompStartup install(SeccompProperties properties, @Nullable SealedPolicy sealed,
			ApplicationStartup steps) {
		Architecture architecture = Platform.architecture();
		boolean alone = !properties.enabled();
		boolean enforcing = alone || properties.mode() == SeccompProperties.Mode.ENFORCE;
		ViolationReports reports = (properties.violations().report())
				? ViolationReports.ofProcess(architecture, enforcing) : null;
		Supervisor supervisor = (reports != null) ? reports.supervisor() : null;
		Decided decided = (sealed != null) ? sealed.decide(architecture, alone) : null;
		FilterPlan plan = (decided != null && alone) ? FilterPlan.ofSealed(decided, supervisor)
				: plan(properties, decided, supervisor, steps);
		SeccompState state = new SeccompState((enforcing) ? SeccompState.Mode.ENFORCE : SeccompState.Mode.LOG, null,
				reports);
		if (reports != null) {
			SupervisorShutdown.register(reports);
			if (plan.startup().request().supervision() == null) {
				reports.supervisor()
					.unavailable("the sealed policy lets programs or processes be started, which could answer in its"
							+ " place, so the kernel alone denies");
			}
		}
		try (FilterInstaller installer = step(steps, "native-library", () -> FilterInstaller.load(architecture))) {
			step(steps, "install", () -> install(installer, plan, state));
			readLog(state);
		}
		catch (UnsupportedPlatformException ex) {
			if (reports != null) {
				reports.supervisor().unavailable(String.valueOf(ex.getMessage()));
			}
			throw ex;
		}
		return new SeccompStartup(properties, state, plan.ready());
	}

	private static FilterPlan plan(SeccompProperties properties, @Nullable Decided sealed,
			@Nullable Supervisor supervisor, ApplicationStartup steps) {
		Architecture architecture = Platform.architecture();
		boolean enforcing = properties.mode() == SeccompProperties.Mode.ENFORCE;
		SeccompPolicy policy = step(steps, "policy", () -> PolicyMapper.map(properties, architecture));
		SeccompProperties.Ready readyProperties = properties.ready();
		SeccompPolicy ready = (readyProperties != null) ? PolicyMapper.map(readyProperties, architecture) : null;
		return step(steps, "compile", () -> FilterPlan.of(sealed, policy, ready, enforcing, supervisor));
	}

	private static Installation install(FilterInstaller installer, FilterPlan plan, SeccompState state) {
		PlannedFilter sealed = plan.sealed();
		PlannedFilter startup = plan.startup();
		if (sealed == null) {
			return install(installer, startup, state);
		}
		ViolationReports reports = state.reports();
		boolean answered = installer.prepare(startup.request());
		Installation first = install(installer,
				(answered || installer.isInstalled(sealed.request())) ? sealed : sealed.unasking(), reports);
		Installation second = install(installer, startup, reports);
		if (answered && !startup.isAsking(second)) {
			// Nobody answers after all, as only the kernel could tell
			first = install(installer, sealed.unasking(), reports);
		}
		state.add(sealed.installed(first));
		state.add(startup.installed(second));
		return second;
	}

	private static Installation install(FilterInstaller installer, PlannedFilter filter, SeccompState state) {
		Installation installation = install(installer, filter, state.reports());
		state.add(filter.installed(installation));
		return installation;
	}

	private static Installation install(FilterInstaller installer, PlannedFilter filter,
			@Nullable ViolationReports reports) {
		if (reports != null) {
			reports.openLog();
			reports.supervisor().decideBy(filter.request().decisions());
		}
		return installer.install(filter.request());
	}

	private static void readLog(SeccompState state) {
		ViolationReports reports = state.reports();
		if (reports != null) {
			reports.readLog(state.policies().stream().map(PolicyFilter::program).toList());
		}
	}

	/**
	 * Install the filter for an application that is ready, if there is to be one.
	 * @param environment the environment of the application
	 * @throws SeccompStartException if it is not in force afterwards
	 */
	void ready(Environment environment) {
		ViolationReports reports = this.state.reports();
		if (reports != null) {
			reports.supervisor().prepareInBackground(Threading.VIRTUAL.isActive(environment));
		}
		PlannedFilter filter = this.ready;
		if (filter == null || this.state.readyPolicy() != null) {
			return;
		}
		try (FilterInstaller installer = FilterInstaller.load(filter.policy().architecture())) {
			Installation installation = install(installer, filter, this.state);
			readLog(this.state);
			new StartupReport(this.state).logReady(installation.filter(), filter.policy());
		}
		catch (InstallationException ex) {
			throw new SeccompStartException(
					"The seccomp filter for the application that is ready is not in force:\n\n    " + ex.getMessage(),
					ex.getRemedy(), ex);
		}
	}

	/** Lets Boot's startup endpoint and the flight recorder show what takes how long. */
	private static <T> T step(ApplicationStartup steps, String name, Supplier<T> work) {
		StartupStep step = steps.start("seccomp." + name);
		try {
			return work.get();
		}
		finally {
			step.end();
		}
	}

	private static void requireOwnProcess(SpringApplication application, @Nullable SealedPolicy sealed) {
		for (ApplicationContextInitializer<?> initializer : application.getInitializers()) {
			if (initializer.getClass().getSimpleName().equals(WAR_INITIALIZER)) {
				throw new SeccompStartException(
						"The seccomp filter is not in force:\n\n    The application is deployed to a servlet container as a"
								+ " WAR, and a filter would hold for the whole server and all its other applications,"
								+ " until the server ends.",
						SealedPolicy.remedy(sealed,
								"Run the application as a jar of its own, or set 'seccomp.enabled: false' and put the"
										+ " server under the filter of a container or of systemd."),
						null);
			}
		}
	}

	/**
	 * Complete a start in the application context, once its environment has all property
	 * sources.
	 * @param startup the start, or {@code null} if the context was not made by
	 * {@link SpringApplication}
	 * @param environment the environment
	 * @return the state
	 * @throws SeccompStartException if the properties are no longer what was installed
	 */
	public static SeccompState complete(@Nullable SeccompStartup startup, ConfigurableEnvironment environment) {
		if (startup == null) {
			SeccompState state = SeccompState.disabled("the application context was not started by SpringApplication");
			new StartupReport(state).log();
			return state;
		}
		startup.requireNoDrift(environment);
		return startup.state();
	}

	/**
	 * Violations can be logged once the logging system is there, and until it is shut
	 * down, which comes after this handler, as Boot calls the last one first.
	 */
	void publishViolations() {
		ViolationReports reports = this.state.reports();
		if (reports != null && this.properties != null) {
			Violations violations = reports.violations();
			if (violations.startPublishing(this.properties.violations().history(), new ViolationLogger(this.state))) {
				SpringApplication.getShutdownHandlers().add(violations::awaitPublished);
			}
		}
	}

	SeccompState state() {
		return this.state;
	}

	/** Whatever is set after the filter was installed would be ignored. */
	void requireNoDrift(ConfigurableEnvironment environment) {
		if (this.properties == null) {
			return;
		}
		SeccompPropertiesBinder binder = new SeccompPropertiesBinder(environment);
		SeccompProperties now = binder.bind();
		List<String> drift = PropertyDrift.between(this.properties, now);
		if (!drift.isEmpty()) {
			throw new SeccompStartException(
					"The seccomp properties have changed since the filter was installed:\n\n    "
							+ String.join("\n    ", drift),
					"The filter is installed before any code of the application or of a library runs. Set 'seccomp.*' where"
							+ " Spring Boot itself reads: application properties, profiles, imports, the environment,"
							+ " system properties or the command line; not by an EnvironmentPostProcessor,"
							+ " @PropertySource, an initializer or setEnvironment.",
					null);
		}
	}

}
