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

package dev.seccomp.boot.properties;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.Assert;

/**
 * A class loader in which {@code spring.factories} lists a few classes of Spring Boot and
 * of this package. Spring Boot constructs whatever a library lists there, and before the
 * filter is in force no code of a library may run.
 */
final class EarlyClassLoader extends ClassLoader {

	static final String FACTORIES = "early.factories";

	private final URL factories;

	EarlyClassLoader(@Nullable ClassLoader parent) {
		super(parent);
		URL factories = EarlyClassLoader.class.getResource(FACTORIES);
		Assert.state(factories != null, "The resource " + FACTORIES + " is missing");
		this.factories = factories;
	}

	@Override
	public Enumeration<URL> getResources(String name) throws IOException {
		if (name.equals(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION)) {
			return Collections.enumeration(List.of(this.factories));
		}
		return super.getResources(name);
	}

	SpringFactoriesLoader factories() {
		return SpringFactoriesLoader.forDefaultResourceLocation(this);
	}

}
