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

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Loads resources as Spring Boot does, with a class loader that hides the
 * {@code spring.factories} of libraries.
 */
final class EarlyResourceLoader implements ResourceLoader {

	private final ResourceLoader resources;

	private final EarlyClassLoader classLoader;

	EarlyResourceLoader(@Nullable ResourceLoader resources, EarlyClassLoader classLoader) {
		this.resources = (resources != null) ? resources : new DefaultResourceLoader();
		this.classLoader = classLoader;
	}

	@Override
	public Resource getResource(String location) {
		return this.resources.getResource(location);
	}

	@Override
	public ClassLoader getClassLoader() {
		return this.classLoader;
	}

}
