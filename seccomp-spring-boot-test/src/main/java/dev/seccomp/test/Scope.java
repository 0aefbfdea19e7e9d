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

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.seccomp.violation.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A running test, or a test class. Collects the violations that belong to it.
 */
final class Scope {

	private final Class<?> testClass;

	private final @Nullable Method method;

	private final List<Violation> violations = new CopyOnWriteArrayList<>();

	Scope(Class<?> testClass, @Nullable Method method) {
		this.testClass = testClass;
		this.method = method;
	}

	boolean isOf(Class<?> testClass) {
		return this.testClass == testClass;
	}

	void add(Violation violation) {
		this.violations.add(violation);
	}

	List<Violation> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * Return whether a stack trace contains the test method, or a lambda expression in
	 * it. So other threads that run code of the test are recognized.
	 * @param stackTrace the stack trace
	 * @return whether it does
	 */
	boolean isIn(List<StackTraceElement> stackTrace) {
		Method method = this.method;
		return method != null && stackTrace.stream()
			.filter((frame) -> frame.getClassName().equals(method.getDeclaringClass().getName()))
			.map(StackTraceElement::getMethodName)
			.anyMatch((name) -> name.equals(method.getName()) || name.startsWith("lambda$" + method.getName() + "$"));
	}

	@Override
	public String toString() {
		return (this.method != null) ? this.method.getName() : this.testClass.getSimpleName();
	}

}
