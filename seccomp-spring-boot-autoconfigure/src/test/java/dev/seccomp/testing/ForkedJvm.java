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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the annotated test method in another JVM, without a test framework on the stack. A
 * filter cannot be removed, so a test that installs one must use this annotation.
 * <p>
 * The result of the method becomes the result of the test, for example an assertion error
 * with its stack trace. The output of the JVM is printed. The other JVM creates an
 * instance of the test class and calls its {@code BeforeEach} methods without parameters.
 * No extension is active there. The arguments of the method must be serializable, or
 * paths.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(ForkedJvmExtension.class)
public @interface ForkedJvm {

	/**
	 * The exit code of a JVM whose test method returns.
	 */
	int METHOD_RETURNS = -1;

	/**
	 * Options of the JVM.
	 * @return the options
	 */
	String[] options() default {};

	/**
	 * System properties of the JVM.
	 * @return the properties, each as {@code name=value}
	 */
	String[] systemProperties() default {};

	/**
	 * Environment variables of the JVM.
	 * @return the variables, each as {@code name=value}
	 */
	String[] environment() default {};

	/**
	 * A main class that starts the JVM, from yet another JVM. Its arguments are the
	 * command line of the JVM.
	 * @return the class, or {@code void} for none
	 */
	Class<?> launcher() default void.class;

	/**
	 * The time limit. A JVM that exceeds it is killed, and the test fails with a dump of
	 * its threads.
	 * @return the limit in seconds
	 */
	int timeout() default 90;

	/**
	 * The exit code of a JVM that the test method ends, so that the method does not
	 * return.
	 * @return the expected code, or {@link #METHOD_RETURNS}
	 */
	int exitCode() default METHOD_RETURNS;

}
