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

package dev.seccomp.boot.commands;

import java.util.ArrayList;
import java.util.List;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import dev.seccomp.syscall.Architecture;

/**
 * A policy with the filters of all stages.
 *
 * @param name the name for the output
 * @param architecture the architecture
 * @param filters the filters, oldest first
 * @param frames the Java frames that were recorded for its calls
 */
record Policy(String name, Architecture architecture, List<CompiledFilter> filters, RecordedFrames frames) {

	/**
	 * Return the filters while the application starts.
	 * @return the phase
	 */
	Phase start() {
		return new Phase((hasReady()) ? this.name + ", start" : this.name, this.architecture,
				this.filters.stream().filter((filter) -> filter.stage() != Stage.READY).toList());
	}

	/**
	 * Return the filters when the application is ready.
	 * @return the phase
	 */
	Phase serving() {
		return new Phase((hasReady()) ? this.name + ", serving" : this.name, this.architecture, this.filters);
	}

	/**
	 * Return the phases that differ.
	 * @return the start and serving, or only one phase
	 */
	List<Phase> phases() {
		List<Phase> phases = new ArrayList<>(List.of(start()));
		if (hasReady()) {
			phases.add(serving());
		}
		return phases;
	}

	boolean hasReady() {
		return this.filters.stream().anyMatch((filter) -> filter.stage() == Stage.READY);
	}

}
