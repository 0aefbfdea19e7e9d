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

/**
 * The filters that this project has put on this JVM, oldest first. They outlive class
 * loaders, and so does the record of them: it stands in a system property. Whoever reads
 * it has to check it against the kernel.
 *
 * @since 0.1.0
 */
public final class InstalledFilters {

	/**
	 * The system property of the record.
	 */
	public static final String PROPERTY = "dev.seccomp.filters";

	/** What this class put on record: anybody can set a property. */
	private static final Set<String> installed = new HashSet<>();

	private InstalledFilters() {
	}

	/**
	 * Return the filters on record.
	 * @return the filters, oldest first
	 * @throws InstallationException where the record is not one of ours
	 */
	public static List<InstalledFilter> list() {
		String record = System.getProperty(PROPERTY, "");
		try {
			return record.lines().map(InstalledFilter::ofLine).toList();
		}
		catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException ex) {
			throw new InstallationException(
					"The system property '" + PROPERTY + "' is not what this project wrote: '" + record + "'.",
					"The property is this project's own record of the filters in force. Do not set it.", ex);
		}
	}

	/**
	 * Return how many filters each thread must bear.
	 * @return the number, 0 where none was installed or the kernel does not tell
	 */
	public static int depth() {
		return list().stream().mapToInt(InstalledFilter::depth).max().orElse(0);
	}

	/**
	 * Return whether this class put a filter on record, and not another class loader, or
	 * whoever started the JVM.
	 */
	static synchronized boolean isOwn(String hash) {
		return installed.contains(hash);
	}

	static synchronized void add(InstalledFilter filter) {
		List<InstalledFilter> filters = new ArrayList<>(list());
		filters.add(filter);
		installed.add(filter.hash());
		System.setProperty(PROPERTY, filters.stream().map(InstalledFilter::toLine).collect(Collectors.joining("\n")));
	}

}
