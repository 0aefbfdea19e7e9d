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

package dev.seccomp.boot.actuate;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.violation.Supervisor;
import dev.seccomp.violation.Violation;
import dev.seccomp.violation.ViolationListener;
import dev.seccomp.violation.Violations;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * {@link MeterBinder} for the exact number of violations and for the filters in force.
 */
public class SeccompMetrics implements MeterBinder, ViolationListener, ApplicationListener<ApplicationReadyEvent> {

	private static final String FILTER = "seccomp.filter";

	private static final String VIOLATIONS = "seccomp.violations";

	private final SeccompState state;

	/** The meters of each registry. A search in a registry takes too long for a flood. */
	private final Map<MeterRegistry, Set<Tags>> registries = new ConcurrentHashMap<>();

	public SeccompMetrics(SeccompState state) {
		this.state = state;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.putIfAbsent(registry, ConcurrentHashMap.newKeySet());
		bindFilters(registry);
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null) {
			// One listener serves all registries
			supervisor.violations().removeListener(this);
			supervisor.violations().addListener(this);
			bindViolations();
		}
	}

	/** The filter for the ready application is installed by then. */
	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.registries.keySet().forEach(this::bindFilters);
	}

	private void bindFilters(MeterRegistry registry) {
		for (InstalledFilter filter : this.state.installedFilters()) {
			Tags tags = Tags.of("name", filter.stage().toString(), "hash", filter.hash(), "mode",
					this.state.mode(filter).toString());
			if (isNew(registry, FILTER, tags)) {
				Gauge.builder(FILTER, () -> 1).description("Seccomp filter in force").tags(tags).register(registry);
			}
		}
	}

	/** Micrometer warns of a meter that is registered twice. */
	private boolean isNew(MeterRegistry registry, String name, Tags tags) {
		return Objects.requireNonNull(this.registries.get(registry)).add(tags)
				&& registry.find(name).tags(tags).meter() == null;
	}

	@Override
	public void onViolation(Violation violation) {
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null) {
			bind(supervisor.violations(), violation.syscall(), violation.outcome());
		}
	}

	@Override
	public void onUnpublished(String syscall, long count) {
		bindViolations();
	}

	private void bindViolations() {
		Supervisor supervisor = this.state.supervisor();
		if (supervisor != null) {
			Violations violations = supervisor.violations();
			violations.counts()
				.forEach((syscall, outcomes) -> outcomes.keySet()
					.forEach((action) -> bind(violations, syscall, action)));
		}
	}

	private void bind(Violations violations, String syscall, String action) {
		Tags tags = Tags.of("syscall", syscall, "action", action);
		for (MeterRegistry registry : this.registries.keySet()) {
			if (isNew(registry, VIOLATIONS, tags)) {
				FunctionCounter.builder(VIOLATIONS, violations, (all) -> all.count(syscall, action))
					.description("Number of system calls that violate the policy")
					.tags(tags)
					.register(registry);
			}
		}
	}

}
