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

import dev.seccomp.boot.failure.SeccompStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;

/**
 * Installs the filters on the first event. A failure is thrown on the second one, since
 * Spring Boot reports no failure of the first.
 */
class SeccompStartingListener implements SmartApplicationListener {

	private @Nullable RuntimeException failure;

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return ApplicationStartingEvent.class.isAssignableFrom(eventType)
				|| ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(eventType);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent starting) {
			start(starting);
		}
		else if (this.failure != null) {
			throw this.failure;
		}
	}

	private void start(ApplicationStartingEvent event) {
		try {
			SpringBootCheck.requireSupported(getClass().getClassLoader());
			register(event.getBootstrapContext(), SeccompStartup.start(event.getSpringApplication(), event.getArgs()));
		}
		catch (Throwable ex) {
			// The application must not run without the filter
			this.failure = (ex instanceof SeccompStartException expected) ? expected : new SeccompStartException(ex);
		}
	}

	/** Passes the application to the later listeners and to the application context. */
	private static void register(ConfigurableBootstrapContext context, SeccompApplication application) {
		context.register(SeccompApplication.class, BootstrapRegistry.InstanceSupplier.of(application));
		context.addCloseListener((event) -> application.register(event.getApplicationContext()));
	}

}
