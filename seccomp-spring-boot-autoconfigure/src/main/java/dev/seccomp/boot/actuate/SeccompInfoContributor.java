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

import java.util.LinkedHashMap;
import java.util.Map;

import dev.seccomp.boot.SeccompState;
import dev.seccomp.filter.CompiledFilter;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} of the system call filter.
 */
public class SeccompInfoContributor implements InfoContributor {

	private final SeccompState state;

	public SeccompInfoContributor(SeccompState state) {
		this.state = state;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, String> details = new LinkedHashMap<>();
		details.put("mode", this.state.mode().toString());
		CompiledFilter filter = this.state.startupFilter();
		if (filter != null) {
			details.put("hash", filter.hash());
		}
		builder.withDetail("seccomp", details);
	}

}
