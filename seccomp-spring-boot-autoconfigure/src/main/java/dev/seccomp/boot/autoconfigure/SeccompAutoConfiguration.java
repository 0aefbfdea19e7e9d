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

package dev.seccomp.boot.autoconfigure;

import dev.seccomp.boot.SeccompApplication;
import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.ViolationEventPublisher;
import dev.seccomp.boot.properties.SeccompProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the state of the system call
 * filter, which was installed on {@code ApplicationStartingEvent}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties(SeccompProperties.class)
public final class SeccompAutoConfiguration {

	/** Checks the properties before any other bean is created. */
	@Bean
	static BeanFactoryPostProcessor seccompStateInitializer() {
		return (beanFactory) -> beanFactory.getBean(SeccompState.class);
	}

	@Bean
	static SeccompState seccompState(ObjectProvider<SeccompApplication> application,
			ConfigurableEnvironment environment) {
		return SeccompApplication.state(application.getIfAvailable(), environment);
	}

	@Bean
	static ViolationEventPublisher violationEventPublisher(SeccompState state, ApplicationEventPublisher publisher) {
		return new ViolationEventPublisher(state, publisher);
	}

}
