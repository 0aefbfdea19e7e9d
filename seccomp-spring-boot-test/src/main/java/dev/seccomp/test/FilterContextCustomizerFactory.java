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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Separates the application contexts of annotated test classes from all others in the
 * context cache.
 */
class FilterContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SeccompTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, SeccompTest.class);
		TestJvm.current()
			.add(outermost(testClass), annotation != null && annotation.mode() == SeccompTest.Mode.ENFORCE);
		return (annotation != null) ? new FilterContextCustomizer(annotation.mode()) : null;
	}

	/** A nested test class is an inner class. */
	private static Class<?> outermost(Class<?> testClass) {
		Class<?> outermost = testClass;
		while (ClassUtils.isInnerClass(outermost)) {
			outermost = outermost.getEnclosingClass();
		}
		return outermost;
	}

}
