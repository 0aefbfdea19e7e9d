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

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Test classes that {@link TestRun} runs.
 */
final class Scenarios {

	private Scenarios() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean(destroyMethod = "shutdownNow")
		static ExecutorService pool() throws Exception {
			ExecutorService pool = Executors.newSingleThreadExecutor();
			// The thread exists before the tests start
			pool.submit(() -> {
			}).get();
			return pool;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StartingApplication {

		@Bean
		static Object starter() {
			Programs.start();
			return new Object();
		}

	}

	@SpringBootTest(classes = Application.class)
	static class Unannotated {

		@Test
		void startsProgram() {
			Programs.start();
		}

	}

	static class UnannotatedLater extends Unannotated {

	}

	@SpringBootTest(classes = Application.class)
	@SeccompTest
	static class Logged {

		@Autowired
		ExecutorService pool;

		@Test
		void isFiltered() throws Exception {
			assertThat(Files.readString(Path.of("/proc/self/status"))).contains("Seccomp:\t2");
		}

		@Test
		void startsProgram() {
			Programs.start();
		}

		@Test
		void startsProgramAndFails() {
			Programs.start();
			throw new IllegalStateException("own failure");
		}

		@Test
		void startsProgramInThread() {
			Programs.startInThread();
		}

		@Test
		void startsProgramInPool() throws Exception {
			this.pool.submit(Programs::start).get();
		}

		@Test
		@ExpectedViolation
		void expectsAny() {
			Programs.start();
		}

		@Test
		@ExpectedViolation("execve")
		void expectsNames() {
			Programs.start();
		}

		@Test
		@ExpectedViolation
		void expectsInVain() {
		}

		@Test
		@ExpectedViolation("bpf")
		void expectsOther() {
			Programs.start();
		}

		@Test
		@ExpectedViolation({ "execve", "bpf" })
		void expectsMore() {
			Programs.start();
		}

		@ParameterizedTest
		@ValueSource(booleans = { true })
		void takesParameter(boolean starts) {
			if (starts) {
				Programs.start();
			}
		}

		/** More than the supervisor traces in a flood, in an application. */
		@Test
		void startsManyPrograms() {
			for (int i = 0; i < 30; i++) {
				Programs.start();
			}
		}

		@Nested
		class Inner {

			@Test
			void startsProgram() {
				Programs.start();
			}

			@Test
			void startsNothing() {
			}

		}

	}

	@SpringBootTest(classes = StartingApplication.class)
	@SeccompTest
	static class StartsProgramWithContext {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class, properties = "seccomp.presets=hardened")
	@SeccompTest
	static class OtherPolicy {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class)
	@ActiveProfiles("hardened")
	@SeccompTest
	static class OtherPolicyOfProfile {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class)
	@SeccompTest
	static class OtherPolicyOfDynamicProperty {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("seccomp.presets", () -> "hardened");
		}

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class, properties = "seccomp.enabled=false")
	@SeccompTest
	static class Disabled {

		@Test
		void startsNothing() {
		}

	}

	@SpringJUnitConfig(Application.class)
	@SeccompTest
	static class WithoutSpringBoot {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class)
	static class ExpectsWithoutSeccompTest {

		@Test
		@ExpectedViolation
		void startsProgram() {
			Programs.start();
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "seccomp.ready.syscalls[0].names=bind", "seccomp.ready.syscalls[0].action=errno" })
	@SeccompTest
	static class Ready {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = StartingApplication.class,
			properties = { "seccomp.ready.syscalls[0].names=bind", "seccomp.ready.syscalls[0].action=errno" })
	@SeccompTest
	static class ReadyAgain {

		@Test
		void startsNothing() {
		}

	}

	@SpringBootTest(classes = Application.class)
	@SeccompTest(mode = SeccompTest.Mode.ENFORCE)
	static class Enforced {

		@MockitoBean
		Runnable mock;

		@Test
		void usesMock() {
			this.mock.run();
			Mockito.verify(this.mock).run();
		}

		@Test
		void startsProgram() {
			assertDenied();
		}

		@Test
		@ExpectedViolation("clone")
		void expectsDenial() {
			assertDenied();
		}

		private static void assertDenied() {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(Programs::start)
				.withMessageContaining("Permission denied");
		}

	}

	@SpringBootTest(classes = Application.class)
	@SeccompTest
	@Execution(ExecutionMode.CONCURRENT)
	static class Parallel {

		static final CountDownLatch STARTED = new CountDownLatch(4);

		static final CountDownLatch VIOLATED = new CountDownLatch(4);

		@Test
		void startsNothing() {
			runTogether(() -> {
			});
		}

		@Test
		void startsProgram() {
			runTogether(Programs::start);
		}

		@Test
		void startsProgramInThreadOfTest() {
			runTogether(() -> {
				Thread thread = new Thread(() -> Programs.start());
				thread.start();
				Programs.join(thread);
			});
		}

		/** All tests run while all programs are started. */
		static void runTogether(Runnable work) {
			STARTED.countDown();
			await(STARTED);
			work.run();
			VIOLATED.countDown();
			await(VIOLATED);
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@SpringBootTest(classes = Application.class)
	@Execution(ExecutionMode.CONCURRENT)
	static class ParallelUnannotated {

		@Test
		void startsProgram() {
			Parallel.runTogether(Programs::start);
		}

	}

	@SpringBootTest(classes = Application.class)
	@SeccompTest
	@Execution(ExecutionMode.CONCURRENT)
	static class ParallelPool {

		@Autowired
		ExecutorService pool;

		@Test
		void startsProgramInPool() throws Exception {
			this.pool.submit(Programs::start).get();
		}

	}

}
