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

package dev.seccomp.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.seccomp.syscall.Architecture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link ForkedJvm}: runs the test methods of {@link Forked} and verifies their
 * results.
 */
class ForkedJvmTests {

	@Test
	void forkedJvmWhenMethodReturnsPasses() {
		assertPasses("returns");
	}

	@Test
	void forkedJvmWhenAssertionFailsReportsMessageAndStackTrace() {
		assertThat(throwable("fails")).isInstanceOf(AssertionError.class)
			.hasMessageContaining("expected: 2")
			.satisfies((ex) -> assertThat(ex.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals(Forked.class.getName())
						&& frame.getMethodName().equals("fails"))
				.noneMatch((frame) -> frame.getClassName().startsWith("org.junit.")));
	}

	@Test
	void forkedJvmWhenExceptionIsNotSerializableReportsTextStackTraceAndCause() {
		assertThat(throwable("throwsExceptionThatCannotBeSerialized"))
			.hasToString("java.lang.IllegalStateException: outer")
			.satisfies((ex) -> assertThat(ex.getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("throwsExceptionThatCannotBeSerialized")))
			.cause()
			.hasToString(Forked.UnserializableException.class.getName() + ": inner");
	}

	@Test
	void forkedJvmWhenAssumptionFailsAborts() {
		TestExecutionResult result = result("aborts");
		assertThat(result.getStatus()).isEqualTo(Status.ABORTED);
		assertThat(result.getThrowable()).get().extracting(Throwable::getMessage).asString().contains("not today");
	}

	@Test
	void forkedJvmWhenJvmEndsBeforeMethodReturnsFailsWithOutput() {
		assertThat(throwable("exits"))
			.hasMessageContaining("The JVM ended with exit code 3 before the test method returned.")
			.hasMessageContaining("Output: last words");
	}

	@Test
	void forkedJvmWhenExitCodeIsUnexpectedFails() {
		assertPasses("exitsAsExpected");
		assertThat(throwable("exitsUnexpectedly")).hasMessageContaining("exit code 3 before")
			.hasMessageContaining("Expected: exit code 4 before it returned");
		assertThat(throwable("returnsWhenExitIsExpected")).hasMessageContaining("exit code 0 after")
			.hasMessageContaining("Expected: exit code 0 before it returned");
		assertThat(throwable("failsWhenExitIsExpected")).hasMessage("deliberate");
		assertThat(throwable("exitsWithErrorAfterReturn")).hasMessageContaining("exit code 5 after");
	}

	@Test
	void forkedJvmWhenMethodHangsKillsJvmAndDumpsThreads() throws Exception {
		long start = System.nanoTime();
		Throwable failure = throwable("hangs");
		assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(40));
		assertThat(failure).hasMessageContaining("No end within PT3S.")
			.hasMessageContaining(" in system call ")
			.hasMessageContaining("at " + Forked.class.getName() + ".hangs(");
		String output = failure.getMessage().substring(failure.getMessage().indexOf("Output: "));
		long pid = Long.parseLong(new ChildJvm.Outcome(0, output.replace("Output: ", "")).line("pid"));
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
	}

	@Test
	void forkedJvmPassesArguments() {
		Map<String, TestExecutionResult> results = results("takesArguments");
		assertThat(results.values()).hasSize(3)
			.extracting(TestExecutionResult::getStatus)
			.containsExactly(Status.SUCCESSFUL, Status.SUCCESSFUL, Status.FAILED);
		assertThat(results("takesNull").values()).extracting(TestExecutionResult::getStatus)
			.containsExactly(Status.SUCCESSFUL);
		assertPasses("takesPath");
		assertThat(throwable("takesTestInfo")).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("cannot be passed to a JVM");
	}

	@Test
	void forkedJvmUsesOptionsPropertiesAndEnvironment() {
		assertPasses("isConfigured");
	}

	@Test
	void forkedJvmWhenLauncherIsGivenIsStartedByIt() {
		assertPasses("isLaunched");
	}

	@Test
	void forkedJvmPrintsOutput() {
		PrintStream original = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true));
		try {
			assertPasses("prints");
		}
		finally {
			System.setOut(original);
		}
		assertThat(printed).hasToString("to standard output\nto standard error\n");
	}

	private static void assertPasses(String method) {
		assertThat(result(method)).isEqualTo(TestExecutionResult.successful());
	}

	private static Throwable throwable(String method) {
		TestExecutionResult result = result(method);
		assertThat(result.getStatus()).isEqualTo(Status.FAILED);
		return result.getThrowable().orElseThrow();
	}

	private static TestExecutionResult result(String method) {
		Map<String, TestExecutionResult> results = results(method);
		assertThat(results).hasSize(1);
		return results.values().iterator().next();
	}

	private static Map<String, TestExecutionResult> results(String method) {
		Class<?>[] parameters = Arrays.stream(Forked.class.getDeclaredMethods())
			.filter((each) -> each.getName().equals(method))
			.findFirst()
			.orElseThrow()
			.getParameterTypes();
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectMethod(Forked.class, method, parameters))
			.build();
		Map<String, TestExecutionResult> results = new TreeMap<>();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
				if (identifier.isTest()) {
					results.put(identifier.getUniqueId(), result);
				}
			}

		});
		return results;
	}

	/**
	 * Test methods with different results.
	 */
	static class Forked {

		private boolean isSetUp;

		@BeforeEach
		void setUp() {
			this.isSetUp = true;
		}

		@Test
		@ForkedJvm
		void returns() {
			assertThat(this.isSetUp).isTrue();
			List<String> frames = Arrays.stream(new Throwable().getStackTrace())
				.map(StackTraceElement::getClassName)
				.toList();
			assertThat(frames).endsWith(ForkedJvmMain.class.getName())
				.noneMatch((name) -> name.startsWith("org.junit."));
		}

		@Test
		@ForkedJvm
		void fails() {
			assertThat(1).isEqualTo(2);
		}

		@Test
		@ForkedJvm
		void throwsExceptionThatCannotBeSerialized() {
			throw new IllegalStateException("outer", new UnserializableException("inner"));
		}

		@Test
		@ForkedJvm
		void aborts() {
			Assumptions.abort("not today");
		}

		@Test
		@ForkedJvm
		void exits() {
			System.out.println("last words");
			System.exit(3);
		}

		@Test
		@ForkedJvm(exitCode = 3)
		void exitsAsExpected() {
			Runtime.getRuntime().halt(3);
		}

		@Test
		@ForkedJvm(exitCode = 4)
		void exitsUnexpectedly() {
			System.exit(3);
		}

		@Test
		@ForkedJvm(exitCode = 0)
		void returnsWhenExitIsExpected() {
		}

		@Test
		@ForkedJvm(exitCode = 0)
		void failsWhenExitIsExpected() {
			fail("deliberate");
		}

		@Test
		@ForkedJvm
		void exitsWithErrorAfterReturn() {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(5)));
		}

		@Test
		@ForkedJvm(timeout = 3)
		void hangs() throws InterruptedException {
			System.out.println("pid: " + ProcessHandle.current().pid());
			Thread.sleep(Long.MAX_VALUE);
		}

		@ParameterizedTest
		@CsvSource({ "a, 1, X86_64", "b c, -1, I386", "fails, 0, S390X" })
		@ForkedJvm
		void takesArguments(String text, long number, Architecture architecture) {
			assertThat(List.of(text, number, architecture)).isIn(List.of("a", 1L, Architecture.X86_64),
					List.of("b c", -1L, Architecture.I386));
		}

		@ParameterizedTest
		@NullSource
		@ForkedJvm
		void takesNull(String text) {
			assertThat(text).isNull();
		}

		@Test
		@ForkedJvm
		void takesPath(@TempDir Path folder) throws Exception {
			assertThat(Files.createFile(folder.resolve("file"))).exists();
		}

		@Test
		@ForkedJvm
		void takesTestInfo(TestInfo info) {
		}

		@Test
		@ForkedJvm(options = "-Xss2m", systemProperties = { "one=1", "two=a=b" }, environment = "THREE=c=d")
		void isConfigured() {
			assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).contains("-Xss2m");
			assertThat(System.getProperty("one")).isEqualTo("1");
			assertThat(System.getProperty("two")).isEqualTo("a=b");
			assertThat(System.getenv("THREE")).isEqualTo("c=d");
		}

		@Test
		@ForkedJvm(launcher = ListeningLauncher.class)
		void isLaunched() {
			assertThat(Path.of("/proc/self/status")).content().contains("Seccomp:\t2\n");
		}

		@Test
		@ForkedJvm
		void prints() {
			System.out.println("to standard output");
			System.err.println("to standard error");
		}

		static final class UnserializableException extends RuntimeException {

			private final Object field = new Object();

			UnserializableException(String message) {
				super(message);
			}

			@Override
			public String toString() {
				assertThat(this.field).isNotNull();
				return super.toString();
			}

		}

	}

}
