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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.seccomp.boot.TestReport;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Fails tests and test classes that made calls which the policy denies.
 */
class SeccompTestExtension implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback,
		AfterEachCallback, AfterAllCallback {

	private static final Namespace NAMESPACE = Namespace.create(SeccompTestExtension.class);

	private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

	private final TestJvm jvm = TestJvm.current();

	@Override
	public void beforeAll(ExtensionContext context) {
		if (context.getConfigurationParameter(PARALLEL, Boolean::valueOf).orElse(false)) {
			this.jvm.runInParallel();
		}
		classScope(context);
	}

	/** The application context starts after the test instance was created. */
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		if (isAnnotated(context)) {
			this.jvm.prepareTest(classScope(context));
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (!isAnnotated(context)) {
			throw new IllegalStateException("The class of a test with @ExpectedViolation must have @SeccompTest.");
		}
		if (this.jvm.supervisor() == null && !this.jvm.isUnchecked()) {
			throw new IllegalStateException("No seccomp filter is in force, since Spring Boot started no application"
					+ " context for this test. A test class with @SeccompTest needs @SpringBootTest or another"
					+ " annotation of Spring Boot, and " + ContextFilterListener.class.getName()
					+ " must be in META-INF/spring.factories.");
		}
		Scope test = new Scope(context.getRequiredTestClass(), context.getRequiredTestMethod());
		store(context).put(context.getUniqueId(), test);
		this.jvm.startTest(test);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Scope test = store(context).get(context.getUniqueId(), Scope.class);
		if (test == null) {
			return;
		}
		this.jvm.end(test);
		ExpectedViolation expected = AnnotationSupport
			.findAnnotation(context.getRequiredTestMethod(), ExpectedViolation.class)
			.orElse(null);
		check("this test", test.violations(), expected);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Scope scope = store(context).get(Scope.class, Scope.class);
		if (scope == null || !scope.isOf(context.getRequiredTestClass())) {
			return;
		}
		this.jvm.end(scope);
		check("this test class, outside of its tests,", scope.violations(), null);
		long unassigned = this.jvm.takeUnassigned();
		if (unassigned > 0) {
			throw new AssertionError(unassigned + ((unassigned == 1) ? " more call" : " more calls")
					+ " in this JVM violated the policy. The callers are unknown, since there were too many at once.");
		}
	}

	private void check(String subject, List<Violation> violations, @Nullable ExpectedViolation expected) {
		Supervisor supervisor = this.jvm.supervisor();
		if (supervisor == null) {
			return;
		}
		Set<String> missing = new LinkedHashSet<>();
		List<Violation> unexpected = violations;
		if (expected != null) {
			Set<String> names = Set.of(expected.value());
			missing.addAll(names);
			violations.forEach((violation) -> missing.remove(violation.syscall()));
			unexpected = (names.isEmpty()) ? List.of()
					: violations.stream().filter((violation) -> !names.contains(violation.syscall())).toList();
			if (names.isEmpty() && violations.isEmpty()) {
				missing.add("any call");
			}
		}
		if (!unexpected.isEmpty()) {
			throw TestReport.of(supervisor,
					unexpected.size() + ((unexpected.size() == 1) ? " call" : " calls") + " of " + subject
							+ ((unexpected.size() == 1) ? " violates" : " violate") + " the seccomp policy:",
					unexpected);
		}
		if (!missing.isEmpty()) {
			throw new AssertionError(
					"The expected violation of the seccomp policy did not occur: " + String.join(", ", missing)
							+ ". Found: " + names(violations) + ". Calls that are not reported cannot be expected.");
		}
	}

	private static String names(List<Violation> violations) {
		return (violations.isEmpty()) ? "none"
				: String.join(", ", violations.stream().map(Violation::syscall).distinct().toList());
	}

	/** A nested class shares the one of the outer class that has the annotation. */
	private Scope classScope(ExtensionContext context) {
		return store(context).computeIfAbsent(Scope.class, (key) -> {
			Scope scope = new Scope(context.getRequiredTestClass(), null);
			this.jvm.startClass(scope);
			return scope;
		}, Scope.class);
	}

	private static boolean isAnnotated(ExtensionContext context) {
		return TestContextAnnotationUtils.hasAnnotation(context.getRequiredTestClass(), SeccompTest.class);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

}
