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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The conditions in {@code includes} or {@code excludes} of a rule in Docker's format. A
 * missing key is no condition.
 */
final class OciHostFilter {

	private static final Set<String> KEYS = Set.of("caps", "arches", "minKernel");

	private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

	private final List<Boolean> capabilities = new ArrayList<>();

	private final List<Boolean> architectures = new ArrayList<>();

	private final List<Boolean> kernels = new ArrayList<>();

	OciHostFilter(Host host, @Nullable OciValue filter) {
		if (filter == null) {
			return;
		}
		Map<String, OciValue> members = filter.members(KEYS);
		OciValue caps = members.get("caps");
		OciValue arches = members.get("arches");
		OciValue minKernel = members.get("minKernel");
		if (caps != null) {
			Map<String, Boolean> names = capabilities(host);
			caps.elements().forEach((name) -> this.capabilities.add(name.named("capability", names)));
		}
		if (arches != null) {
			Map<String, Boolean> names = OciNames.forArches(host.architecture());
			arches.elements().forEach((name) -> this.architectures.add(name.named("architecture", names)));
		}
		if (minKernel != null) {
			this.kernels.add(host.kernel().compareTo(version(minKernel)) >= 0);
		}
	}

	/**
	 * Return whether the host meets the conditions of {@code includes}.
	 * @return whether the process has all capabilities, and the host any of the
	 * architectures and a recent kernel
	 */
	boolean matchesAll() {
		return !this.capabilities.contains(false) && (this.architectures.isEmpty() || namesArchitecture())
				&& !this.kernels.contains(false);
	}

	/**
	 * Return whether the host meets a condition of {@code excludes}.
	 * @return whether any capability, architecture or kernel version matches
	 */
	boolean matchesAny() {
		return this.capabilities.contains(true) || namesArchitecture() || this.kernels.contains(true);
	}

	boolean namesArchitecture() {
		return this.architectures.contains(true);
	}

	private static Map<String, Boolean> capabilities(Host host) {
		Map<String, Boolean> names = new LinkedHashMap<>();
		for (Capability capability : Capability.values()) {
			names.put(capability.toString(), host.capabilities().contains(capability));
		}
		return names;
	}

	private static KernelVersion version(OciValue value) {
		if (!VERSION.matcher(value.string()).matches()) {
			throw value.invalid("is \"" + value.value() + "\", which is not a kernel version",
					"Use two numbers, such as \"4.8\".");
		}
		return KernelVersion.of(value.string());
	}

}
