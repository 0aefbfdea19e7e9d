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

import java.util.Map;

import dev.seccomp.boot.actuate.SeccompAuditEndpoint;
import dev.seccomp.boot.actuate.SeccompAuditEndpointWebExtension;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SeccompAuditEndpointAutoConfiguration}.
 */
class SeccompAuditEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=seccompaudit";

	private static final String LINE = "[10688.772067] audit: type=1326 audit(1795330578.590:137): auid=4294967295"
			+ " uid=0 gid=0 ses=4294967295 pid=22874 comm=\"java\" exe=\"/usr/bin/java\" sig=31 arch=c000003e"
			+ " syscall=59 compat=0 ip=0x7febf9afb829 code=0x80000000";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(SeccompAuditEndpointAutoConfiguration.class));

	@Test
	void isRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(SeccompAuditEndpointAutoConfiguration.class.getName());
	}

	@Test
	void lineInWords() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context.getBean(SeccompAuditEndpoint.class).read(LINE)).containsEntry("syscall", "execve")
				.containsEntry("architecture", "x86_64")
				.containsEntry("action", "kill_process")
				.containsEntry("signal", "SIGSYS")
				.containsEntry("auid", "unset");
			WebEndpointResponse<Map<String, Object>> response = context.getBean(SeccompAuditEndpointWebExtension.class)
				.read(LINE);
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getBody()).isEqualTo(context.getBean(SeccompAuditEndpoint.class).read(LINE));
		});
	}

	@Test
	void anotherLineIsABadRequest() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			WebEndpointResponse<Map<String, Object>> response = context.getBean(SeccompAuditEndpointWebExtension.class)
				.read("hello");
			assertThat(response.getStatus()).isEqualTo(400);
			assertThat(response.getBody()).containsOnlyKeys("reason");
			assertThat(response.getBody().get("reason")).asString().startsWith("Not a SECCOMP audit record: 'hello'.");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(SeccompAuditEndpoint.class).read("hello"));
		});
	}

	@Test
	void endpointIsThereOnlyWhenExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SeccompAuditEndpoint.class)
			.doesNotHaveBean(SeccompAuditEndpointWebExtension.class));
		this.runner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=seccompaudit")
			.run((context) -> assertThat(context).hasSingleBean(SeccompAuditEndpoint.class)
				.doesNotHaveBean(SeccompAuditEndpointWebExtension.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.seccompaudit.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(SeccompAuditEndpoint.class)
				.doesNotHaveBean(SeccompAuditEndpointWebExtension.class));
	}

	@Test
	void applicationWithoutActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("seccompAuditEndpoint"));
	}

}
