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

import java.util.Objects;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Checks the complete environment against the installed filters and logs them, once the
 * logging system is initialized.
 */
class SeccompReportingListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/**
	 * The property source of Spring Cloud's bootstrap context. That application runs
	 * before the real one, without its configuration.
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
		SeccompApplication application = Objects
			.requireNonNull(event.getBootstrapContext().get(SeccompApplication.class));
		application.requireNoDrift(event.getEnvironment());
		application.report();
		application.publishViolations(true);
	}

}
