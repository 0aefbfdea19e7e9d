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

package dev.seccomp.policy;

import java.util.List;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * A predefined policy.
 *
 * @param name the name
 * @param description the description
 * @param denials the denied groups
 * @param allowList the only other calls that it allows, or {@code null} if it allows all
 * of them
 */
public record Preset(String name, String description, List<Denial> denials, @Nullable AllowList allowList) {

	/**
	 * The name of the preset that applies by default.
	 */
	public static final String DEFAULT = "no-exec";

	public Preset {
		denials = List.copyOf(denials);
	}

	/**
	 * A group that a preset denies.
	 *
	 * @param group the group
	 * @param action the action for the denied calls
	 */
	public record Denial(SyscallGroup group, Action action) {

	}

	/**
	 * The calls that a preset allows.
	 *
	 * @param resource the name of the resource with the list
	 * @param otherwise the action for all other calls
	 */
	public record AllowList(String resource, Action otherwise) {

		/**
		 * Return the calls on an architecture.
		 * @param architecture the architecture
		 * @return the calls
		 */
		public List<SyscallGroup.Member> members(Architecture architecture) {
			return Catalog.list(this.resource, architecture);
		}

	}

}
