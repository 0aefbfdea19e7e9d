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

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * A call of a test method in another JVM.
 *
 * @param testClass the class to instantiate
 * @param declaringClass the class that declares the method
 * @param method the name of the method
 * @param parameterTypes the types of its parameters
 * @param arguments the arguments of the call
 */
record ForkedCall(Class<?> testClass, Class<?> declaringClass, String method, Class<?>[] parameterTypes,
		@Nullable Serializable[] arguments) implements Serializable {

	static ForkedCall of(Class<?> testClass, Method method, List<@Nullable Object> arguments) {
		return new ForkedCall(testClass, method.getDeclaringClass(), method.getName(), method.getParameterTypes(),
				arguments.stream().map(ForkedCall::serializable).toArray(Serializable[]::new));
	}

	private static @Nullable Serializable serializable(@Nullable Object argument) {
		if (argument instanceof Path path) {
			return new PathName(path.toString());
		}
		if (argument == null || argument instanceof Serializable) {
			return (Serializable) argument;
		}
		throw new IllegalArgumentException("An argument of " + argument.getClass() + " cannot be passed to a JVM");
	}

	void write(Path file) throws IOException {
		try (ObjectOutputStream output = new ObjectOutputStream(Files.newOutputStream(file))) {
			output.writeObject(this);
		}
	}

	static ForkedCall read(Path file) throws IOException, ClassNotFoundException {
		try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(file))) {
			return (ForkedCall) input.readObject();
		}
	}

	/**
	 * Call the method.
	 * @throws Throwable the exception of the method
	 */
	void invoke() throws Throwable {
		Constructor<?> constructor = this.testClass.getDeclaredConstructor();
		constructor.setAccessible(true);
		Object test = constructor.newInstance();
		for (Method before : AnnotationSupport.findAnnotatedMethods(this.testClass, BeforeEach.class,
				HierarchyTraversalMode.TOP_DOWN)) {
			if (before.getParameterCount() == 0) {
				invoke(before, test);
			}
		}
		Object[] arguments = new Object[this.arguments.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = (this.arguments[i] instanceof PathName path) ? Path.of(path.name()) : this.arguments[i];
		}
		invoke(this.declaringClass.getDeclaredMethod(this.method, this.parameterTypes), test, arguments);
	}

	private static void invoke(Method method, Object test, Object... arguments) throws Throwable {
		method.setAccessible(true);
		try {
			method.invoke(test, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * The name of a path, since a path cannot be serialized.
	 *
	 * @param name the path as text
	 */
	private record PathName(String name) implements Serializable {

	}

}
