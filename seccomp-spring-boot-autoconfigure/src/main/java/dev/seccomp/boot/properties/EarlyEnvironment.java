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

package dev.seccomp.boot.properties;

import java.lang.reflect.Method;
import java.util.ArrayList;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorsFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Prepares the environment before Spring Boot does. The filter has to be in force before
 * the environment post-processors of the application and of libraries run. So this one
 * runs those of Spring Boot only, and {@link PropertyDrift} finds the changes of others.
 */
public final class EarlyEnvironment {

	private static final String[] POST_PROCESSORS = {
			"org.springframework.boot.support.RandomValuePropertySourceEnvironmentPostProcessor",
			"org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor",
			"org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor",
			"org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor" };

	private EarlyEnvironment() {
	}

	/**
	 * Prepare the environment.
	 * @param application the application
	 * @param args its arguments
	 * @return the environment, with the sources that Spring Boot itself reads
	 */
	public static ConfigurableEnvironment prepare(SpringApplication application, String[] args) {
		ConfigurableEnvironment environment = create(application);
		configure(application, environment, args);
		ConfigurationPropertySources.attach(environment);
		DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();
		listener(application).onApplicationEvent(
				new ApplicationEnvironmentPreparedEvent(bootstrapContext, application, args, environment));
		return environment;
	}

	private static ConfigurableEnvironment create(SpringApplication application) {
		ConfigurableEnvironment environment = ApplicationContextFactory.DEFAULT
			.createEnvironment(application.getWebApplicationType());
		return (environment != null) ? environment : new StandardEnvironment();
	}

	/** Adds default properties and the command line. Applications may override it. */
	private static void configure(SpringApplication application, ConfigurableEnvironment environment, String[] args) {
		Method method = ReflectionUtils.findMethod(application.getClass(), "configureEnvironment",
				ConfigurableEnvironment.class, String[].class);
		Assert.state(method != null, "SpringApplication has no method configureEnvironment");
		ReflectionUtils.makeAccessible(method);
		ReflectionUtils.invokeMethod(method, application, environment, args);
	}

	private static EnvironmentPostProcessorApplicationListener listener(SpringApplication application) {
		EnvironmentPostProcessorsFactory factory = EnvironmentPostProcessorsFactory.of(application.getClassLoader(),
				POST_PROCESSORS);
		// Spring Boot adds a post-processor to the list in AOT mode
		return EnvironmentPostProcessorApplicationListener.with((logFactory, bootstrapContext) -> new ArrayList<>(
				factory.getEnvironmentPostProcessors(logFactory, bootstrapContext)));
	}

}
