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

package dev.seccomp.learn;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerFrame}.
 */
class CallerFrameTests {

	private static final StackTraceElement EXEC = jdk("java.lang.ProcessImpl", "forkAndExec");

	private static final StackTraceElement START = jdk("java.lang.ProcessBuilder", "start");

	private static final StackTraceElement JUNIT = frame("org.junit.platform.launcher.core.DefaultLauncher", "execute");

	private static final StackTraceElement SUREFIRE = frame("org.apache.maven.surefire.booter.ForkedBooter", "main");

	@Test
	void ofReturnsInnermostFrameOutsideTheJdk() {
		assertThat(CallerFrame.of(List.of(EXEC, START, frame("com.example.Shop", "convert"), JUNIT, SUREFIRE)))
			.isEqualTo("com.example.Shop.convert(Source.java:7)");
	}

	@Test
	void ofWhenCallerUsesJnaReturnsItsCaller() {
		assertThat(CallerFrame.of(List.of(frame("com.sun.jna.Function", "invoke"), frame("com.example.Shop", "lock"))))
			.isEqualTo("com.example.Shop.lock(Source.java:7)");
	}

	@Test
	void ofWhenOnlyTheJdkIsInTheStackReturnsItsInnermostFrame() {
		assertThat(CallerFrame.of(List.of(EXEC, START))).isEqualTo("java.lang.ProcessImpl.forkAndExec(Source.java:7)");
		assertThat(CallerFrame.of(List.of())).isEmpty();
	}

	@Test
	void ofWhenClassIsHiddenOmitsItsAddress() {
		assertThat(CallerFrame.of(List.of(frame("com.example.Shop$$Lambda/0x00007f1c2c0a5000", "run"))))
			.isEqualTo("com.example.Shop$$Lambda.run(Source.java:7)");
	}

	/** Each call of a test has frames of test frameworks further out. */
	@Test
	void isOfTestFrameworkWhenApplicationIsCalledByTestIsFalse() {
		assertThat(isOfTestFramework(EXEC, START, frame("com.example.Shop", "convert"),
				frame("org.mockito.internal.creation.bytebuddy.MockMethodAdvice", "tryInvoke"), JUNIT, SUREFIRE))
			.isFalse();
		assertThat(isOfTestFramework(EXEC, START, frame("com.example.ShopTests", "convert"), JUNIT, SUREFIRE))
			.isFalse();
		assertThat(isOfTestFramework(EXEC, START, frame("net.bytebuddy.dynamic.loading.ClassInjector", "inject"),
				frame("org.hibernate.bytecode.internal.bytebuddy.ByteBuddyState", "load")))
			.isFalse();
		assertThat(isOfTestFramework(EXEC, START)).isFalse();
		assertThat(isOfTestFramework()).isFalse();
	}

	@Test
	void isOfTestFrameworkWhenItMakesTheCallIsTrue() {
		assertThat(isOfTestFramework(EXEC, START, frame("net.bytebuddy.agent.ByteBuddyAgent", "installExternal"),
				frame("org.mockito.internal.PremainAttachAccess", "getInstrumentation"),
				frame("com.example.ShopTests", "setUp"), JUNIT, SUREFIRE))
			.isTrue();
		assertThat(isOfTestFramework(EXEC, START, frame("org.apache.maven.surefire.booter.PpidChecker", "unix")))
			.isTrue();
	}

	private static boolean isOfTestFramework(StackTraceElement... stackTrace) {
		return CallerFrame.isOfTestFramework(CallerFrame.of(List.of(stackTrace)));
	}

	private static StackTraceElement jdk(String type, String method) {
		return new StackTraceElement(null, "java.base", null, type, method, "Source.java", 7);
	}

	private static StackTraceElement frame(String type, String method) {
		return new StackTraceElement(type, method, "Source.java", 7);
	}

}
