package dev.seccomp.boot;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Checks, once the environment is whole, that it asks for what was installed, and logs
 * what is in force, which could not be done before the logging system was set up.
 */
class SeccompReportingListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/**
	 * The property source of Spring Cloud's bootstrap context, an application of its own
	 * that runs before the real one, without its configuration.
	 */
	private static final String BOOTSTRAP = "bootstrap";

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (event.getEnvironment().getPropertySources().contains(BOOTSTRAP)) {
			return;
		}
		SeccompStartup startup = event.getBootstrapContext().get(SeccompStartup.class);
		startup.requireNoDrift(event.getEnvironment());
		new StartupReport(startup.state()).log();
	}

}
