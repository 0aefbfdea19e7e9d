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

package dev.seccomp.benchmarks.bookshop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Records the wall-clock and the CPU time of the startup steps of this project. Other
 * load on the machine disturbs the CPU time less.
 */
class StepTimes implements ApplicationStartup {

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final List<String> lines = new ArrayList<>();

	List<String> lines() {
		return this.lines;
	}

	@Override
	public StartupStep start(String name) {
		return (name.startsWith("seccomp.")) ? new Step(name) : ApplicationStartup.DEFAULT.start(name);
	}

	private final class Step implements StartupStep {

		private final String name;

		private final long started = System.nanoTime();

		private final long cpuStarted = StepTimes.this.threads.getCurrentThreadCpuTime();

		Step(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public long getId() {
			return 0;
		}

		@Override
		public Long getParentId() {
			return null;
		}

		@Override
		public StartupStep tag(String key, String value) {
			return this;
		}

		@Override
		public StartupStep tag(String key, Supplier<String> value) {
			return this;
		}

		@Override
		public Tags getTags() {
			return ApplicationStartup.DEFAULT.start(this.name).getTags();
		}

		@Override
		public void end() {
			StepTimes.this.lines
				.add("%-24s %8.2f ms %8.2f ms CPU".formatted(this.name, (System.nanoTime() - this.started) / 1e6,
						(StepTimes.this.threads.getCurrentThreadCpuTime() - this.cpuStarted) / 1e6));
		}

	}

}
