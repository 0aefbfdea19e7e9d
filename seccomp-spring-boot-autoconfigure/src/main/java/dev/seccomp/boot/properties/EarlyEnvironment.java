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
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorsFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Prepares the environment before Spring Boot does. The filter has to be in force before
 * the environment post-processors of the application and of libraries run. So this one
 * runs code of Spring Boot only, and {@link PropertyDrift} finds the changes of others.
 */
public final class EarlyEnvironment {

	private static final String[] POST_PROCESSORS = {
			"org.springframework.boot.support.RandomValuePropertySourceEnvironmentPostProcessor",
			"org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor",
			"org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor" };

	private EarlyEnvironment() {
	}

	/**
	 * Prepare the environment.
	 * @param application the application
	 * @param args its arguments
	 * @return the environment, with the sources that Spring Boot itself reads
	 */
	public static ConfigurableEnvironment prepare(SpringApplication application, String[] args) {
		EarlyClassLoader classLoader = new EarlyClassLoader(application.getClassLoader());
		ConfigurableEnvironment environment = create(application.getWebApplicationType(), classLoader);
		configure(application, environment, args);
		ConfigurationPropertySources.attach(environment);
		DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();
		listener(application, classLoader).onApplicationEvent(
				new ApplicationEnvironmentPreparedEvent(bootstrapContext, application, args, environment));
		return environment;
	}

	/** The factories are those of web applications, which may be missing. */
	private static ConfigurableEnvironment create(@Nullable WebApplicationType type, EarlyClassLoader classLoader) {
		for (ApplicationContextFactory factory : classLoader.factories()
			.load(ApplicationContextFactory.class, (factoryType, implementation, failure) -> {
			})) {
			ConfigurableEnvironment environment = factory.createEnvironment(type);
			if (environment != null) {
				return environment;
			}
		}
		return new StandardEnvironment();
	}

	/** Adds default properties and the command line. Applications may override it. */
	private static void configure(SpringApplication application, ConfigurableEnvironment environment, String[] args) {
		Method method = ReflectionUtils.findMethod(application.getClass(), "configureEnvironment",
				ConfigurableEnvironment.class, String[].class);
		Assert.state(method != null, "SpringApplication has no method configureEnvironment");
		ReflectionUtils.makeAccessible(method);
		ReflectionUtils.invokeMethod(method, application, environment, args);
	}

	private static EnvironmentPostProcessorApplicationListener listener(SpringApplication application,
			EarlyClassLoader classLoader) {
		EnvironmentPostProcessorsFactory factory = EnvironmentPostProcessorsFactory.of(application.getClassLoader(),
				POST_PROCESSORS);
		ResourceLoader resourceLoader = new EarlyResourceLoader(application.getResourceLoader(), classLoader);
		return EnvironmentPostProcessorApplicationListener.with((logFactory, bootstrapContext) -> {
			// Spring Boot adds a post-processor to the list in AOT mode
			List<EnvironmentPostProcessor> postProcessors = new ArrayList<>(
					factory.getEnvironmentPostProcessors(logFactory, bootstrapContext));
			postProcessors.add((environment, source) -> ConfigDataEnvironmentPostProcessor.applyTo(environment,
					resourceLoader, bootstrapContext, source.getAdditionalProfiles()));
			return postProcessors;
		});
	}

}
