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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.seccomp.syscall.Errno;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes an OCI profile as a {@code SeccompProfile} of the security profiles operator.
 */
final class SeccompProfileManifest {

	private static final String ERRNO = "defaultErrnoRet";

	private static final String SYSCALLS = "syscalls";

	private final Map<String, Object> profile;

	private SeccompProfileManifest(Map<String, Object> profile) {
		this.profile = profile;
	}

	/**
	 * Write a manifest.
	 * @param name the name of the resource
	 * @param profile the OCI profile
	 * @return the manifest as YAML
	 */
	static String write(String name, Map<String, Object> profile) {
		Map<String, Object> manifest = new LinkedHashMap<>();
		manifest.put("apiVersion", "security-profiles-operator.x-k8s.io/v1beta1");
		manifest.put("kind", "SeccompProfile");
		manifest.put("metadata", Map.of("name", name));
		manifest.put("spec", new SeccompProfileManifest(profile).spec());
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setIndicatorIndent(2);
		options.setIndentWithIndicator(true);
		return new Yaml(options).dump(manifest);
	}

	private Map<String, Object> spec() {
		Map<String, Object> spec = new LinkedHashMap<>(this.profile);
		// A SeccompProfile has no such field. runc uses EPERM without it.
		Object errno = spec.remove(ERRNO);
		if (errno != null && !errno.equals(Errno.EPERM)) {
			throw new CommandException("A SeccompProfile supports the default error EPERM only, and the policy has "
					+ Errno.name((int) errno) + ". Export it as an OCI profile.");
		}
		List<Map<?, ?>> rules = ((List<?>) Objects.requireNonNull(spec.get(SYSCALLS))).stream()
			.<Map<?, ?>>map((rule) -> (Map<?, ?>) rule)
			.toList();
		spec.put(SYSCALLS, SignedArguments.of(rules));
		return spec;
	}

}
