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

package dev.seccomp.test;

import dev.seccomp.boot.TestStart;
import dev.seccomp.violation.Supervisor;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Installs the requested filter before the application context is refreshed.
 */
class ContextFilterListener implements ApplicationListener<ApplicationContextInitializedEvent>, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationContextInitializedEvent event) {
		if (!FilterContextCustomizer.isRequested(event.getApplicationContext().getEnvironment())) {
			return;
		}
		TestJvm jvm = TestJvm.current();
		Supervisor supervisor = TestStart.start(event.getSpringApplication(), event.getApplicationContext(), jvm);
		if (supervisor != null) {
			jvm.use(supervisor);
		}
		else {
			jvm.leaveUnchecked();
		}
	}

}
