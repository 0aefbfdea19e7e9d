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

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.boot.actuate.SeccompEndpoint;
import dev.seccomp.boot.actuate.SeccompEndpointWebExtension;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.boot.actuate.SeccompInfoContributor;
import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Architecture;
import dev.seccomp.testing.TestFilters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations, without a filter: what they show of one is tested in
 * {@code dev.seccomp.boot}.
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
				SeccompHealthContributorAutoConfiguration.class, SeccompInfoContributorAutoConfiguration.class));

	private final ApplicationContextRunner enforcing = this.runner.withBean(SeccompState.class, () -> enforcing());

	private static SeccompState enforcing() {
		SeccompState state = SeccompState.filtered(FilterMode.ENFORCE, null);
		state.add(FILTER);
		return state;
	}

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
	void endpointIsThereOnlyWhenExposed() {
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
	void healthIndicatorCanBeSwitchedOff() {
		this.runner.run((context) -> assertThat(context).hasBean("seccompHealthIndicator"));
		this.runner.withPropertyValues("management.health.seccomp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompHealthIndicator.class));
	}

	@Test
	void infoContributorCanBeSwitchedOff() {
		this.enforcing.run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(SeccompInfoContributor.class).contribute(info);
			assertThat(info.build().get("seccomp")).asString().isEqualTo("{mode=enforce, hash=" + FILTER.hash() + "}");
		});
		this.enforcing.withPropertyValues("management.info.seccomp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompInfoContributor.class));
	}

	@Test
	void threadsWithoutTheFilterAreDown() {
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
	void policyIsShownOnlyWhenAskedFor() {
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
