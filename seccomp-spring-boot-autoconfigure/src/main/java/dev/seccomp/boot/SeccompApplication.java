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

import dev.seccomp.boot.failure.SeccompStartException;
import dev.seccomp.boot.properties.IgnoredViolations;
import dev.seccomp.boot.properties.PropertyDrift;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.boot.properties.SeccompPropertiesBinder;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.kernel.FilterInstaller;
import dev.seccomp.kernel.InstallationException;
import dev.seccomp.kernel.Platform;
import dev.seccomp.kernel.SeccompProcess;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * An application that was started under its filters, or without filters.
 */
public final class SeccompApplication {

	private final @Nullable SeccompProperties properties;

	private final SeccompState state;

	private final @Nullable FilterInstallation installation;

	SeccompApplication(@Nullable SeccompProperties properties, SeccompState state,
			@Nullable FilterInstallation installation) {
		this.properties = properties;
		this.state = state;
		this.installation = installation;
	}

	static SeccompApplication unfiltered(SeccompState state) {
		return new SeccompApplication(null, state, null);
	}

	/**
	 * Return the state of an application context, once its environment is complete.
	 * @param application the application, or {@code null} if {@link SpringApplication}
	 * did not create the context
	 * @param environment the environment
	 * @return the state
	 * @throws SeccompStartException if the properties differ from those of the installed
	 * filter
	 */
	public static SeccompState state(@Nullable SeccompApplication application, ConfigurableEnvironment environment) {
		if (application == null) {
			SeccompState state = SeccompState.disabled("SpringApplication did not start the application context");
			new StartupReport(state).log();
			return state;
		}
		application.requireNoDrift(environment);
		return application.state;
	}

	/** Registers the application, unless a test has registered its own. */
	void register(ConfigurableApplicationContext context) {
		String name = SeccompApplication.class.getName();
		if (!context.getBeanFactory().containsSingleton(name)) {
			context.getBeanFactory().registerSingleton(name, this);
		}
	}

	SeccompState state() {
		return this.state;
	}

	/** Properties that are set after the installation would have no effect. */
	void requireNoDrift(ConfigurableEnvironment environment) {
		if (this.properties == null) {
			return;
		}
		List<String> drift = PropertyDrift.between(this.properties, new SeccompPropertiesBinder(environment).bind());
		if (!drift.isEmpty()) {
			throw new SeccompStartException(
					"The seccomp properties have changed since the filter was installed:\n\n    "
							+ String.join("\n    ", drift),
					"The filter is installed before any code of a library runs. Set 'seccomp.*' in a source that Spring Boot"
							+ " itself reads: application properties or YAML, their profiles, their imports of 'classpath:',"
							+ " 'file:', 'configtree:' and 'env:', environment variables, system properties or the command"
							+ " line. Imports that a library resolves are read too late. So are properties of an"
							+ " EnvironmentPostProcessor, @PropertySource, ApplicationContextInitializer or"
							+ " SpringApplication.setEnvironment.",
					null);
		}
	}

	/**
	 * Log the filters that are in force.
	 */
	void report() {
		StartupReport report = new StartupReport(this.state);
		report.log();
		SeccompState.Mode mode = this.state.mode();
		if (this.properties != null && (mode == SeccompState.Mode.ENFORCE || mode == SeccompState.Mode.LOG)) {
			report.warnOfOtherEnvironment(this.properties.learn().environments());
		}
	}

	/**
	 * Start to log violations, which is possible once the logging system is initialized.
	 * Spring Boot calls the last shutdown handler first, so this one is called before
	 * that of the logging system.
	 * @param rulesAtEnd whether log mode ends with the rules that would allow them
	 */
	void publishViolations(boolean rulesAtEnd) {
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null && this.properties != null) {
			Violations violations = supervisor.violations();
			ViolationLogger logger = new ViolationLogger(supervisor,
					IgnoredViolations.of(this.properties.violations()));
			if (violations.startPublishing(this.properties.violations().history(), logger)) {
				SpringApplication.getShutdownHandlers().add(() -> {
					violations.publishRest();
					if (rulesAtEnd && this.state.mode() == SeccompState.Mode.LOG) {
						new StartupReport(this.state).logRules();
					}
				});
			}
		}
	}

	/**
	 * Install the filter for the ready application.
	 * @param environment the environment of the application
	 * @throws SeccompStartException if it is not in force afterwards
	 */
	void ready(Environment environment) {
		this.state.ready();
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null) {
			supervisor.warmUp(Threading.VIRTUAL.isActive(environment));
		}
		FilterInstallation installation = this.installation;
		if (installation == null || !installation.isPending(Stage.READY)) {
			return;
		}
		try (FilterInstaller installer = FilterInstaller.load(SeccompProcess.current(), Platform.architecture())) {
			installation.install(installer, Stage.READY);
		}
		catch (InstallationException ex) {
			throw new SeccompStartException(
					"The seccomp filter of 'seccomp.ready' is not in force:\n\n    " + ex.getMessage(), ex.getRemedy(),
					ex);
		}
		CompiledFilter filter = this.state.filter(Stage.READY);
		if (filter != null) {
			new StartupReport(this.state).logReady(filter);
		}
	}

}
