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

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * An environment with the given property sources only, without the variables and system
 * properties of this process.
 */
final class IsolatedEnvironment extends AbstractEnvironment {

	IsolatedEnvironment(List<? extends PropertySource<?>> sources) {
		sources.forEach(getPropertySources()::addLast);
		ConfigurationPropertySources.attach(this);
	}

	@Override
	public Map<String, Object> getSystemEnvironment() {
		return Map.of();
	}

	@Override
	public Map<String, Object> getSystemProperties() {
		return Map.of();
	}

}
