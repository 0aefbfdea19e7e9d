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

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Calls a method that is annotated with {@link ForkedJvm} in another JVM.
 */
class ForkedJvmExtension implements InvocationInterceptor {

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		invocation.skip();
		call(method);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		invocation.skip();
		call(method);
	}

	private static void call(ReflectiveInvocationContext<Method> method) throws Throwable {
		ForkedJvm annotation = AnnotationSupport.findAnnotation(method.getExecutable(), ForkedJvm.class).orElseThrow();
		Path call = Files.createTempFile("forked", ".call");
		Path result = Files.createTempFile("forked", ".result");
		try {
			ForkedCall.of(method.getTargetClass(), method.getExecutable(), method.getArguments()).write(call);
			ChildJvm jvm = jvm(annotation).arguments(call.toString(), result.toString());
			ChildJvm.Outcome outcome = jvm.run(Duration.ofSeconds(annotation.timeout()));
			System.out.print(outcome.output());
			check(ForkedResult.read(result), outcome, annotation.exitCode());
		}
		finally {
			Files.delete(call);
			Files.delete(result);
		}
	}

	private static ChildJvm jvm(ForkedJvm annotation) {
		ChildJvm jvm = ChildJvm.of(ForkedJvmMain.class).options(annotation.options());
		for (String property : annotation.systemProperties()) {
			jvm.options("-D" + property);
		}
		for (String variable : annotation.environment()) {
			String[] parts = variable.split("=", 2);
			jvm.environment(parts[0], parts[1]);
		}
		return (annotation.launcher() != void.class) ? jvm.under(ChildJvm.of(annotation.launcher())) : jvm;
	}

	private static void check(ForkedResult result, ChildJvm.Outcome outcome, int exitCode) throws Throwable {
		if (result.thrown() != null) {
			throw result.thrown();
		}
		boolean returns = exitCode == ForkedJvm.METHOD_RETURNS;
		if (result.returned() != returns || outcome.exitCode() != ((returns) ? 0 : exitCode)) {
			throw new AssertionError("The JVM ended with exit code " + outcome.exitCode()
					+ ((result.returned()) ? " after" : " before") + " the test method returned. Expected: "
					+ ((returns) ? "exit code 0 after it returned" : "exit code " + exitCode + " before it returned")
					+ ". Output: " + outcome.output());
		}
	}

}
