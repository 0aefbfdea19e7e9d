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

package dev.seccomp.kernel;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.seccomp.filter.CompiledFilter;
import dev.seccomp.filter.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The record of the filters that this project installed in this process. Filters outlive
 * class loaders, so the record is a system property. Any code can set it: it has to be
 * verified with the kernel.
 */
final class InstalledFilters {

	/**
	 * The system property of the record.
	 */
	static final String PROPERTY = "dev.seccomp.filters";

	/** The hashes of the filters that this class loader installed. */
	private final Set<String> own = new HashSet<>();

	/**
	 * Return the filters of the record.
	 * @return the filters, oldest first
	 * @throws InstallationException if the record is malformed
	 */
	synchronized List<InstalledFilter> list() {
		String record = System.getProperty(PROPERTY, "");
		try {
			return record.lines().map(InstalledFilter::ofLine).toList();
		}
		catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException ex) {
			throw new InstallationException(
					"The system property '" + PROPERTY + "' has a value that seccomp for Spring Boot did not write: '"
							+ record + "'.",
					"Do not set this property. seccomp for Spring Boot records the installed filters in it.", ex);
		}
	}

	/**
	 * Return a filter of the record. The record of a sealed filter counts only if this
	 * class loader installed it.
	 * @param filter the compiled filter
	 * @return the installed filter, or {@code null} if it is not in the record
	 */
	synchronized @Nullable InstalledFilter find(CompiledFilter filter) {
		InstalledFilter found = null;
		for (InstalledFilter installed : list()) {
			if (installed.hash().equals(filter.hash())
					&& (filter.stage() != Stage.SEALED || this.own.contains(installed.hash()))) {
				found = installed;
			}
		}
		return found;
	}

	/**
	 * Return the number of filters of each thread.
	 * @return the number, or 0 if none was installed or the kernel does not report it
	 */
	int depth() {
		return list().stream().mapToInt(InstalledFilter::depth).max().orElse(0);
	}

	/**
	 * Return whether this class loader installed all filters of the record.
	 * @return whether it did
	 */
	synchronized boolean areOwn() {
		return list().stream().allMatch((filter) -> this.own.contains(filter.hash()));
	}

	synchronized void add(InstalledFilter filter) {
		List<InstalledFilter> filters = new ArrayList<>(list());
		filters.add(filter);
		this.own.add(filter.hash());
		System.setProperty(PROPERTY, filters.stream().map(InstalledFilter::toLine).collect(Collectors.joining("\n")));
	}

}
