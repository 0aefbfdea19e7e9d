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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Puts the JVM of a Spring Boot test under the application's policy, before its
 * application context is refreshed. A test fails if it makes a call that the policy
 * denies, unless it has the annotation {@link ExpectedViolation}. The failure has the
 * Java stack of the caller.
 * <p>
 * A filter cannot be removed from a JVM. So all annotated test classes of a JVM must have
 * the same policy. In mode {@link Mode#ENFORCE}, the test class needs a JVM of its own.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Tag("seccomp")
@ExtendWith(SeccompTestExtension.class)
public @interface SeccompTest {

	/**
	 * The mode of the filter, which replaces {@code seccomp.mode}.
	 * @return the mode
	 */
	Mode mode() default Mode.LOG;

	/**
	 * The mode of the filter.
	 *
	 * @since 0.1.0
	 */
	enum Mode {

		/**
		 * Calls that the policy denies succeed, and the test fails.
		 */
		LOG,

		/**
		 * Calls that the policy denies fail, and the test fails, too. The test class must
		 * be the only Spring test class of its JVM.
		 */
		ENFORCE

	}

}
