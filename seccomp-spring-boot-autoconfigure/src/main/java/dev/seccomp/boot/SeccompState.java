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

import java.util.List;
import java.util.Locale;

import dev.seccomp.bpf.FilterProgram;
import dev.seccomp.kernel.InstalledFilter;
import dev.seccomp.kernel.InstalledFilters;
import dev.seccomp.policy.SeccompPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What came of the start: the filter and its policy, or why there is none.
 *
 * @param mode what is in force
 * @param reason why there is no filter, or {@code null} where there is one
 * @param policy the policy, or {@code null} where there is no filter
 * @param program the program of the policy, or {@code null} where there is no filter
 * @since 0.1.0
 */
public record SeccompState(Mode mode, @Nullable String reason, @Nullable SeccompPolicy policy,
		@Nullable FilterProgram program) {

	/**
	 * The name of the filter that is installed when the application starts.
	 */
	public static final String FILTER_NAME = "startup";

	static SeccompState enforce(SeccompPolicy policy, FilterProgram program) {
		return new SeccompState(Mode.ENFORCE, null, policy, program);
	}

	static SeccompState disabled(String reason) {
		return new SeccompState(Mode.DISABLED, reason, null, null);
	}

	static SeccompState unsupported(String reason) {
		return new SeccompState(Mode.UNSUPPORTED, reason, null, null);
	}

	/**
	 * Return the filters that are in force for this JVM, whichever of its applications
	 * they were installed for.
	 * @return the filters, oldest first
	 */
	public List<InstalledFilter> filters() {
		return InstalledFilters.list();
	}

	/**
	 * What is in force.
	 */
	public enum Mode {

		/**
		 * What the policy denies is denied.
		 */
		ENFORCE,

		/**
		 * There is no filter, as it was asked for.
		 */
		DISABLED,

		/**
		 * There is no filter, since the platform has no seccomp.
		 */
		UNSUPPORTED;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
