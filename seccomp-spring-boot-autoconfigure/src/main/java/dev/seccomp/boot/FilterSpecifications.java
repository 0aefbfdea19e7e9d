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

package dev.seccomp.boot;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.boot.properties.PolicyMapper;
import dev.seccomp.boot.properties.SealedProperties;
import dev.seccomp.boot.properties.SeccompProperties;
import dev.seccomp.filter.FilterMode;
import dev.seccomp.filter.FilterSpecification;
import dev.seccomp.filter.Stage;
import dev.seccomp.learn.LearningPolicy;
import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * The filters that the properties of an application specify.
 */
final class FilterSpecifications {

	private final SeccompProperties properties;

	private final Architecture architecture;

	private final List<FilterSpecification> specifications = new ArrayList<>();

	private FilterSpecifications(SeccompProperties properties, Architecture architecture) {
		this.properties = properties;
		this.architecture = architecture;
	}

	static List<FilterSpecification> of(SeccompProperties properties, @Nullable SealedProperties sealed,
			Architecture architecture) {
		FilterSpecifications filters = new FilterSpecifications(properties, architecture);
		if (sealed != null) {
			filters.addSealed(sealed);
		}
		if (properties.enabled()) {
			filters.addConfigured();
		}
		return filters.specifications;
	}

	private void addSealed(SealedProperties sealed) {
		this.specifications.add(new FilterSpecification(Stage.SEALED, FilterMode.ENFORCE,
				sealed.policy(this.architecture), this.properties.violations().report() && sealed.isReported()));
	}

	private void addConfigured() {
		FilterMode mode = this.properties.mode();
		boolean reported = this.properties.violations().report();
		if (mode == FilterMode.LEARN) {
			this.specifications
				.add(new FilterSpecification(Stage.STARTUP, mode, LearningPolicy.of(this.architecture), false));
			return;
		}
		this.specifications.add(new FilterSpecification(Stage.STARTUP, mode,
				PolicyMapper.map(this.properties, this.architecture), reported));
		SeccompProperties.Ready ready = this.properties.ready();
		if (ready != null) {
			this.specifications
				.add(new FilterSpecification(Stage.READY, mode, PolicyMapper.map(ready, this.architecture), reported));
		}
	}

}
