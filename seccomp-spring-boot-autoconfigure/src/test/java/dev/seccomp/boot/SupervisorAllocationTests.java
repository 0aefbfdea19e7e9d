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

import java.lang.management.ManagementFactory;

import com.sun.jna.Pointer;
import com.sun.management.ThreadMXBean;
import dev.seccomp.testing.ForkedJvm;
import dev.seccomp.testing.Libc;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the supervisor's thread allocates nothing, as a caller in a JNI critical
 * section requires.
 */
class SupervisorAllocationTests {

	private static final int TRACED = 20;

	private static final int CALLS = 20_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	@ForkedJvm
	void supervisorAllocatesNothing() throws Exception {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.run();
		long supervisor = thread("seccomp-supervisor");
		long tracer = thread("seccomp-tracer");
		long before = this.threads.getThreadAllocatedBytes(supervisor);
		long tracedBefore = this.threads.getThreadAllocatedBytes(tracer);
		assertThat(before).isPositive();
		call("execve", TRACED);
		assertThat(this.threads.getThreadAllocatedBytes(tracer)).isGreaterThan(tracedBefore);
		assertThat(this.threads.getThreadAllocatedBytes(supervisor)).isEqualTo(before);
		call("execve", CALLS);
		call("execveat", TRACED + CALLS);
		assertThat(this.threads.getThreadAllocatedBytes(supervisor)).isEqualTo(before);
		assertThat(ViolationsOfProcess.countExecve()).isEqualTo(TRACED + CALLS);
	}

	private static void call(String syscall, int count) {
		for (int i = 0; i < count; i++) {
			assertThat(Libc.outcome(syscall, -1, Pointer.NULL, Pointer.NULL, Pointer.NULL, 0)).isEqualTo("EACCES");
		}
	}

	private static long thread(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.findFirst()
			.orElseThrow()
			.getId();
	}

	/**
	 * The smallest application under the default policy.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
