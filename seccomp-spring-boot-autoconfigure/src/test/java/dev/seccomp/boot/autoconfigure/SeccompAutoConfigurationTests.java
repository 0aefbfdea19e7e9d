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

import java.lang.reflect.Modifier;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import dev.seccomp.boot.SeccompApplication;
import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.TestStates;
import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompEndpointWebExtension;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.boot.actuate.SeccompInfoContributor;
import dev.seccomp.boot.actuate.SeccompProfileEndpoint;
import dev.seccomp.boot.actuate.SeccompProfileEndpointWebExtension;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.TestFilters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations, without an installed filter. The tests of
 * {@code dev.seccomp.boot} have one.
 */
class SeccompAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=seccomp";

	private static final SeccompPolicy POLICY = SeccompPolicy.builder(Architecture.X86_64)
		.presets(List.of("no-exec"))
		.build();

	private static final CompiledFilter FILTER = TestFilters.of(POLICY);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(SeccompAutoConfiguration.class, SeccompEndpointAutoConfiguration.class,
				SeccompProfileEndpointAutoConfiguration.class, SeccompHealthContributorAutoConfiguration.class,
				SeccompInfoContributorAutoConfiguration.class));

	/** As {@code SeccompStartingListener} registers the application. */
	private final ApplicationContextRunner enforcing = this.runner.withInitializer((context) -> context.getBeanFactory()
		.registerSingleton(SeccompApplication.class.getName(), TestStates.enforcing(FILTER)));

	private final ApplicationContextRunner profile = this.enforcing
		.withPropertyValues("management.endpoints.web.exposure.include=seccompprofile");

	@Test
	void contextThatNoApplicationStarted() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			SeccompEndpoint.SeccompDescriptor seccomp = context.getBean(SeccompEndpoint.class).seccomp();
			assertThat(seccomp.mode()).isEqualTo("disabled");
			assertThat(seccomp.reason()).isEqualTo("SpringApplication did not start the application context");
			assertThat(seccomp.filters()).isEmpty();
			assertThat(context.getBean(SeccompHealthIndicator.class).health().getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void contextFailsWhenAnotherBeanSuppliesTheState() {
		this.enforcing.withBean("seccompState", SeccompState.class, TestStates::state)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(BeanDefinitionOverrideException.class));
		this.enforcing.withBean("anotherState", SeccompState.class, TestStates::state)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	@Test
	void noOtherPackageCanCreateAState() {
		assertThat(SeccompState.class.getConstructors()).isEmpty();
		assertThat(SeccompState.class.getMethods()).noneMatch(
				(method) -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == SeccompState.class);
	}

	@Test
	void endpointIsPresentWhenExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SeccompEndpoint.class)
			.doesNotHaveBean(SeccompEndpointWebExtension.class));
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(SeccompEndpoint.class)
				.hasSingleBean(SeccompEndpointWebExtension.class));
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=seccomp")
			.run((context) -> assertThat(context).hasSingleBean(SeccompEndpoint.class)
				.doesNotHaveBean(SeccompEndpointWebExtension.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.seccomp.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompEndpoint.class)
				.doesNotHaveBean(SeccompEndpointWebExtension.class));
	}

	@Test
	void healthIndicatorCanBeDisabled() {
		this.runner.run((context) -> assertThat(context).hasBean("seccompHealthIndicator"));
		this.runner.withPropertyValues("management.health.seccomp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompHealthIndicator.class));
	}

	@Test
	void infoContributorCanBeDisabled() {
		this.enforcing.run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(SeccompInfoContributor.class).contribute(info);
			assertThat(info.build().get("seccomp")).asString().isEqualTo("{mode=enforce, hash=" + FILTER.hash() + "}");
		});
		this.enforcing.withPropertyValues("management.info.seccomp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompInfoContributor.class));
	}

	@Test
	void healthWhenThreadsAreUnfilteredIsDown() {
		this.enforcing.run((context) -> assertThat(context.getBean(SeccompHealthIndicator.class).health().getStatus())
			.isEqualTo(Status.DOWN));
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.boot.actuate.endpoint.annotation.Endpoint, seccompEndpoint",
			"org.springframework.boot.actuate.info.InfoContributor, seccompInfoContributor",
			"org.springframework.boot.health.contributor.Health, seccompHealthIndicator" })
	void missingClass(Class<?> missing, String bean) {
		List<String> others = new ArrayList<>(
				List.of("seccompState", "seccompEndpoint", "seccompInfoContributor", "seccompHealthIndicator"));
		others.remove(bean);
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).doesNotHaveBean(bean).getBeanNames(Object.class).containsAll(others));
	}

	@Test
	void policyIsShownWhenValuesAre() {
		this.enforcing.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(SeccompEndpoint.class).seccomp().policy()).isNull());
		this.enforcing.withPropertyValues(EXPOSED, "management.endpoint.seccomp.show-values=always")
			.run((context) -> assertThat(context.getBean(SeccompEndpoint.class).seccomp().policy())
				.satisfies((policy) -> assertThat(policy.rules())
					.anySatisfy((rule) -> assertThat(rule.syscalls()).contains("execve", "execveat"))));
	}

	@Test
	void policyIsShownOverHttpToTheAuthorized() {
		this.enforcing.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(showsPolicy(context.getBean(SeccompEndpointWebExtension.class), user("ADMIN")))
				.isFalse());
		this.enforcing
			.withPropertyValues(EXPOSED, "management.endpoint.seccomp.show-values=when-authorized",
					"management.endpoint.seccomp.roles=ADMIN")
			.run((context) -> {
				SeccompEndpointWebExtension extension = context.getBean(SeccompEndpointWebExtension.class);
				assertThat(showsPolicy(extension, SecurityContext.NONE)).isFalse();
				assertThat(showsPolicy(extension, user("USER"))).isFalse();
				assertThat(showsPolicy(extension, user("ADMIN"))).isTrue();
			});
	}

	@Test
	void profileIsShownWhenValuesAre() {
		this.profile.run((context) -> {
			SeccompProfileEndpoint endpoint = context.getBean(SeccompProfileEndpoint.class);
			assertThat(endpoint.profile()).isNull();
			assertThat(endpoint.text("pfc")).isNull();
		});
		this.profile.withPropertyValues("management.endpoint.seccomp.show-values=always").run((context) -> {
			SeccompProfileEndpoint endpoint = context.getBean(SeccompProfileEndpoint.class);
			assertThat(endpoint.profile()).containsKey("defaultAction");
			assertThat(endpoint.text("pfc")).contains("execve");
			assertThat(endpoint.text("other")).isNull();
		});
	}

	@Test
	void profileIsShownOverHttpToTheAuthorized() {
		this.profile.run((context) -> {
			SeccompProfileEndpointWebExtension extension = context.getBean(SeccompProfileEndpointWebExtension.class);
			assertThat(extension.profile(user("ADMIN")).getStatus()).isEqualTo(403);
			assertThat(extension.text(user("ADMIN"), "bpf").getStatus()).isEqualTo(403);
			assertThat(extension.text(user("ADMIN"), "other").getStatus()).isEqualTo(403);
		});
		this.profile
			.withPropertyValues("management.endpoint.seccomp.show-values=when-authorized",
					"management.endpoint.seccomp.roles=ADMIN")
			.run((context) -> {
				SeccompProfileEndpointWebExtension extension = context
					.getBean(SeccompProfileEndpointWebExtension.class);
				assertThat(extension.profile(SecurityContext.NONE).getStatus()).isEqualTo(403);
				assertThat(extension.text(user("USER"), "bpf").getStatus()).isEqualTo(403);
				assertThat(extension.profile(user("ADMIN")).getBody()).containsKey("defaultAction");
				assertThat(extension.text(user("ADMIN"), "bpf").getBody()).contains("ret");
				assertThat(extension.text(user("ADMIN"), "other").getStatus()).isEqualTo(404);
			});
	}

	private static boolean showsPolicy(SeccompEndpointWebExtension extension, SecurityContext securityContext) {
		return extension.seccomp(securityContext).policy() != null;
	}

	private static SecurityContext user(String userRole) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> "user";
			}

			@Override
			public boolean isUserInRole(String role) {
				return role.equals(userRole);
			}

		};
	}

}
