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

package dev.seccomp.boot.properties;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResource;

/**
 * A location that is not read before the filter is in force.
 */
final class SkippedLocation extends ConfigDataResource {

	private final ConfigDataLocation location;

	SkippedLocation(ConfigDataLocation location) {
		this.location = location;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SkippedLocation skipped && skipped.location.equals(this.location);
	}

	@Override
	public int hashCode() {
		return this.location.hashCode();
	}

	@Override
	public String toString() {
		return "skipped [" + this.location + "]";
	}

}
