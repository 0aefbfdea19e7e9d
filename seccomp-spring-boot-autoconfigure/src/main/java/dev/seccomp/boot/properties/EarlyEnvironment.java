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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
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
	 * @return the environment, with the sources that Spring Boot itself reads. Those that
	 * have no property under {@code seccomp} may be missing.
	 */
	public static ConfigurableEnvironment prepare(SpringApplication application, String[] args) {
		if (isUsual(application)) {
			ConfigurableEnvironment known = new StandardEnvironment();
			configure(application, known, args);
			if (!ConfigurationScan.findsAny(application, known.getPropertySources())) {
				return known;
			}
		}
		return read(application, args);
	}

	private static ConfigurableEnvironment read(SpringApplication application, String[] args) {
		EarlyClassLoader classLoader = new EarlyClassLoader(application.getClassLoader());
		ConfigurableEnvironment environment = create(application.getWebApplicationType(), classLoader);
		configure(application, environment, args);
		ConfigurationPropertySources.attach(environment);
		DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();
		listener(application, classLoader).onApplicationEvent(
				new ApplicationEnvironmentPreparedEvent(bootstrapContext, application, args, environment));
		return environment;
	}

	/** The factories are those of web applications. */
	private static ConfigurableEnvironment create(@Nullable WebApplicationType type, EarlyClassLoader classLoader) {
		if (type == WebApplicationType.NONE) {
			return new StandardEnvironment();
		}
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

	/** An application can override methods, and can read configuration in other ways. */
	private static boolean isUsual(SpringApplication application) {
		return application.getClass() == SpringApplication.class && application.getResourceLoader() == null
				&& !AotDetector.useGeneratedArtifacts();
	}

	/**
	 * Adds default properties and the command line. The conversion service is left out if
	 * no override can ask for it. It takes long to create, and binding uses another one.
	 */
	private static void configure(SpringApplication application, ConfigurableEnvironment environment, String[] args) {
		String name = (application.getClass() == SpringApplication.class) ? "configurePropertySources"
				: "configureEnvironment";
		try {
			// The first call of a reflected method takes longer
			MethodHandle method = MethodHandles.privateLookupIn(SpringApplication.class, MethodHandles.lookup())
				.findVirtual(SpringApplication.class, name,
						MethodType.methodType(void.class, ConfigurableEnvironment.class, String[].class));
			method.invokeExact(application, environment, args);
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowRuntimeException(ex);
		}
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
