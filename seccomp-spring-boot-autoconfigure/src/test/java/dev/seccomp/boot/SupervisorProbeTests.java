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

import java.util.List;

import dev.seccomp.bpf.FilterCompiler;
import dev.seccomp.boot.actuate.SeccompHealthIndicator;
import dev.seccomp.filter.ListenerGuard;
import dev.seccomp.kernel.Platform;
import dev.seccomp.policy.Action;
import dev.seccomp.policy.ArgumentCondition;
import dev.seccomp.policy.Operator;
import dev.seccomp.policy.SeccompPolicy;
import dev.seccomp.syscall.Errno;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the health is down as soon as the supervisor cannot respond, even if nothing
 * makes a denied call. The JVMs of these tests must end, too.
 */
class SupervisorProbeTests {

	/** With the error 0, the supervisor takes its response for sent. */
	@Test
	@ForkedJvm
	void healthWhenResponsesGetLostIsDown() {
		ConfigurableApplicationContext context = start();
		assertThat(health(context)).startsWith("UP ").contains("supervisor=responding");
		assertThat(health(context)).startsWith("UP ").contains("supervisor=responding");
		assertThat(ViolationsOfProcess.violations().counts()).isEmpty();
		denyResponses(0);
		for (int i = 0; i < 3; i++) {
			assertThat(health(context)).startsWith("DOWN ").contains("supervisor=does not respond to a test call");
		}
		assertThat(probingThreads()).isOne();
	}

	@Test
	@ForkedJvm
	void healthWhenResponsesAreDeniedIsDown() {
		ConfigurableApplicationContext context = start();
		assertThat(health(context)).startsWith("UP ").contains("supervisor=responding");
		denyResponses(Errno.EPERM);
		assertThat(health(context)).startsWith("DOWN ");
		assertThat(health(context)).startsWith("DOWN ").contains("the supervisor of denied calls has died");
	}

	/** As native code could do. */
	private static void denyResponses(int errno) {
		Libc.filterAllThreads(FilterCompiler.compile(SeccompPolicy.builder(Platform.architecture())
			.rule("syscalls[0]", List.of("ioctl"), List.of(),
					List.of(ArgumentCondition.of(1, Operator.EQ, ListenerGuard.SEND)), Action.errno(errno))
			.build()));
	}

	private static long probingThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("seccomp-probe"))
			.count();
	}

	private static String health(ConfigurableApplicationContext context) {
		return String.valueOf(context.getBean(SeccompHealthIndicator.class).health());
	}

	private static ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application.run();
	}

	/**
	 * The smallest application under the default policy.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
